using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// What moves with the test noise, small enough to look at: the cloud of states at the last counted step of test trials, the fixed
/// points of the noise-averaged map at the inputs held there (spec 1, section 3), both along the first two principal components of the
/// clouds of all levels together, and the output with its spread.
/// </summary>
public sealed record NoisePortrait : Analysis<NoisePortraitResult>, IValidated
{
    // What a search for fixed points costs at one start, in trials.
    private const double TrialsPerStart = 15;
    private const int Components = 2, CloudDigits = 5, OutputDigits = 7;

    /// <summary>Levels r = s/s0 of a network trained with noise.</summary>
    [Description("test levels relative to the training level s0; must hold 0 and 1")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

    /// <summary>Levels s of a network trained without noise.</summary>
    [Description("test levels of a network trained without noise; must hold 0")]
    [Range(0, 1e6)]
    public ImmutableArray<double> AbsoluteLevels { get; init; } = [0, 0.1, 0.3, 1];

    /// <summary>Test trials of the cloud and of the fixed points.</summary>
    [Description("test trials of the cloud of states, and whose inputs are held for fixed points")]
    [Range(1, 1000)]
    public int Trials { get; init; } = 12;

    /// <summary>States of each trial in the cloud.</summary>
    [Description("states of each trial in the cloud, one a noise draw")]
    [Range(1, 1000)]
    public int States { get; init; } = 16;

    /// <summary>Test trials of the output and the loss.</summary>
    [Description("test trials of the output and the loss, those of the cloud among them")]
    [Range(1, 10_000)]
    public int OutputTrials { get; init; } = 48;

    /// <summary>R.</summary>
    [Description("noise draws R of each test trial, those of the cloud among them")]
    [Range(4, 1_000_000)]
    public int Draws { get; init; } = 32;

    /// <summary>Starts of the search for fixed points.</summary>
    [Description("starts of the search for fixed points at each input, in silence and at s0")]
    [Range(1, 100_000)]
    public int Starts { get; init; } = 16;

    /// <summary>Fixed points of each input that are followed.</summary>
    [Description("fixed points of each input and search that are followed over the levels")]
    [Range(1, 100)]
    public int Points { get; init; } = 4;

    /// <summary>Steps beyond the last counted one, with its inputs held, before states and outputs are looked at.</summary>
    [Description("steps beyond a trial's last counted one, with its inputs held, at which states and outputs are looked at: many for the stationary law itself; the loss is that of the counted steps")]
    [Range(0, 1_000_000)]
    public int Hold { get; init; }

    /// <inheritdoc/>
    public override string Summary => "states, fixed points and output as the test noise moves, for a figure with a slider";

    // 2: the cross-entropy no longer by the platform's library.
    internal override int Revision => 2;

    // Of noise with a mean the first results had the silence without it alone.
    internal override int RevisionOf(Setup setup) => Revision + SilentMean.RevisionOf(setup) + (setup.HasSecondSilence ? 1 : 0);

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach (var problem in NumberList.Problems("levels", Levels, holding: [0, 1]).Concat(NumberList.Problems("absolute-levels", AbsoluteLevels, holding: [0])))
            yield return problem;
        if (OutputTrials < Trials)
            yield return ("output-trials", $"{OutputTrials} is below trials, {Trials}; allowed is trials or more");
        if (Draws < States)
            yield return ("draws", $"{Draws} is below states, {States}; allowed is states or more");
    }

    private protected override NoisePortraitResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (sigma, simulation) = (subject.TrainingSigma, new NoisePortraitDraws(subject, OutputTrials, Draws, Hold));
        var conditions = new SweepConditions(subject, OutputTrials, Draws, threads);
        var levels = sigma > 0 ? Levels : AbsoluteLevels;
        var matched = subject.WithMeanInSilence;
        (double Level, ImmutableArray<NoiseSource> Noise)[] looks =
            [.. levels.Select(level => (level, NoiseSweep.AtLevel(subject.Noise, sigma, level))), .. matched is null ? [] : new[] { (0.0, matched.Silence) }];
        var found = new (double Loss, double[][][] States, double[][] Outputs)[looks.Length];
        foreach (var (k, (level, noise)) in looks.Index())
        {
            var (states, outputs) = simulation.Run(noise, (Trials, States), threads, cancellation);
            found[k] = (conditions.Measure(subject.Network, noise, level, Absolute(level), cancellation).Loss, states, outputs);
            progress(0.5 * (k + 1) / looks.Length);
        }

        double[][] finite = [.. found.SelectMany(static level => level.States).SelectMany(static draws => draws).Where(static state => state.All(double.IsFinite))];
        if (finite.Length == 0)
            throw new InvalidOperationException("no state is finite");
        var components = new PrincipalComponents(finite, Components);
        var points = new NoisePortraitPoints(this, subject, simulation, components);
        points.Find(threads, share => progress(0.5 + (0.5 * share)), cancellation);
        var matchedPoints = matched is null ? null : new NoisePortraitPoints(this with { Levels = [0] }, matched, simulation, components);
        matchedPoints?.Find(threads, static _ => { }, cancellation);
        return new()
        {
            TrainingSigma = sigma,
            Draws = Draws,
            Hold = Hold,
            NoiseFreeBecause = points.NoiseFreeBecause,
            VarianceShares = components.Shares,
            IsCurve = simulation.HoldsOneInput,
            IsProbability = subject.Loss.HasAccuracy,
            Inputs = [.. simulation.Trials.Select(static trial => trial.Trial.Inputs[trial.HeldFrom, 0])],
            Targets = [.. simulation.Trials.Select(static trial => trial.Trial.Targets[trial.HeldFrom, 0])],
            Levels = [.. levels.Select((level, k) => AtLevel(k, level, points.At(level)))],
            MeanMatched = matchedPoints is null ? null : AtLevel(levels.Length, 0, matchedPoints.At(0)),
        };

        double Absolute(double level) => sigma > 0 ? level * sigma : level;

        NoisePortraitLevel AtLevel(int k, double level, ImmutableArray<NoisePortraitPoint> at)
        {
            var (loss, states, outputs) = found[k];
            var scores = states.Select(draws => draws.Select(components.Scores).ToArray()).ToArray();
            var rest = new double[Draws];
            var moments = outputs.Select(draws => StationaryComparison.Moments(draws, rest)).ToArray();
            return new()
            {
                Level = level,
                Sigma = Absolute(level),
                Loss = loss,
                First = Along(scores, 0),
                Second = Along(scores, 1),
                Points = at,
                Mean = [.. moments.Select(static m => Short(m.Mean, OutputDigits))],
                Deviation = [.. moments.Select(static m => Short(Math.Sqrt(m.Variance), OutputDigits))],
            };
        }
    }

    internal override double Cost(TrialTask task) => (2 * Levels.Length * (double)OutputTrials * Draws * ForwardCost) + (2.0 * Trials * Starts * TrialsPerStart);

    private static ImmutableArray<ImmutableArray<double>> Along(ImmutableArray<double>[][] scores, int component) =>
        [.. scores.Select(draws => draws.Select(state => Short(NoisePortraitPoints.Component(state, component), CloudDigits)).ToImmutableArray())];

    // For drawing: a figure shows no more.
    private static double Short(double value, int digits) =>
        double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
