using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The trained time constants of a network.</summary>
public sealed record TimeConstantsResult : AnalysisResult
{
    /// <summary>s0; 0 where it was trained without noise.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>One entry a population.</summary>
    public required ImmutableArray<PopulationTau> Populations { get; init; }

    internal override Findings Findings => new("Trained time constants",
        [.. Populations.Select(static group => new Metric($"mean tau, {group.Name} units", "", group.Mean))]);
}
