using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>One key of a spec as help and docs show it.</summary>
/// <param name="Path">The dotted path: training.optimizer.</param>
/// <param name="Type">What is allowed, in words: "a number above 0", "one of: inside, outside".</param>
/// <param name="Default">The default as YAML; null where the key must be written.</param>
/// <param name="Description">What it is, with its unit.</param>
public sealed record SpecKey(string Path, string Type, string? Default, string Description)
{
    /// <summary>Of a key with named values, what each means; empty where their names say it.</summary>
    public ImmutableArray<(string Value, string Meaning)> Values { get; init; } = [];
}
