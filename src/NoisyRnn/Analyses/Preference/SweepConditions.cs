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
        _trials = _task.TrialsAtMost(trials, NoiseStream.Test);
        _targets = TargetSpread.Of(_task, subject.Seed, _trials);
    }

    /// <summary>
    /// P: test trials times steps that count, and times outputs where each has a loss of its own; else a step is one
    /// condition, whatever the number of outputs.
    /// </summary>
    public int Count => _subject.Loss.IsSeparable ? _targets.Count : _targets.Count / _task.OutputCount;

    /// <summary>Weighted variance of the targets about the mean of each output.</summary>
    public double TargetVariance => _targets.Variance;

    /// <summary>1 over the number of classes; null for losses without accuracy.</summary>
    public double? ChanceAccuracy => _subject.Loss.HasAccuracy ? 1.0 / _task.OutputCount : null;

    /// <summary>Loss, bias^2 and variance of a network under some noise.</summary>
    /// <param name="network">The network, or one with the same parameters.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="level">r, for the point.</param>
    /// <param name="sigma">s, for the point.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="means">Receives the mean output of each condition (logits: of each class); null where nobody asks.</param>
    /// <param name="each">Receives each batch of trials that was run, in their order; null for nobody.</param>
    /// <exception cref="OperationCanceledException">Stopped between batches of trials.</exception>
    public SweepPoint Measure(
        Network network, ImmutableArray<NoiseSource> noise, double level, double sigma, CancellationToken cancellation, ConditionMeans? means = null, Action<SweepBatch>? each = null)
    {
        // Without noise all draws are the same: one is enough.
        var draws = noise.Any(static source => source.IsRandom()) ? _draws : 1;
        var rollout = _subject.Prepare<double>(network, noise);
        var size = SweepBatch.BestSize(_trials, draws);
        var blocks = TrialRange.Blocks(_trials, size);
        var batches = new SweepBatch[Math.Clamp(_threads, 1, blocks.Length)];
        for (var k = 0; k < batches.Length; k++)
            batches[k] = new SweepBatch(rollout, _task, _subject.Loss.Response, size, draws, noiseTrialsPerTrial: _draws);
        var accumulator = _subject.Loss.NewAccumulator();
        foreach (var round in blocks.Chunk(batches.Length))
        {
            var running = batches.Zip(round).ToArray();
            ParallelLoop.Run(running, running.Length, entry => entry.First.Run(_subject.Seed, entry.Second), cancellation: cancellation);
            foreach (var (batch, _) in running)
            {
                Add(accumulator, batch);
                if (means is not null)
                    AddMeans(means, batch);
                each?.Invoke(batch);
            }
        }

        return accumulator.ToPoint(level, sigma);
    }

    private static void Add(LossAccumulator accumulator, SweepBatch batch)
    {
        for (var p = 0; p < batch.Trials.Length; p++)
        {
            var trial = batch.Trials[p].Trial;
            foreach (var t in batch.Steps)
                accumulator.AddStep(batch.Outputs(p, t), trial.TargetsAt(t), trial.MaskAt(t));
        }
    }

    private void AddMeans(ConditionMeans means, SweepBatch batch)
    {
        for (var p = 0; p < batch.Trials.Length; p++)
        {
            foreach (var t in batch.Steps)
            {
                for (var o = 0; o < _task.OutputCount; o++)
                    means.Add(batch.Outputs(p, t, o), batch.Trials[p].Trial.Mask[t, _subject.Loss.IsSeparable ? o : 0]);
            }
        }
    }
}
