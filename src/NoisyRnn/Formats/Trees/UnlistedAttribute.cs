namespace NoisyRnn.Formats;

/// <summary>
/// On a property that is rarely told: where it is its default it is not listed among the values that an experiment is run with. So a refinement
/// of few experiments adds no line to the pages of all others.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnlistedAttribute : Attribute;
