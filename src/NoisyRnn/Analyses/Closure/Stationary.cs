using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// What noise makes of a network: means, covariances and histograms of hidden states, pre-activations and outputs at the last counted
/// step of test trials, or after holding its inputs, at some test levels; over draws, and by the Gaussian closure beside them.
/// </summary>
public sealed record Stationary : Analysis<StationaryResult>, IValidated
{
    /// <summary>Bins of each histogram.</summary>
    internal const int Bins = 40;

    // Of these the numbers are kept unit by unit; of large networks one.
    private const int TrialsShown = 3, LargeNetwork = 64;

    /// <summary>Levels r = s/s0 of a network trained with noise.</summary>
    [Description("test levels relative to the training level s0")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.5, 1, 1.5];

    /// <summary>Levels s of a network trained without noise.</summary>
    [Description("test levels of a network trained without noise")]
    [Range(0, 1e6)]
    public ImmutableArray<double> AbsoluteLevels { get; init; } = [0, 0.1, 0.3, 1];

    /// <summary>Number of test trials.</summary>
    [Description("test trials; of a data set's test part at most each once")]
    [Range(1, 100_000)]
    public int Trials { get; init; } = 8;

    /// <summary>R.</summary>
    [Description("noise draws R of each test trial")]
    [Range(16, 1_000_000)]
    public int Draws { get; init; } = 1024;

    /// <summary>Steps beyond the last counted one, with its inputs held.</summary>
    [Description("steps beyond a trial's last counted one, with its inputs held: many for the stationary law itself")]
    [Range(0, 1_000_000)]
    public int Hold { get; init; }

    /// <inheritdoc/>
    public override string Summary => "means, covariances and histograms of states, pre-activations and outputs under noise, by simulation and by the Gaussian closure";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        [.. NumberList.Problems("levels", Levels), .. NumberList.Problems("absolute-levels", AbsoluteLevels)];

    private protected override StationaryResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (task, sigma) = (subject.Task, subject.TrainingSigma);
        NumberedTrial[] trials = [.. subject.TestTrials(Trials).Select(trial => trial.HoldingAt(trial.Trial.LastCounted() ?? 0, Hold))];
        var levels = sigma > 0 ? Levels : AbsoluteLevels;
        var scale = PerStep(subject, subject.Noise) is var perStep and > 0 ? perStep : 1;
        var closures = levels.Select(level => new StationaryClosure(
            subject, NoiseSweep.AtLevel(subject.Noise, sigma, level), trials, threads, cancellation)).ToArray();
        var preActivations = StationaryClosure.Range(closures.SelectMany(static closure => closure.PreActivations), scale);
        var outputs = StationaryClosure.Range(closures.SelectMany(static closure => closure.Outputs), 1);
        var found = ImmutableArray.CreateBuilder<StationaryLevel>();
        foreach (var (k, level) in levels.Index())
        {
            found.Add(AtLevel(subject, level, closures[k], trials, scale, preActivations, outputs, threads, cancellation));
            progress((double)found.Count / levels.Length);
        }

        return new()
        {
            TrainingSigma = sigma,
            Trials = trials.Length,
            Draws = Draws,
            Scale = scale,
            PreActivationRange = preActivations,
            OutputRange = outputs,
            Levels = found.ToImmutable(),
        };
    }

    internal override int RevisionOf(Setup setup) => Revision + GaussianClosure.RevisionOf(setup);

    internal override string? Refusal(Setup setup) => GaussianClosure.Refusal(setup);

    internal override double Cost(TrialTask task) => Levels.Length * (double)Trials * Draws * ForwardCost;

    private StationaryLevel AtLevel(
        TrainedNetwork subject, double level, StationaryClosure closure, NumberedTrial[] trials, double scale, HistogramRange preActivations, HistogramRange outputs,
        int threads, CancellationToken cancellation)
    {
        var noise = PerStep(subject, closure.Noise);
        var simulation = new StationaryDraws(subject, closure.Noise, closure.Noise.Any(static source => source.IsRandom()) ? Draws : 1, Draws, Hold);
        var found = new ParallelLoop<TrialDraws>(threads, simulation.NewTrialDraws).Run(trials, (trial, trialDraws) =>
        {
            var (hidden, pre, output) = simulation.Run(trial, trialDraws);
            var rest = new double[simulation.Draws];
            return (
                Comparison: new StationaryComparison(trial.Number, hidden, simulation.Draws, closure.Hidden[trial.Number], noise),
                PreActivations: Count(pre, scale, preActivations),
                Outputs: Count(output, 1, outputs),
                Moments: Enumerable.Range(0, subject.Task.OutputCount)
                    .Select(o => StationaryComparison.Moments(output.AsSpan(o * simulation.Draws, simulation.Draws), rest)).ToArray());
        }, cancellation: cancellation);
        var comparisons = found.Select(static trial => trial.Comparison).ToArray();
        var correlations = comparisons.Select(static c => c.Correlation).OfType<double>().ToArray();
        var differences = found.SelectMany(static trial => trial.Moments).Zip(closure.Outputs, static (m, e) => (m.Mean - e.Mean) * (m.Mean - e.Mean)).ToArray();
        var isNoisy = simulation.Draws > 1;
        return new()
        {
            Level = level,
            Sigma = subject.TrainingSigma > 0 ? level * subject.TrainingSigma : level,
            PreActivations = Shares(found.Select(static trial => trial.PreActivations)),
            Outputs = Shares(found.Select(static trial => trial.Outputs)),
            Compared = trials.Length * subject.Network.Units,
            MeansApart = comparisons.Sum(static c => c.MeansApart),
            VariancesApart = comparisons.Sum(static c => c.VariancesApart),
            LargestMeanDifference = isNoisy && noise > 0 ? comparisons.Max(static c => c.LargestMean) / noise : null,
            LargestVarianceDifference = isNoisy ? comparisons.Max(static c => c.LargestVariance) : null,
            CovarianceCorrelation = correlations.Length > 0 ? correlations.Average() : null,
            OutputMeanDifference = Math.Sqrt(differences.Average()),
            OutputVarianceRatio = isNoisy ? found.Sum(static trial => trial.Moments.Sum(static m => m.Variance)) / closure.Outputs.Sum(static e => e.Deviation * e.Deviation) : null,
            Trials = [.. comparisons.Take(subject.Network.Units > LargeNetwork ? 1 : TrialsShown).Select(static c => c.Trial)],
        };
    }

    // The level s of noise per step on a unit, inside or outside; on the state, what outside would be as much.
    private static double PerStep(TrainedNetwork subject, ImmutableArray<NoiseSource> noise)
    {
        var (tau, level) = (subject.Network.TimeConstants, 0.0);
        var shape = subject.Network.NoiseShape(subject.Task.InputCount, subject.Task.OutputCount);
        foreach (var source in noise.Where(static source => source.Placement != Placement.Readout))
        {
            var deviations = source.PerStepDeviation(shape, subject.Dt, tau);
            var largest = deviations.DefaultIfEmpty(0).Max();
            level = Math.Max(level, source.Placement is (Placement.State or Placement.Feedback) && subject.Network.IsTimed ? (subject.Network.TrainsTau ? largest / subject.Network.StepSizes(subject.Network.Effective(subject.Parameters), subject.Dt).Max() : largest * tau.Min() / subject.Dt) : largest);
        }

        return level;
    }

    private static long[] Count(double[] values, double scale, HistogramRange range)
    {
        var counts = new long[Bins];
        foreach (var value in values)
            counts[range.BinOf(value / scale, Bins)]++;
        return counts;
    }

    private static ImmutableArray<double> Shares(IEnumerable<long[]> counts)
    {
        var total = counts.Sum(static trial => trial.Sum());
        return [.. Enumerable.Range(0, Bins).Select(bin => (double)counts.Sum(trial => trial[bin]) / total)];
    }
}
