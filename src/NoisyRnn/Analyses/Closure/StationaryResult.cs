using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What noise makes of a network's states, pre-activations and outputs.</summary>
public sealed record StationaryResult : AnalysisResult
{
    /// <summary>s0.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Test trials.</summary>
    public required int Trials { get; init; }

    /// <summary>Noise draws of each.</summary>
    public required int Draws { get; init; }

    /// <summary>What pre-activations a are divided by: s0 per step; 1 where there is none.</summary>
    public required double Scale { get; init; }

    /// <summary>Where the bins of q = a/s0 begin and end; what lies beyond is in the outermost.</summary>
    public required HistogramRange PreActivationRange { get; init; }

    /// <summary>Where the bins of the outputs begin and end.</summary>
    public required HistogramRange OutputRange { get; init; }

    /// <summary>One entry a level, in the analysis' order.</summary>
    public required ImmutableArray<StationaryLevel> Levels { get; init; }

    internal override ImmutableArray<(double Level, Metric Metric)> FiguresOfMerit =>
    [
        .. from level in Levels
           where TrainingSigma > 0 && level.LargestMeanDifference is not null
           from metric in new Metric[]
           {
               new("largest difference of a unit's mean from the closure", "test levels", level.LargestMeanDifference!.Value),
               new("output variance over the closure's", "ratio", level.OutputVarianceRatio ?? double.NaN),
           }
           where double.IsFinite(metric.Value)
           select (level.Level, metric),
    ];
}

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
