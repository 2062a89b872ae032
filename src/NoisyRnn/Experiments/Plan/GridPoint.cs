using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>One combination of an arm and the grid's values.</summary>
/// <param name="Values">"arm" and its name where there are arms; then path and value, as text, in the grid's order.</param>
public sealed record GridPoint(ImmutableArray<KeyValuePair<string, string>> Values)
{
    /// <summary>The key of the arm's name.</summary>
    internal const string ArmKey = "arm";

    /// <summary>The arm's name; null where the experiment has no arms.</summary>
    public string? Arm => Values is [{ Key: ArmKey, Value: var name }, ..] ? name : null;

    /// <summary>" (network.activation = relu, seed = 3)", behind the name of a run; empty where the grid is.</summary>
    internal string InBrackets => Values.IsEmpty ? "" : $" ({this})";

    /// <summary>"network.activation = relu, seed = 3".</summary>
    public override string ToString() => string.Join(", ", Values.Select(static v => $"{v.Key} = {v.Value}"));
}
