using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>One trial under noise at its last counted step: over draws, and by the Gaussian closure.</summary>
public sealed record StationaryTrial
{
    /// <summary>Number of the test trial.</summary>
    public required int Trial { get; init; }

    /// <summary>Mean of each unit over draws. [N]</summary>
    public required ImmutableArray<double> Mean { get; init; }

    /// <summary>Its standard error. [N]</summary>
    public required ImmutableArray<double> MeanError { get; init; }

    /// <summary>Variance of each unit over draws, unbiased. [N]</summary>
    public required ImmutableArray<double> Variance { get; init; }

    /// <summary>Its standard error. [N]</summary>
    public required ImmutableArray<double> VarianceError { get; init; }

    /// <summary>The closure's mean. [N]</summary>
    public required ImmutableArray<double> ClosureMean { get; init; }

    /// <summary>The closure's variance. [N]</summary>
    public required ImmutableArray<double> ClosureVariance { get; init; }
}
