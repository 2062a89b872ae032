using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>One combination of the grid's values.</summary>
/// <param name="Values">Path and value, as text, in the grid's order.</param>
public sealed record GridPoint(ImmutableArray<KeyValuePair<string, string>> Values)
{
    /// <summary>"network.activation = relu, seed = 3".</summary>
    public override string ToString() => string.Join(", ", Values.Select(static v => $"{v.Key} = {v.Value}"));
}
