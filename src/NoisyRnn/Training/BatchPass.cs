using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>
/// A batch of trials forward, and back: loss and gradient. Blocks of trials go to threads; sums run in the order of
/// trials, so neither the number of threads nor the width of a block changes a bit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class BatchPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Rollout<T> _rollout;
    private readonly Loss _loss;
    private readonly double _ratePenalty, _regularizerWeight;
    private readonly (TrialBlock<T> Block, TrialRange Trials)[] _blocks;
    private readonly ParallelLoop<BlockMemory<T>> _loop;
    private readonly int _batch, _steps;

    /// <summary>Allocates the blocks of a batch.</summary>
    /// <param name="rollout">The network with its noise.</param>
    /// <param name="task">The task.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="batch">Trials in a batch.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="ratePenalty">lambda of lambda mean(h^2).</param>
    /// <param name="regularizerWeight">w of the explicit regulariser, where the rollout's states are expanded.</param>
    public BatchPass(
        Rollout<T> rollout, TrialTask task, Loss loss, int batch, int threads, double ratePenalty = 0, double regularizerWeight = 0)
    {
        (_rollout, _loss, _batch, _steps, _ratePenalty, _regularizerWeight) = (rollout, loss, batch, task.StepCount, ratePenalty, regularizerWeight);
        var ranges = TrialRange.Blocks(batch, TrialRange.WidthFor(batch, threads));
        _loop = new(threads, () => new(rollout.Cell, task.StepCount, ranges[0].PaddedCount, backward: true));
        _blocks = [.. ranges.Select(trials => (
            new TrialBlock<T>(task, rollout.Cell, rollout.Layout, trials.PaddedCount, backward: true, _loop.FirstWorkspace), trials))];
    }

    /// <summary>The explicit regulariser in the last <see cref="Run"/>, (w/2)(P + Q) or (w/2) Q, by one probe a trial; 0 where there is none.</summary>
    public double Regularizer { get; private set; }

    /// <summary>The loss of trials first .. first + batch - 1, without penalties.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the trials are for.</param>
    /// <param name="first">Number of the first trial.</param>
    /// <param name="gradient">Receives the gradient of loss, rate penalty and regulariser; empty for none. [P]</param>
    public double Run(ulong seed, NoiseStream stream, ulong first, Span<double> gradient)
    {
        ForEachBlock((block, trials) => block.Fill(seed, stream, first + (ulong)trials.First, trials.Count, _loss.Weight));
        var normalizer = Sum(static block => block.Weights);
        var backward = !gradient.IsEmpty;
        _rollout.RatePenalty = _ratePenalty / ((double)_steps * _rollout.Rates * _batch);
        ForEachBlock((block, _) =>
        {
            _loss.Run(_rollout, block, normalizer);
            if (_rollout.Cell.Orders > 0)
                _loss.AddRegularizer(block.Block, block.Targets, block.Masks, normalizer, _regularizerWeight, block.Penalties);
            if (backward)
                _rollout.Backward(block.Block);
        });
        if (backward)
            SumGradients(gradient);
        Regularizer = Sum(static block => block.Penalties) / normalizer;
        return Sum(static block => block.Losses) / normalizer;
    }

    // In the order of trials.
    private double Sum(Func<TrialBlock<T>, double[]> trials)
    {
        var sum = 0.0;
        foreach (var (block, _) in _blocks)
        {
            foreach (var trial in trials(block))
                sum += trial;
        }

        return sum;
    }

    private void SumGradients(Span<double> gradient)
    {
        gradient.Clear();
        foreach (var (block, _) in _blocks)
            block.Block.AddGradients(gradient);
        _rollout.PullBack(gradient);
    }

    private void ForEachBlock(Action<TrialBlock<T>, TrialRange> work) => _loop.Run(_blocks, (entry, memory) =>
    {
        entry.Block.Block.Memory = memory;
        work(entry.Block, entry.Trials);
    });
}
