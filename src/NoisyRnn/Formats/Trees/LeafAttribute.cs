namespace NoisyRnn.Formats;

/// <summary>
/// Names one leaf of an abstract record: <c>[Leaf("sine", typeof(Sine))]</c> on the base. The list of these attributes
/// is the one catalogue for reading YAML (<c>kind: sine</c>), help, reports and conformance tests.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LeafAttribute(string name, Type type) : Attribute
{
    /// <summary>The name in YAML, in the command line and on axes: lower case, words joined by hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>The sealed record.</summary>
    public Type Type { get; } = type;
}
