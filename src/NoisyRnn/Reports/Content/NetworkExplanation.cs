using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;

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

    /// <summary>Where that noise stands.</summary>
    public Placement Placement { get; init; }

    /// <summary>What each analysis found.</summary>
    [JsonIgnore]
    public ImmutableArray<AnalysisResult> Results { get; init; } = [];

    /// <summary>Its arrays of parameters that are matrices of weights.</summary>
    public ImmutableArray<string> Matrices { get; init; } = [];

    /// <summary>What each analysis found, in numbers.</summary>
    public ImmutableArray<Findings> Found { get; init; } = [];

    /// <summary>Where the units operate on their activation; null where that was not asked.</summary>
    public OperatingPoint? Operating => Results.OfType<OperatingPointsResult>().FirstOrDefault()?.Points.LastOrDefault();

    /// <summary>What removing the noise does to the mean output; null likewise.</summary>
    public BiasResult? Bias => Results.OfType<BiasResult>().FirstOrDefault();

    /// <summary>What repairs do; null likewise.</summary>
    public RepairResult? Repair => Results.OfType<RepairResult>().FirstOrDefault();

    /// <summary>What else is said of why: a sentence each.</summary>
    public ImmutableArray<string> Sentences { get; init; } = [];

    /// <summary>Analyses that were not done, with the reason.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Refused { get; init; } = [];

    /// <summary>Files of the repaired network: way of repair and path.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Files { get; init; } = [];
}
