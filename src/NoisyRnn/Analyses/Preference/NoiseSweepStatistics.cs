using System.Collections.Immutable;
using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>From the points of a test-noise sweep to what is said of one network.</summary>
public static class NoiseSweepStatistics
{
    /// <summary>
    /// Chooses the preferred level on the even draws, rho = argmin_r L_even(r), and measures the gain on the odd ones,
    /// D = ln L_odd(0) - ln L_odd(s0), so that the choice cannot flatter the gain; rho_bias = argmin of bias^2 on all
    /// draws. Losses below the smallest normal double (2.2e-308) count as that, so that D exists for a loss of 0.
    /// </summary>
    /// <param name="trainingSigma">s0 &gt;= 0; where it is 0 the levels are absolute and there is no D.</param>
    /// <param name="points">One a level, ascending; level 0 must be among them, and level 1 where s0 &gt; 0. [K]</param>
    /// <param name="conditions">Number of conditions P.</param>
    /// <param name="draws">Number of draws R.</param>
    /// <param name="targetVariance">Mean over conditions of the target's variance, squared target units.</param>
    /// <param name="repaired">Silent loss with the activation smoothed at s0; null where it was not measured.</param>
    /// <param name="chance">Cross-entropy: the accuracy of guessing; null for the squared error.</param>
    /// <returns>The result; null where no level has a finite loss: the network has diverged.</returns>
    /// <exception cref="ArgumentException">A level is missing or out of order, or s0 is negative or not finite.</exception>
    /// <remarks>A diverged level 0 or 1 gives an infinite or undefined D; such a network is left out of every verdict.</remarks>
    public static NoiseSweepResult? Summarise(
        double trainingSigma, ImmutableArray<SweepPoint> points, int conditions, int draws, double targetVariance,
        double? repaired = null, double? chance = null)
    {
        if (!(trainingSigma >= 0 && double.IsFinite(trainingSigma)))
            throw new ArgumentOutOfRangeException(nameof(trainingSigma), trainingSigma, "s0 is a finite number >= 0.");
        var silent = PointAt(points, 0);
        var training = trainingSigma > 0 ? PointAt(points, 1) : silent;
        var levels = points.Select(point => point.Level).ToArray();
        var preferred = PreferredLevel.Of(levels, points.Select(point => point.EvenLoss).ToArray());
        if (preferred is null)
            return null;
        return new()
        {
            TrainingSigma = trainingSigma,
            Conditions = conditions,
            Draws = draws,
            Points = points,
            Preferred = preferred,
            PreferredBias = points.All(point => point.BiasSquared is not null)
                ? PreferredLevel.Of(levels, points.Select(point => point.BiasSquared!.Value).ToArray())
                : null,
            Gain = trainingSigma > 0 ? LogLoss(silent.OddLoss) - LogLoss(training.OddLoss) : null,
            TargetVariance = targetVariance,
            SilentLoss = silent.Loss,
            TrainingLevelLoss = training.Loss,
            TrainingLevelAccuracy = training.Accuracy,
            ChanceAccuracy = chance,
            RepairedLoss = repaired,
        };
    }

    private static SweepPoint PointAt(ImmutableArray<SweepPoint> points, double level) =>
        points.FirstOrDefault(point => point.Level == level)
        ?? throw new ArgumentException($"The sweep has no level {level}.", nameof(points));

    /// <summary>ln of a loss; of one below the smallest normal double, as of that.</summary>
    internal static double LogLoss(double loss) => Elementary.Log(Math.Max(loss, 2.2250738585072014e-308));
}
