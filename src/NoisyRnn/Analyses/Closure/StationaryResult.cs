using System.Collections.Immutable;
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
