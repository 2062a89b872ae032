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
/// trial p R + r whatever the network and the level: common random numbers. Trials are made as they are needed; conditions
/// are summed in the order of trials, so neither threads nor the packing of lanes changes a bit.
/// </summary>
internal sealed class SweepConditions
{
    private readonly TrainedNetwork _subject;
    private readonly int _trials, _draws, _threads;
    private readonly TrialTask _task;
    private readonly TargetSpread _targets;

    public SweepConditions(TrainedNetwork subject, int trials, int draws, int threads)
    {
        (_subject, _task, _draws, _threads) = (subject, subject.Task, draws, threads);
        _trials = Math.Min(trials, _task.TrialCount(NoiseStream.Test) ?? int.MaxValue);
        _targets = TargetSpread.Of(_task, subject.Seed, _trials);
    }

    /// <summary>
    /// P: test trials times steps that count, and times outputs where each has a loss of its own; cross-entropy has one
    /// condition a step, whatever the number of classes.
    /// </summary>
    public int Count => _subject.Loss is CrossEntropy ? _targets.Count / _task.OutputCount : _targets.Count;

    /// <summary>Weighted variance of the targets about the mean of each output.</summary>
    public double TargetVariance => _targets.Variance;

    /// <summary>1 over the number of classes; null for losses without accuracy.</summary>
    public double? ChanceAccuracy => _subject.Loss is CrossEntropy ? 1.0 / _task.OutputCount : null;

    /// <summary>Loss, bias^2 and variance of a network under some noise.</summary>
    /// <param name="network">The network, or one with the same parameters.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="level">r, for the point.</param>
    /// <param name="sigma">s, for the point.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="means">Receives the mean output of each condition (logits: of each class); null where nobody asks.</param>
    /// <exception cref="OperationCanceledException">Stopped between batches of trials.</exception>
    public SweepPoint Measure(
        Network network, ImmutableArray<NoiseSource> noise, double level, double sigma, CancellationToken cancellation, ConditionMeans? means = null)
    {
        // Without noise all draws are the same: one is enough.
        var draws = noise.Any(static source => source.IsRandom()) ? _draws : 1;
        var rollout = _subject.Prepare<double>(network, noise);
        var size = SweepBatch.BestSize(_trials, draws);
        var count = (_trials + size - 1) / size;
        var batches = new SweepBatch[Math.Min(_threads, count)];
        for (var k = 0; k < batches.Length; k++)
            batches[k] = new SweepBatch(rollout, _task, _subject.Loss, size, draws, noiseTrialsPerTrial: _draws);
        var squares = new SweepAccumulator();
        var entropy = new CrossEntropyAccumulator();
        for (var first = 0; first < count; first += batches.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = Math.Min(batches.Length, count - first);
            ParallelBlocks.Run(now, now, (k, _) => batches[k].Run(_subject.Seed, (first + k) * size, Math.Min(size, _trials - ((first + k) * size))));
            foreach (var batch in batches.AsSpan(0, now))
            {
                if (_subject.Loss is CrossEntropy)
                    AddLogits(entropy, batch);
                else
                    AddValues(squares, batch);
                if (means is not null)
                    AddMeans(means, batch);
            }
        }

        return _subject.Loss is CrossEntropy ? entropy.ToPoint(level, sigma) : squares.ToPoint(level, sigma);
    }

    private void AddValues(SweepAccumulator accumulator, SweepBatch batch)
    {
        for (var p = 0; p < batch.Trials.Length; p++)
        {
            foreach (var t in batch.Steps)
            {
                for (var o = 0; o < _task.OutputCount; o++)
                    accumulator.Add(batch.Outputs(p, t, o), batch.Trials[p].Targets[t, o], batch.Trials[p].Mask[t, o]);
            }
        }
    }

    private void AddMeans(ConditionMeans means, SweepBatch batch)
    {
        for (var p = 0; p < batch.Trials.Length; p++)
        {
            foreach (var t in batch.Steps)
            {
                for (var o = 0; o < _task.OutputCount; o++)
                    means.Add(batch.Outputs(p, t, o), batch.Trials[p].Mask[t, _subject.Loss is CrossEntropy ? 0 : o]);
            }
        }
    }

    // The accumulator reads logits draw by draw.
    private void AddLogits(CrossEntropyAccumulator accumulator, SweepBatch batch)
    {
        var classes = _task.OutputCount;
        var logits = new double[batch.Draws * classes];
        var target = new double[classes];
        for (var p = 0; p < batch.Trials.Length; p++)
        {
            var trial = batch.Trials[p];
            foreach (var t in batch.Steps)
            {
                if (trial.Mask[t, 0] == 0)
                    continue;
                for (var o = 0; o < classes; o++)
                    target[o] = trial.Targets[t, o];
                Matrices.Transpose(batch.Outputs(p, t), classes, batch.Draws, logits.AsSpan());
                accumulator.Add(logits, target, trial.Mask[t, 0]);
            }
        }
    }
}
