using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Is it the level of the noise that a network learns, or its law? A network trained with Gaussian noise is tested with noise
/// of other laws and the same variance, and with coloured noise: loss, bias^2 and variance at the training level, and the level
/// it prefers under each (spec 1, section 3). Beside it the prediction to leading order in g: the silent network whose f is
/// averaged over the law, E f(a + s0 xi). The trials are those of the sweep; laws are paired by trial, seed and level.
/// </summary>
public sealed record NoiseOverfit : Analysis<NoiseOverfitResult>, IValidated
{
    private static readonly ImmutableArray<NoiseDistribution> White =
        [NoiseDistribution.Gaussian, NoiseDistribution.Uniform, NoiseDistribution.Laplace, NoiseDistribution.TwoPoint];

    /// <summary>Levels r = s/s0.</summary>
    [Description("test levels relative to the training level s0; must hold 0 and 1; networks trained without noise are not tested")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2];

    /// <summary>Correlation times of the Ornstein-Uhlenbeck noise, in units of the network's time constant.</summary>
    [Description("correlation times of Ornstein-Uhlenbeck noise, in multiples of the network's tau; [] for none")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public ImmutableArray<double> CorrelationTimes { get; init; } = [0.2, 1];

    /// <summary>Number of test trials.</summary>
    [Description("test trials (each gives a condition for every step that counts); of a data set's test part at most each once")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 64;

    /// <summary>R.</summary>
    [Description("noise draws R of each test trial")]
    [Range(4, 1_000_000)]
    public int Draws { get; init; } = 64;

    /// <inheritdoc/>
    public override string Summary => "the loss and the preferred level under noise of other laws and equal variance, beside the prediction by E f(a + s xi)";

    // 2: the cross-entropy no longer by the platform's library.
    internal override int Revision => 2;

    internal override int RevisionOf(Setup setup) => Revision + SilentMean.RevisionOf(setup);

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        [.. NumberList.Problems("levels", Levels, holding: [0, 1]), .. NumberList.Problems("correlation-times", CorrelationTimes, atLeast: 0, ascending: false)];

    private protected override NoiseOverfitResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var conditions = new SweepConditions(subject, Trials, Draws, threads);
        var laws = ImmutableArray.CreateBuilder<NoiseOverfitLaw>();
        if (subject.TrainingSigma > 0)
        {
            var silent = conditions.Measure(subject.Network, [], 0, 0, cancellation);
            foreach (var (distribution, correlation) in Laws())
            {
                laws.Add(Under(distribution, correlation, subject, conditions, silent, cancellation));
                progress((double)laws.Count / Laws().Count());
            }
        }

        return new() { TrainingSigma = subject.TrainingSigma, Conditions = conditions.Count, Draws = Draws, Laws = laws.ToImmutable() };
    }

    internal override bool Concerns(Setup setup) => setup.TrainingSigma > 0;

    internal override string? Refusal(Setup setup)
    {
        var active = setup.Noise.Where(static source => source.IsActive()).ToArray();
        if (active.FirstOrDefault(static source => source.Kind != NoiseKind.Additive) is { } other)
            return $"the training noise is {Catalogue.NameOf(other.Kind)}; allowed is kind: additive";
        if (active.Any(static source => source.Distribution != NoiseDistribution.Gaussian || source.CorrelationTime > 0))
            return "the training noise is not white and Gaussian; allowed is distribution: gaussian with correlation-time: 0";
        return CorrelationTimes.IsEmpty || setup.Network.TimeConstants.Distinct().Count() <= 1
            ? null
            : "correlation-times are multiples of tau, and the network's units differ in it; allowed is [], or one tau";
    }

    internal override double Cost(TrialTask task) => Laws().Count() * (double)Levels.Length * Trials * Draws * ForwardCost;

    private IEnumerable<(NoiseDistribution Distribution, double CorrelationTime)> Laws() =>
        White.Select(static law => (law, 0.0)).Concat(CorrelationTimes.Select(static time => (NoiseDistribution.Gaussian, time)));

    private NoiseOverfitLaw Under(
        NoiseDistribution distribution, double correlation, TrainedNetwork subject, SweepConditions conditions, SweepPoint silent,
        CancellationToken cancellation)
    {
        var tau = subject.Network.TimeConstants[0];
        var atTraining = new ConditionMeans();
        var points = Levels.Select(level => level == 0 ? silent : conditions.Measure(
            subject.Network,
            [.. subject.Noise.Select(source => source.Scaled(level) with { Distribution = distribution, CorrelationTime = correlation * tau })],
            level, level * subject.TrainingSigma, cancellation, level == 1 ? atTraining : null)).ToArray();
        var training = points[Levels.IndexOf(1)];
        var law = new NoiseOverfitLaw
        {
            Distribution = distribution,
            CorrelationTime = correlation,
            Loss = training.Loss,
            BiasSquared = training.BiasSquared,
            Variance = training.Variance,
            Preferred = PreferredLevel.Of(Levels.AsSpan(), [.. points.Select(static point => point.EvenLoss)]),
        };
        if (SilentMean.Of(subject.Setup, distribution) is not { } averaged)
            return law;
        var predicted = new ConditionMeans();
        var loss = conditions.Measure(averaged, [], 0, 0, cancellation, predicted).Loss;
        return law with { PredictedLoss = loss, PredictionError = training.Diverged ? double.PositiveInfinity : atTraining.SquaredDifference(predicted) };
    }
}
