using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>The rules that every claim shares: which networks count, how many a verdict needs, and how sure it must be.</summary>
public sealed record CommonRules
{
    /// <summary>Seeds of a cell below which the numbers are a preview and nothing is decided; left-out networks are among them.</summary>
    [Range(2, int.MaxValue), Description("seeds of a cell below which nothing is decided")]
    public int MinSeeds { get; init; } = 10;

    /// <summary>Confidence of the intervals; a verdict's family-wise error on either side is (1 - confidence)/2.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true), Description("confidence of the intervals over seeds")]
    public double Confidence { get; init; } = 0.95;

    /// <summary>Resamples behind each interval.</summary>
    [Range(100, 10_000_000), Description("bootstrap resamples behind each interval")]
    public int Resamples { get; init; } = Bootstrap.Resamples;

    /// <summary>A network counts as not trained where L(s0) is over this share of the target's variance.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("not trained: loss at the training noise over this share of the target's variance")]
    public double UntrainedLossShare { get; init; } = 0.25;

    /// <summary>Cross-entropy: not trained where the accuracy at s0 lies below this share of the way from chance to 1.</summary>
    [Range(0.0, 1.0), Description("not trained: accuracy below this share of the way from chance to 1")]
    public double UntrainedAccuracyShare { get; init; } = 0.5;

    /// <summary>A cell is not trained where more than this share of its networks diverged or was not trained.</summary>
    [Range(0.0, 1.0), Description("a cell is not trained where more than this share of its networks is left out")]
    public double LeftOutShare { get; init; } = 0.2;

    /// <summary>The day from which the rules are those of today, in words.</summary>
    internal const string Since = "2026-11-30";

    /// <summary>Whether verdicts are those of the rules before <see cref="Since"/>, which are shown beside where they differ.</summary>
    internal bool AreFormer { get; init; }

    /// <summary>The error allowed on one side: (1 - confidence)/2.</summary>
    internal double Tail => (1 - Confidence) / 2;

    /// <summary>The interval of the mean of one value a seed.</summary>
    internal Interval IntervalOf(ReadOnlySpan<double> values) => Bootstrap.ExpandedBca(values, Confidence, Resamples);

    /// <summary>The network, with why it is left out, where it is.</summary>
    internal NetworkRun Judge(NetworkRun run) => run with { LeftOutReason = ReasonToLeaveOut(run) };

    private string? ReasonToLeaveOut(NetworkRun run)
    {
        if (run.LeftOutReason is not null)
            return run.LeftOutReason;
        if (run.Sweep is not { } sweep)
            return "diverged";
        if (!double.IsFinite(sweep.SilentLoss))
            return "diverged without test noise";
        if (!double.IsFinite(sweep.TrainingLevelLoss))
            return "diverged at the training noise";
        if (sweep is { TrainingLevelAccuracy: { } accuracy, ChanceAccuracy: { } chance })
        {
            var needed = chance + UntrainedAccuracyShare * (1 - chance);
            return accuracy >= needed ? null : $"not trained: accuracy {accuracy:G3} is below {needed:G3}";
        }

        // Where the lowest loss that any such network can have is known, the share is that of the way from it to the target's variance.
        if (!AreFormer && run.Found<MeanFieldResult>() is { OptimalLoss: > 0 and var optimum } && optimum < sweep.TargetVariance)
        {
            var most = optimum + (UntrainedLossShare * (sweep.TargetVariance - optimum));
            return sweep.TrainingLevelLoss <= most ? null : $"not trained: loss {sweep.TrainingLevelLoss:G3} is over {most:G3}, {UntrainedLossShare:G3} of the way from the optimum {optimum:G3} to the target's variance {sweep.TargetVariance:G3}";
        }

        // A constant target has no variance to compare with.
        return sweep.TargetVariance == 0 || sweep.TrainingLevelLoss <= UntrainedLossShare * sweep.TargetVariance
            ? null
            : $"not trained: loss {sweep.TrainingLevelLoss:G3} is over {UntrainedLossShare:G3} of the target's variance {sweep.TargetVariance:G3}";
    }
}
