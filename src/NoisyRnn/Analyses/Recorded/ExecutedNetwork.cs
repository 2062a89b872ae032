using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// A network as a function, run on test trials at several noise levels and judged as recorded outputs are. Draw r of trial p is noise trial p R + r at
/// every level: common random numbers, but for a function that draws itself.
/// </summary>
/// <param name="model">The function.</param>
/// <param name="task">The trials.</param>
/// <param name="loss">What is asked.</param>
/// <param name="draws">R.</param>
/// <param name="threads">Threads to use at most; never changes a bit.</param>
internal sealed class ExecutedNetwork(ExecutedModel model, TrialTask task, Loss loss, int draws, int threads)
{
    private const ulong Seed = 0;

    // Lanes of the numbers' generator.
    private const int Lanes = 16;

    private readonly int _trials = task.TrialCount(NoiseStream.Test)!.Value;

    /// <summary>Runs and judges it.</summary>
    /// <param name="name">The network.</param>
    /// <param name="levels">r = s/s0, or s; ascending from 0.</param>
    /// <param name="s0">The level of the training noise; 0 where levels are absolute.</param>
    /// <param name="cancellation">Stops it.</param>
    public RecordedNetwork Of(string name, ImmutableArray<double> levels, double s0, CancellationToken cancellation)
    {
        var spread = TargetSpread.Of(task, Seed, _trials);
        var measured = new RecordedLevel[levels.Length];
        double[] weights = [];
        for (var k = 0; k < levels.Length; k++)
            (measured[k], weights) = Measure(levels[k], s0 > 0 ? levels[k] * s0 : levels[k], cancellation);
        var sweep = new RecordedSweep(s0 > 0, weights, measured);
        return new()
        {
            Name = name,
            Trials = sweep.Trials,
            Conditions = loss.IsSeparable ? spread.Count : spread.Count / task.OutputCount,
            Draws = draws,
            Points = [.. measured.Select(static level => level.Point)],
            NotFinite = [.. measured.Select(static level => level.NotFinite)],
            NoiselessLevels = [.. measured.Where(static level => level is { DrawsAreAlike: true, NotFinite: 0, Point.Sigma: > 0 }).Select(static level => level.Point.Level)],
            NoiseAtZero = measured.Any(static level => level is { DrawsAreAlike: false, NotFinite: 0, Point.Sigma: 0 }),
            TargetVariance = spread.Variance,
            ChanceAccuracy = loss.HasAccuracy ? 1.0 / task.OutputCount : null,
            Preference = PreferenceIntervals.OverTrials(sweep),
        };
    }

    private (RecordedLevel Level, double[] Weights) Measure(double level, double sigma, CancellationToken cancellation)
    {
        // Without noise all draws are the same, unless the function draws itself.
        var count = sigma == 0 && !model.DrawsItself ? 1 : draws;
        var (whole, each, alike) = (loss.NewAccumulator(), new TestedTrials(loss, _trials, level, sigma), true);
        foreach (var trials in Enumerable.Range(0, _trials).Chunk(64))
        {
            // What draws itself goes through its trials in their order.
            var outputs = ParallelLoop.Run(trials, model.DrawsItself ? 1 : threads, trial => Outputs(trial, sigma, count), cancellation: cancellation);
            foreach (var (number, trial, at) in outputs)
            {
                foreach (var (t, values) in at)
                {
                    whole.AddStep(values, trial.TargetsAt(t), trial.MaskAt(t));
                    alike &= count == 1 || AreAlike(values, count);
                }

                each.Add(number, trial, at);
            }
        }

        return (each.ToLevel(whole.ToPoint(level, sigma), alike), each.Weights);
    }

    // The outputs of one trial under all its draws at the steps that count, output after output. [O,R]
    private (int Number, Trial Trial, (int Step, double[] Outputs)[] At) Outputs(int number, double sigma, int count)
    {
        var key = new TrialKey(Seed, NoiseStream.Test, (ulong)number);
        var trial = task.NewTrial();
        task.Refill(trial, key);
        var (steps, channels, answers) = (task.StepsOf(key), task.InputCount, task.OutputCount);
        var inputs = new double[count * steps * channels];
        for (var lane = 0; lane < count; lane++)
        {
            for (var t = 0; t < steps; t++)
                trial.InputsAt(t).CopyTo(inputs.AsSpan(((lane * steps) + t) * channels));
        }

        var outputs = new double[count * (model.OnlyLast ? 1 : steps) * answers];
        model.Run(count, steps, inputs, sigma == 0 ? [] : [.. model.NoiseRows.Select((rows, source) => Draws(source, rows, number, steps, model.HasLevel ? 1 : sigma))], sigma, outputs);
        return (number, trial, [.. Enumerable.Range(0, steps).Where(trial.Counts).Select(t => (t, At(t)))]);

        double[] At(int t)
        {
            var values = new double[answers * count];
            for (var lane = 0; lane < count; lane++)
            {
                for (var o = 0; o < answers; o++)
                    values[(o * count) + lane] = outputs[((model.OnlyLast ? lane : (lane * steps) + t) * answers) + o];
            }

            return values;
        }
    }

    // [draws, steps, rows]
    private double[] Draws(int source, int rows, int number, int steps, double deviation)
    {
        var key = NoiseKey.OfItem(Seed, NoiseStream.Analysis, source);
        var padded = (draws + Lanes - 1) / Lanes * Lanes;
        var trials = Enumerable.Range(0, padded).Select(r => ((ulong)number * (ulong)draws) + (ulong)r).ToArray();
        var (values, step) = (new double[draws * steps * rows], new double[rows * padded]);
        for (var t = 0; t < steps; t++)
        {
            StandardDraws.Fill<double>(NoiseDistribution.Gaussian, key, trials, (uint)t, rows, step);
            for (var lane = 0; lane < draws; lane++)
            {
                for (var row = 0; row < rows; row++)
                    values[(((lane * steps) + t) * rows) + row] = deviation * step[(row * padded) + lane];
            }
        }

        return values;
    }

    private static bool AreAlike(double[] values, int count)
    {
        for (var first = 0; first < values.Length; first += count)
        {
            if (values.AsSpan(first, count).ContainsAnyExcept(values[first]))
                return false;
        }

        return true;
    }
}
