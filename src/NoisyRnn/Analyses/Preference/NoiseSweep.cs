using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The test-noise sweep (spec 1, section 2, common rules): the loss of one trained network over test-noise levels, split
/// into bias^2 and variance, with the same trials and noise draws at every level, in every arm and network of a seed.
/// </summary>
public sealed record NoiseSweep : Analysis<SweepResult>, IValidated
{
    /// <summary>Levels r = s/s0 of a network trained with noise.</summary>
    [Description("test levels relative to the training level s0; must hold 0 and 1")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2];

    /// <summary>Levels s of a network trained without noise.</summary>
    [Description("test levels of a network trained without noise; must hold 0")]
    [Range(0, 1e6)]
    public ImmutableArray<double> AbsoluteLevels { get; init; } = [0, 0.03, 0.1, 0.3, 1, 2];

    /// <summary>Number of test trials; each with its loss times gives conditions.</summary>
    [Description("test trials (each gives a condition for every step that counts); of a data set's test part at most each once")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 64;

    /// <summary>R.</summary>
    [Description("noise draws R of each test trial")]
    [Range(4, 1_000_000)]
    public int Draws { get; init; } = 64;

    /// <summary>Whether outputs averaged over draws are judged too.</summary>
    [Description("whether the output averaged over draws is judged too, beside single draws: what the noise does to the mean; for losses with a bias^2 alone")]
    public bool MeanOutput { get; init; }

    /// <inheritdoc/>
    public override string Summary => "loss, bias^2 and variance against the test noise; the preferred level rho; the gain D; the repaired network";

    // 2: the cross-entropy and the gain no longer by the platform's library.
    internal override int Revision => 2;

    internal override int RevisionOf(Setup setup) => Revision + SilentMean.RevisionOf(setup);

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        [.. NumberList.Problems("levels", Levels, holding: [0, 1]), .. NumberList.Problems("absolute-levels", AbsoluteLevels, holding: [0])];

    private protected override SweepResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation) =>
        new() { Sweep = Over(subject, threads, cancellation), Example = TrialExamples.Of(subject) };

    /// <summary>The sweep alone; null where no level gave a finite loss.</summary>
    internal NoiseSweepResult? Over(TrainedNetwork subject, int threads, CancellationToken cancellation)
    {
        var sigma = subject.TrainingSigma;
        var conditions = new SweepConditions(subject, Trials, Draws, threads);
        // Silent, with the activation averaged over the training noise inside it.
        var repaired = SilentMean.Of(subject.Setup) is { } averaged ? conditions.Measure(averaged, [], 0, 0, cancellation).Loss : (double?)null;
        var result = Under(AtLevel);
        return result is null || !subject.Noise.Any(static source => source.MovesMean()) ? result : result with { MeanMatched = Under(MeanMatched) };

        NoiseSweepResult? Under(Func<ImmutableArray<NoiseSource>, double, double, ImmutableArray<NoiseSource>> noiseAt)
        {
            var points = ImmutableArray.CreateBuilder<SweepPoint>();
            foreach (var level in sigma > 0 ? Levels : AbsoluteLevels)
            {
                var absolute = sigma > 0 ? level * sigma : level;
                points.Add(conditions.Measure(subject.Network, noiseAt(subject.Noise, sigma, level), level, absolute, cancellation));
            }

            var single = NoiseSweepStatistics.Summarise(
                sigma, points.ToImmutable(), conditions.Count, Draws, conditions.TargetVariance, repaired, conditions.ChanceAccuracy);
            return single is null || !MeanOutput ? single : single with { MeanOutput = OfMeanOutput(single) };
        }

        NoiseSweepResult? OfMeanOutput(NoiseSweepResult single) => NoiseSweepStatistics.Summarise(
            sigma, [.. single.Points.Select(static point => point.OfMeanOutput())], single.Conditions, Draws, single.TargetVariance, repaired);
    }

    internal override string? Refusal(Setup setup) => MeanOutput && !setup.Training.Loss.HasBias
        ? $"mean-output: the loss {Catalogue.KindOf(setup.Training.Loss.GetType())} has no mean output; allowed is false, or the loss {Catalogue.NamesOf<Loss>(static loss => loss.HasBias)}"
        : null;

    internal override double Cost(TrialTask task) => Levels.Length * (double)Trials * Draws * ForwardCost;

    // Trained silently, a network is tested with every source at the same absolute level; with none listed, inside.
    internal static ImmutableArray<NoiseSource> AtLevel(ImmutableArray<NoiseSource> noise, double trainingSigma, double level)
    {
        if (trainingSigma > 0)
            return [.. noise.Select(source => source.Scaled(level))];
        var sources = noise.IsEmpty ? [new NoiseSource()] : noise;
        return [.. sources.Select(source => source with { Sigma = [level] })];
    }

    // The same levels with the mean of each source kept where it was in training.
    internal static ImmutableArray<NoiseSource> MeanMatched(ImmutableArray<NoiseSource> noise, double trainingSigma, double level) =>
        [.. noise.Select(source => source.ScaledAboutMean(level))];
}
