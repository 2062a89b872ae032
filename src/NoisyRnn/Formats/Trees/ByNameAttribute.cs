namespace NoisyRnn.Formats;

/// <summary>
/// Marks a list of records that have a name: it may also be written as a map from names to records, in order, and a name alone
/// stands for a record with nothing but that. Whichever way it is written, it is one list, with one hash.
/// </summary>
/// <param name="key">The key that is meant where a value stands in the place of a record: {stimulus: 1} is {stimulus: {value: 1}}.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByNameAttribute(string key) : Attribute
{
    /// <summary>The key of the name.</summary>
    internal const string Name = "name";

    /// <summary>The key that is meant where a value stands in the place of a record.</summary>
    public string Key { get; } = key;
}
