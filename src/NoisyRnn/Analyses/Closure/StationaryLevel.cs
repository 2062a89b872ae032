using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>States, pre-activations and outputs of a network at one test level: simulated, and beside the Gaussian closure.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record StationaryLevel
{
    /// <summary>r = s/s0; the absolute level where s0 = 0.</summary>
    public required double Level { get; init; }

    /// <summary>The absolute test level s.</summary>
    public required double Sigma { get; init; }

    /// <summary>Share of the pre-activations in each bin, units, trials and draws together. [bins]</summary>
    public required ImmutableArray<double> PreActivations { get; init; }

    /// <summary>Share of the outputs in each bin. [bins]</summary>
    public required ImmutableArray<double> Outputs { get; init; }

    /// <summary>Units times trials that were compared, and as many variances.</summary>
    public required int Compared { get; init; }

    /// <summary>Means that lie over four standard errors and beyond the closure's expected accuracy from it.</summary>
    public required int MeansApart { get; init; }

    /// <summary>Variances likewise.</summary>
    public required int VariancesApart { get; init; }

    /// <summary>The largest difference of a mean from the closure's, in test levels s per step; null without noise.</summary>
    public required double? LargestMeanDifference { get; init; }

    /// <summary>The largest difference of a variance from the closure's, relative to it, of units that move by a tenth of the largest variance or more; null without noise.</summary>
    public required double? LargestVarianceDifference { get; init; }

    /// <summary>Correlation of simulated with closure covariances of different units, mean over trials; null where there is none.</summary>
    public required double? CovarianceCorrelation { get; init; }

    /// <summary>Root mean square over trials and outputs of the difference of the mean output from the closure's.</summary>
    public required double OutputMeanDifference { get; init; }

    /// <summary>Mean variance of the outputs over the closure's; null without noise.</summary>
    public required double? OutputVarianceRatio { get; init; }

    /// <summary>The first trials, unit by unit.</summary>
    public required ImmutableArray<StationaryTrial> Trials { get; init; }
}
