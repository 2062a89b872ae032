using System.Collections.Immutable;
using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>The outputs of one network, recorded or made here, measured at each level.</summary>
internal sealed class RecordedSweep
{
    private readonly double[] _weights;

    /// <summary>Puts levels together.</summary>
    /// <param name="isRelative">Whether levels are told in units of the training level.</param>
    /// <param name="weights">The weight of each trial. [trials]</param>
    /// <param name="levels">One entry a level, ascending.</param>
    /// <param name="off">The noise simply off, where level 0 keeps its mean.</param>
    public RecordedSweep(bool isRelative, double[] weights, RecordedLevel[] levels, RecordedLevel? off = null) =>
        (IsRelative, _weights, Levels, Off) = (isRelative, weights, [.. levels], off);

    /// <summary>Whether levels are told in units of the training level.</summary>
    public bool IsRelative { get; }

    /// <summary>One entry a level, ascending.</summary>
    public ImmutableArray<RecordedLevel> Levels { get; }

    /// <summary>The noise simply off, where level 0 is the noise replaced by its mean; null where that is 0.</summary>
    public RecordedLevel? Off { get; }

    /// <summary>Trials that count.</summary>
    public int Trials => _weights.Count(static weight => weight != 0);

    /// <summary>The levels as they are told: relative to s0 where it is known.</summary>
    public double[] Scale => [.. Levels.Select(static level => level.Point.Level)];

    /// <summary>Measures a network.</summary>
    /// <param name="recorded">The outputs.</param>
    /// <param name="network">Which network, from 0.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between levels.</param>
    public static RecordedSweep Of(RecordedOutputs recorded, int network, int threads, CancellationToken cancellation)
    {
        var weights = new double[recorded.Trials];
        for (var p = 0; p < weights.Length; p++)
        {
            for (var t = 0; t < recorded.Steps; t++)
                weights[p] += recorded.Loss.Weight(recorded.MaskAt(p, t));
        }

        // Level 0 is then the one with the mean, and the recorded one is beside it.
        int[] recordings = [.. recorded.HasMeanMatched ? [RecordedOutputs.MeanMatched] : (int[])[], .. Enumerable.Range(0, recorded.Levels.Length)];
        var levels = ParallelLoop.Run(recordings, threads, level => RecordedLevel.Of(recorded, network, level, weights), cancellation: cancellation);
        return recorded.HasMeanMatched ? new(recorded.IsRelative, weights, [levels[0], .. levels[2..]], levels[1]) : new(recorded.IsRelative, weights, levels, null);
    }

    /// <summary>The figures of all trials.</summary>
    public LevelLosses Measured() => new(
        [.. Points.Select(static p => p.EvenLoss)], [.. Points.Select(static p => p.OddLoss)], [.. Points.Select(static p => p.Loss)],
        [.. Points.Select(static p => p.BiasSquared ?? p.MeanLogitsLoss!.Value)],
        [.. Points.Select(static p => p.EvenMeanLoss ?? double.PositiveInfinity)], [.. Points.Select(static p => p.OddMeanLoss ?? double.PositiveInfinity)], Off?.Point.Loss ?? double.NaN);

    /// <summary>The figures of a resample of the trials.</summary>
    /// <param name="times">How often each trial that counts is in it. [trials that count]</param>
    public LevelLosses Resampled(ReadOnlySpan<int> times)
    {
        var (weight, next) = (0.0, 0);
        var chosen = new double[_weights.Length];
        for (var p = 0; p < chosen.Length; p++)
        {
            chosen[p] = _weights[p] != 0 ? times[next++] : 0;
            weight += chosen[p] * _weights[p];
        }

        return new(
            Means(static trials => trials.Even), Means(static trials => trials.Odd), Means(static trials => trials.Loss), Means(static trials => trials.Systematic),
            Means(static trials => trials.EvenMean), Means(static trials => trials.OddMean),
            Off is null ? double.NaN : Mean(Off, Off.Trials.Loss));

        double[] Means(Func<TrialSums, double[]> figure) => [.. Levels.Select(level => Mean(level, figure(level.Trials)))];

        // A level that has diverged has diverged, whichever trial did it.
        double Mean(RecordedLevel level, double[] values)
        {
            if (level.Point.Diverged || double.IsPositiveInfinity(values[0]))
                return double.PositiveInfinity;
            var sum = 0.0;
            for (var p = 0; p < values.Length; p++)
                sum += chosen[p] * values[p];
            return sum / weight;
        }
    }

    private IEnumerable<SweepPoint> Points => Levels.Select(static level => level.Point);
}
