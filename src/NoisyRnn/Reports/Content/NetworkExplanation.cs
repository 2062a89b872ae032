using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>What an audit found in one network beside its sweep: why it prefers what it prefers, and what can be done.</summary>
public sealed record NetworkExplanation
{
    /// <summary>The network.</summary>
    public required string Name { get; init; }

    /// <summary>The noise level at which it was asked: that of its training, or the level that it prefers where that is not known; null where there is none.</summary>
    public required double? Sigma { get; init; }

    /// <summary>Whether that noise stands inside the activation, where it shifts the units' means.</summary>
    public required bool IsInside { get; init; }

    /// <summary>Where the units operate on their activation.</summary>
    public OperatingPoint? Operating { get; init; }

    /// <summary>What removing the noise does to the mean output.</summary>
    public BiasResult? Bias { get; init; }

    /// <summary>What repairs do.</summary>
    public RepairResult? Repair { get; init; }

    /// <summary>What each analysis found, in numbers.</summary>
    public ImmutableArray<Findings> Found { get; init; } = [];

    /// <summary>What else is said of why: a sentence each.</summary>
    public ImmutableArray<string> Sentences { get; init; } = [];

    /// <summary>Analyses that were not done, with the reason.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Refused { get; init; } = [];

    /// <summary>Files of the repaired network: way of repair and path.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Files { get; init; } = [];
}
