using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>
/// Loss and accuracy over any number of trials. Blocks of trials are filled as they are reached, one a thread; sums run in
/// the order of trials, so neither the number of threads nor the width of a block changes a bit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ForwardPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Rollout<T> _rollout;
    private readonly Loss _loss;
    private readonly int _trials;
    private readonly ImmutableArray<TrialBlock<T>> _blocks;
    private readonly double[] _losses, _weights, _right;

    /// <summary>Allocates a block a thread.</summary>
    /// <param name="rollout">The network with its noise.</param>
    /// <param name="task">The task.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads to use at most.</param>
    public ForwardPass(Rollout<T> rollout, TrialTask task, Loss loss, int trials, int threads)
    {
        (_rollout, _loss, _trials) = (rollout, loss, trials);
        var padded = (trials + 15) / 16 * 16;
        // Blocks of 32 fill the registers best; smaller ones where there would be idle threads.
        var width = padded / 32 >= threads ? 32 : 16;
        threads = Math.Min(threads, (padded + width - 1) / width);
        _blocks = [.. Enumerable.Range(0, threads).Select(_ => new TrialBlock<T>(task, rollout.Cell, rollout.Layout, width, backward: false))];
        (_losses, _weights, _right) = (new double[trials], new double[trials], new double[trials]);
    }

    /// <summary>Mean loss and accuracy of trials 0 .. trials - 1; no accuracy where the loss has none.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the trials are for.</param>
    public (double Loss, double? Accuracy) Run(ulong seed, NoiseStream stream)
    {
        var width = _blocks[0].Block.Width;
        ParallelBlocks.Run((_trials + width - 1) / width, _blocks.Length, (k, thread) => Evaluate(_blocks[thread], seed, stream, k * width));
        double loss = 0, weight = 0, right = 0;
        for (var trial = 0; trial < _trials; trial++)
        {
            loss += _losses[trial];
            weight += _weights[trial];
            right += _right[trial];
        }

        return (loss / weight, _loss.HasAccuracy ? right / weight : null);
    }

    private void Evaluate(TrialBlock<T> block, ulong seed, NoiseStream stream, int first)
    {
        var count = Math.Min(block.Block.Width, _trials - first);
        block.Fill(seed, stream, (ulong)first, count, _loss.Weight);
        _rollout.Forward(block.Block);
        _loss.Evaluate(block.Block, block.Targets, block.Masks, normalizer: 1, block.Losses);
        block.Losses.AsSpan(0, count).CopyTo(_losses.AsSpan(first));
        block.Weights.AsSpan(0, count).CopyTo(_weights.AsSpan(first));
        for (var lane = 0; lane < count; lane++)
            _right[first + lane] = _loss.RightWeight(block.Block, block.Targets, block.Masks, lane);
    }
}
