namespace NoisyRnn.Formats;

/// <summary>
/// Says of an abstract record that nothing lists its leaves: they are all the sealed records that derive from it, each called as its type is, in
/// lower-case words joined by hyphens and without the base's name at its end. <c>BiasAnalysis</c> of <c>Analysis</c> is bias.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NamedByTypeAttribute : Attribute;
