using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The test trials of a seed, and the measurement of a network on them at one noise level. Draw r of test trial p is noise
/// trial p R + r whatever the network and the level: common random numbers.
/// </summary>
internal sealed class SweepConditions
{
    private const int Width = 32;
    private readonly TrainedNetwork _subject;
    private readonly Trial[] _trials;
    private readonly int _draws;
    private readonly TrialTask _task;

    public SweepConditions(TrainedNetwork subject, int trials, int draws)
    {
        (_subject, _task, _draws) = (subject, subject.Task, draws);
        _trials = new Trial[trials];
        for (var p = 0; p < trials; p++)
        {
            _trials[p] = new Trial(_task.StepCount, _task.InputCount, _task.OutputCount);
            _task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)p), _trials[p]);
        }

        TargetVariance = VarianceOfTargets(out var count);
        // Cross-entropy has one condition a step, whatever the number of classes.
        Count = subject.Loss is CrossEntropy ? count / _task.OutputCount : count;
        ChanceAccuracy = subject.Loss is CrossEntropy ? 1.0 / _task.OutputCount : null;
    }

    /// <summary>P: test trials times steps that count, and times outputs where each has a loss of its own.</summary>
    public int Count { get; }

    /// <summary>Weighted variance of the targets about the mean of each output.</summary>
    public double TargetVariance { get; }

    /// <summary>1 over the number of classes; null for losses without accuracy.</summary>
    public double? ChanceAccuracy { get; }

    /// <summary>Loss, bias^2 and variance of a network under some noise.</summary>
    public SweepPoint Measure(Network network, ImmutableArray<NoiseSource> noise, double level, double sigma)
    {
        // Without noise all draws are the same: one is enough.
        var draws = noise.Any(static source => source.IsActive()) ? _draws : 1;
        var layout = _subject.Parameters.Layout;
        var rollout = _subject.Prepare<double>(network, noise);
        var block = new Block<double>(rollout.Cell, layout, _task.StepCount, _task.InputCount, _task.OutputCount, draws == 1 ? 16 : Width, backward: false);
        var outputs = new double[_task.StepCount * _task.OutputCount * draws];
        var squares = new SweepAccumulator();
        var entropy = new CrossEntropyAccumulator();
        for (var p = 0; p < _trials.Length; p++)
        {
            for (var first = 0; first < draws; first += block.Width)
            {
                Load(block, _trials[p], (ulong)p * (ulong)_draws + (ulong)first);
                rollout.Forward(block);
                for (var row = 0; row < _task.StepCount * _task.OutputCount; row++)
                    block.Outputs.AsSpan(row * block.Width, Math.Min(block.Width, draws - first)).CopyTo(outputs.AsSpan(row * draws + first));
            }

            if (_subject.Loss is CrossEntropy)
                AddLogits(entropy, _trials[p], outputs, draws);
            else
                AddValues(squares, _trials[p], outputs, draws);
        }

        return _subject.Loss is CrossEntropy ? entropy.ToPoint(level, sigma) : squares.ToPoint(level, sigma);
    }

    internal static void Load(Block<double> block, Trial trial, ulong firstDraw)
    {
        for (var t = 0; t < block.Steps; t++)
        {
            for (var i = 0; i < block.InputRows; i++)
                block.Inputs.AsSpan(((t * block.InputRows) + i) * block.Width, block.Width).Fill(trial.Inputs[t, i]);
            block.Wanted[t] = Enumerable.Range(0, block.OutputRows).Any(o => trial.Mask[t, o] != 0);
        }

        for (var lane = 0; lane < block.Width; lane++)
            block.Trials[lane] = firstDraw + (ulong)lane;
    }

    private void AddValues(SweepAccumulator accumulator, Trial trial, double[] outputs, int draws)
    {
        for (var t = 0; t < trial.Steps; t++)
        {
            for (var o = 0; o < _task.OutputCount; o++)
                accumulator.Add(outputs.AsSpan(((t * _task.OutputCount) + o) * draws, draws), trial.Targets[t, o], trial.Mask[t, o]);
        }
    }

    // The accumulator reads logits draw by draw.
    private void AddLogits(CrossEntropyAccumulator accumulator, Trial trial, double[] outputs, int draws)
    {
        var classes = _task.OutputCount;
        var logits = new double[draws * classes];
        var target = new double[classes];
        for (var t = 0; t < trial.Steps; t++)
        {
            if (trial.Mask[t, 0] == 0)
                continue;
            Matrices.Transpose(outputs.AsSpan(t * classes * draws, classes * draws), classes, draws, logits.AsSpan());
            for (var o = 0; o < classes; o++)
                target[o] = trial.Targets[t, o];
            accumulator.Add(logits, target, trial.Mask[t, 0]);
        }
    }

    private double VarianceOfTargets(out int count)
    {
        count = 0;
        double total = 0, weight = 0;
        for (var o = 0; o < _task.OutputCount; o++)
        {
            double sum = 0, squares = 0, w = 0;
            foreach (var trial in _trials)
            {
                for (var t = 0; t < trial.Steps; t++)
                {
                    var m = trial.Mask[t, o];
                    count += m != 0 ? 1 : 0;
                    w += m;
                    sum += m * trial.Targets[t, o];
                    squares += m * trial.Targets[t, o] * trial.Targets[t, o];
                }
            }

            total += w > 0 ? squares - (sum * sum / w) : 0;
            weight += w;
        }

        return total / weight;
    }
}
