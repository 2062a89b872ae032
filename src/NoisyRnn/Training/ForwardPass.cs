using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
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
    private readonly TrialRange[] _ranges;
    private readonly ParallelLoop<TrialBlock<T>> _loop;
    private readonly TrialScores _scores;

    /// <summary>Prepares a block a thread.</summary>
    /// <param name="rollout">The network with its noise.</param>
    /// <param name="task">The task.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads to use at most.</param>
    public ForwardPass(Rollout<T> rollout, TrialTask task, Loss loss, int trials, int threads)
    {
        (_rollout, _loss, _scores) = (rollout, loss, new(loss, trials));
        var width = TrialRange.WidthFor(trials, threads);
        _ranges = TrialRange.Blocks(trials, width);
        _loop = new(threads, () => new(task, rollout.Cell, rollout.Layout, width, backward: false));
    }

    /// <summary>Mean loss and accuracy of trials 0 .. trials - 1; no accuracy where the loss has none.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the trials are for.</param>
    public (double Loss, double? Accuracy) Run(ulong seed, NoiseStream stream)
    {
        _loop.Run(_ranges, (trials, block) =>
        {
            block.Fill(seed, stream, (ulong)trials.First, trials.Count, _loss.Weight);
            _loss.Run(_rollout, block);
            _scores.Keep(trials.First, block);
        });
        return _scores.Mean;
    }
}
