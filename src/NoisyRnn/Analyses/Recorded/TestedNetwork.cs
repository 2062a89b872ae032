using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>A network that is here, run on test trials at several noise levels and judged as recorded outputs are.</summary>
internal static class TestedNetwork
{
    /// <summary>Runs it: the trials, the draws and so the numbers of its test-noise sweep, with intervals over the trials.</summary>
    /// <param name="name">The network.</param>
    /// <param name="subject">The network, with the noise that it was trained with; where that has the level 0, levels are absolute.</param>
    /// <param name="levels">r = s/s0, or s; ascending from 0.</param>
    /// <param name="trials">Test trials at most.</param>
    /// <param name="draws">R.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static RecordedNetwork Of(
        string name, TrainedNetwork subject, ImmutableArray<double> levels, int trials, int draws, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var conditions = new SweepConditions(subject, trials, draws, threads);
        var (count, sigma) = (subject.Task.TrialsAtMost(trials, NoiseStream.Test), subject.TrainingSigma);
        // Where the mean of the noise moves with its level, all levels keep that of training, and the noise simply off stands beside them.
        var keepsMean = sigma > 0 && subject.Noise.Any(static source => source.MovesMean());
        var (measured, weights) = (new RecordedLevel[levels.Length], Array.Empty<double>());
        for (var k = 0; k < levels.Length; k++)
        {
            measured[k] = At(levels[k], keepsMean ? NoiseSweep.MeanMatched(subject.Noise, sigma, levels[k]) : NoiseSweep.AtLevel(subject.Noise, sigma, levels[k]));
            progress((k + 1.0) / levels.Length);
        }

        var sweep = new RecordedSweep(sigma > 0, weights, measured, keepsMean ? At(0, NoiseSweep.AtLevel(subject.Noise, sigma, 0)) : null);
        return new()
        {
            Name = name,
            Trials = sweep.Trials,
            Conditions = conditions.Count,
            Draws = draws,
            Off = sweep.Off?.Point,
            Points = [.. measured.Select(static level => level.Point)],
            NotFinite = [.. measured.Select(static level => level.NotFinite)],
            NoiselessLevels = [],
            NoiseAtZero = false,
            TargetVariance = conditions.TargetVariance,
            ChanceAccuracy = conditions.ChanceAccuracy,
            Preference = PreferenceIntervals.OverTrials(sweep),
        };

        RecordedLevel At(double level, ImmutableArray<NoiseSource> noise)
        {
            var absolute = sigma > 0 ? level * sigma : level;
            var each = new TestedTrials(subject.Loss, count, level, absolute);
            var point = conditions.Measure(subject.Network, noise, level, absolute, cancellation, each: each.Add);
            weights = each.Weights;
            return each.ToLevel(point);
        }
    }
}
