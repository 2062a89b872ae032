using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>The test-noise sweep of one trained network.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NoiseSweepResult
{
    /// <summary>s0: the level the network was trained with, in the scale of the experiment's noise.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Number of conditions P (inputs x times).</summary>
    public required int Conditions { get; init; }

    /// <summary>Number of noise draws R of each condition.</summary>
    public required int Draws { get; init; }

    /// <summary>One entry a level, ascending.</summary>
    public required ImmutableArray<SweepPoint> Points { get; init; }

    /// <summary>rho: the preferred level (relative to s0 where s0 &gt; 0), argmin of the loss on even draws.</summary>
    public required PreferredLevel Preferred { get; init; }

    /// <summary>rho_bias: argmin of bias^2; null where the loss has no bias^2 (cross-entropy).</summary>
    public required PreferredLevel? PreferredBias { get; init; }

    /// <summary>D = ln L(0) - ln L(s0) on odd draws; null where s0 = 0.</summary>
    public required double? Gain { get; init; }

    /// <summary>Mean over conditions of the target's variance: the yardstick of "trained".</summary>
    public required double TargetVariance { get; init; }

    /// <summary>Loss without noise.</summary>
    public required double SilentLoss { get; init; }

    /// <summary>Loss at the training level (where s0 = 0, the silent loss).</summary>
    public required double TrainingLevelLoss { get; init; }

    /// <summary>Cross-entropy: accuracy at the training level; null for the squared error.</summary>
    public double? TrainingLevelAccuracy { get; init; }

    /// <summary>Cross-entropy: the accuracy of guessing; null for the squared error.</summary>
    public double? ChanceAccuracy { get; init; }

    /// <summary>Silent loss with the activation smoothed at the training level; null for arms other than inside.</summary>
    public double? RepairedLoss { get; init; }

    /// <summary>
    /// The same sweep with the mean of the step's factor kept as in training at every level; null where it does not move. A
    /// preference that vanishes here was for the mean, not for the noise (spec 2, section 7).
    /// </summary>
    public NoiseSweepResult? MeanMatched { get; init; }

    /// <summary>
    /// The same sweep judged by the output averaged over draws: at each level the squared error of that mean, over the even
    /// draws and over the odd ones apart, so that choice and gain stay independent. Null where it is not asked for.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NoiseSweepResult? MeanOutput { get; init; }

    /// <summary>Whether it is judged by bias^2 of outputs averaged over draws (<see cref="OfUnbiasedMeans"/>), and its gain is G = tanh(D/2).</summary>
    [JsonIgnore]
    internal bool IsOfUnbiasedMeans { get; init; }

    /// <summary>
    /// Of a sweep that is judged by outputs averaged over draws, the same without what a finite number of draws adds to the error of their mean: v/R of each
    /// half. What is left, bias^2, may be negative; so the gain is (b(0) - b(s0))/(|b(0)| + |b(s0)|), which is tanh(D/2) where both are above 0.
    /// </summary>
    internal NoiseSweepResult OfUnbiasedMeans()
    {
        var (even, odd) = ((Draws + 1) / 2, Draws / 2);
        return ByUnbiasedMeans(
        [
            .. Points.Select(point => point is { Diverged: false, Variance: { } variance, BiasSquared: { } bias }
                ? point with { Loss = bias, EvenLoss = point.EvenLoss - (variance / even), OddLoss = point.OddLoss - (variance / odd) }
                : point),
        ]);
    }

    /// <summary>The same of points whose losses are bias^2 already.</summary>
    internal NoiseSweepResult ByUnbiasedMeans(ImmutableArray<SweepPoint> points)
    {
        var silent = points.First(static point => point.Level == 0);
        var training = points.FirstOrDefault(static point => point.Level == 1) ?? silent;
        return this with
        {
            IsOfUnbiasedMeans = true,
            Points = points,
            Preferred = PreferredLevel.Of(points.Select(static point => point.Level).ToArray(), points.Select(static point => point.EvenLoss).ToArray()) ?? Preferred,
            Gain = TrainingSigma > 0 ? (silent.OddLoss - training.OddLoss) / (Math.Abs(silent.OddLoss) + Math.Abs(training.OddLoss)) : null,
            SilentLoss = silent.Loss,
            TrainingLevelLoss = TrainingSigma > 0 ? training.Loss : silent.Loss,
        };
    }
}
