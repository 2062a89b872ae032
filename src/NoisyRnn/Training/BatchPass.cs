using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
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
    private readonly ImmutableArray<TrialBlock<T>> _blocks;
    private readonly ImmutableArray<BlockMemory<T>> _memories;
    private readonly int _batch, _threads, _steps;

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
        var padded = (batch + 15) / 16 * 16;
        // Blocks of 32 fill the registers best; smaller ones where there would be idle threads.
        var width = padded / 32 >= threads ? 32 : 16;
        _threads = Math.Min(threads, (padded + width - 1) / width);
        _memories = [.. Enumerable.Range(0, _threads).Select(_ => new BlockMemory<T>(
            rollout.Cell, task.StepCount, Math.Min(width, padded), backward: true))];
        var blocks = ImmutableArray.CreateBuilder<TrialBlock<T>>();
        for (var first = 0; first < padded; first += width)
            blocks.Add(new TrialBlock<T>(task, rollout.Cell, rollout.Layout, Math.Min(width, padded - first), backward: true, _memories[0]));
        _blocks = blocks.ToImmutable();
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
        ForEachBlock((block, k) =>
        {
            var offset = k * _blocks[0].Block.Width;
            block.Fill(seed, stream, first + (ulong)offset, Math.Clamp(_batch - offset, 0, block.Block.Width), _loss.Weight);
        });
        var normalizer = 0.0;
        foreach (var block in _blocks)
        {
            foreach (var weight in block.Weights)
                normalizer += weight;
        }

        var backward = !gradient.IsEmpty;
        _rollout.RatePenalty = _ratePenalty / ((double)_steps * _rollout.Units * _batch);
        ForEachBlock((block, _) =>
        {
            _rollout.Forward(block.Block);
            _loss.Evaluate(block.Block, block.Targets, block.Masks, normalizer, block.Losses);
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
        foreach (var block in _blocks)
        {
            foreach (var trial in trials(block))
                sum += trial;
        }

        return sum;
    }

    private void SumGradients(Span<double> gradient)
    {
        gradient.Clear();
        foreach (var block in _blocks)
        {
            for (var group = 0; group < block.Block.Groups; group++)
            {
                var part = block.Block.Gradients.AsSpan(group * gradient.Length, gradient.Length);
                for (var k = 0; k < part.Length; k++)
                    gradient[k] += part[k];
            }
        }

        _rollout.PullBack(gradient);
    }

    private void ForEachBlock(Action<TrialBlock<T>, int> work) => ParallelBlocks.Run(_blocks.Length, _threads, (k, thread) =>
    {
        _blocks[k].Block.Memory = _memories[thread];
        work(_blocks[k], k);
    });
}
