namespace NoisyRnn.Formats;

/// <summary>
/// On a property whose type is a record: in a file the record's keys stand among those of the record that holds it, and the
/// property has no key of its own. Its default is an instance made anew.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InlinedAttribute : Attribute;
