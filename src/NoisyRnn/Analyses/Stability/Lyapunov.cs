using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The leading Lyapunov exponents of the tangent flow along test trials: the trial's inputs, then the last of them held; without noise and
/// on noisy paths, whose draws are in the linearised step as they are in the step. Of the whole state (h, and what an LSTM or a
/// coRNN remembers beside it), by QR (spec 2, section 4; Benettin, Galgani, Giorgilli and Strelcyn 1980).
/// </summary>
public sealed record Lyapunov : Analysis<LyapunovResult>, IValidated
{
    // A step with its Jacobian and QR takes some N + k lanes, where a trial forward and back takes three: of networks of some 64 units.
    private const double TrialsPerPath = 40;

    /// <summary>Levels r = s/s0 of a network trained with noise.</summary>
    [Description("test levels relative to the training level s0")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 1];

    /// <summary>Levels s of a network trained without noise.</summary>
    [Description("test levels of a network trained without noise")]
    [Range(0, 1e6)]
    public ImmutableArray<double> AbsoluteLevels { get; init; } = [0];

    /// <summary>Number of test trials.</summary>
    [Description("test trials, a path each; of a data set's test part at most each once")]
    [Range(1, 100_000)]
    public int Trials { get; init; } = 16;

    /// <summary>k.</summary>
    [Description("leading exponents k; of a smaller state all it has, and then their sum is known too")]
    [Range(1, 65536)]
    public int Exponents { get; init; } = 32;

    /// <summary>Steps beyond a trial's end, its inputs held.</summary>
    [Description("steps beyond a trial's end, its last inputs held: many for exponents of long times, 0 for those of the trials alone")]
    [Range(0, 100_000_000)]
    public int Hold { get; init; } = 500;

    /// <summary>The share of every path that is its transient.</summary>
    [Description("share of every path, at its start, that is a transient: directions align and nothing is counted")]
    [Range(0.0, 0.99)]
    public double Transient { get; init; } = 0.2;

    /// <summary>At equal loss; null for the trained network alone.</summary>
    [Description("looks at the network on its way through training too, where its training loss first falls to given values; empty for the trained network alone")]
    public EqualLoss? AtEqualLoss { get; init; }

    /// <inheritdoc/>
    public override string Summary => "Lyapunov exponents along test trials, in silence and under noise, with their convergence and errors";

    internal override int? LooksBackEvery => AtEqualLoss?.Every;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        [.. NumberList.Problems("levels", Levels), .. NumberList.Problems("absolute-levels", AbsoluteLevels)];

    private protected override LyapunovResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (trained, atLosses) = EqualLoss.Look(AtEqualLoss, subject, threads, progress, (network, share) => Look(network, threads, share, cancellation), cancellation);
        return trained with { AtLosses = atLosses };
    }

    private LyapunovResult Look(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (sigma, steps) = (subject.TrainingSigma, subject.Task.StepCount + Hold);
        var levels = sigma > 0 ? Levels : AbsoluteLevels;
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Test);
        // A map's time is counted in its steps.
        var timeStep = subject.Network.IsTimed ? subject.Dt : 1;
        var times = new LyapunovTimes(steps, (int)(Transient * steps), timeStep);
        var found = ImmutableArray.CreateBuilder<LyapunovLevel>();
        foreach (var level in levels)
            found.Add(At(level, NoiseSweep.AtLevel(subject.Noise, sigma, level)));
        var matched = levels.Contains(0) && subject.WithMeanInSilence is { } silent ? At(0, silent.Silence) : null;

        return new()
        {
            TrainingSigma = sigma,
            Trials = trials,
            StateSize = subject.Network.StateRows,
            IsPerStep = !subject.Network.IsTimed,
            Transient = times.Transient * timeStep,
            Times = times.Shown,
            Levels = found.ToImmutable(),
            MeanMatched = matched,
        };

        LyapunovLevel At(double level, ImmutableArray<NoiseSource> noise)
        {
            var rollout = subject.Prepare<double>(subject.Network, noise);
            var count = Math.Min(Exponents, rollout.Cell.StateRows);
            var paths = LyapunovPath.RunAll(
                subject, rollout, count, trials, times, threads, share => progress(Math.Min(1, (found.Count + share) / levels.Length)), cancellation);
            return LyapunovLevel.Of(level, sigma > 0 ? level * sigma : level, paths, trials, rollout.Cell.StateRows);
        }
    }

    internal override string? Refusal(Setup setup) => RefusalWithoutRecurrence(setup, "Lyapunov exponents");

    internal override double Cost(TrialTask task) =>
        2.0 * Trials * TrialsPerPath * (1 + ((double)Hold / task.StepCount)) * (1 + (AtEqualLoss?.Losses.Length ?? 0));
}
