using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>Lets a network do test trials and reads what it said at every step; noise trial n belongs to trial n.</summary>
internal static class PolicyOutputs
{
    /// <summary>What each of trials 0, 1, ... comes to.</summary>
    /// <param name="task">The task.</param>
    /// <param name="policy">The network under some noise, ready to run.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="read">What a trial and its outputs, [T, O], come to.</param>
    /// <param name="cancellation">Stops between blocks of trials.</param>
    public static T[] Read<T>(TrialTask task, Rollout<double> policy, ulong seed, int trials, int threads, Func<TrialKey, Trial, double[,], T> read, CancellationToken cancellation)
    {
        var loop = new ParallelLoop<TrialDraws>(threads, () => new(policy, task, WantedOutputs.All));
        return [.. loop.Run(TrialRange.Blocks(trials, TrialDraws.Lanes), Read, cancellation: cancellation).SelectMany(static block => block)];

        T[] Read(TrialRange range, TrialDraws draws)
        {
            var made = task.Make(seed, NoiseStream.Test, range);
            return [.. draws.Run(made).Select(lanes => read(
                new TrialKey(seed, NoiseStream.Test, (ulong)made[lanes.Trial].Number), made[lanes.Trial].Trial, OutputsOf(draws.Block, lanes.First, made[lanes.Trial].Steps)))];
        }
    }

    private static double[,] OutputsOf(Block<double> block, int lane, int steps)
    {
        var outputs = new double[steps, block.OutputRows];
        for (var t = 0; t < steps; t++)
        {
            for (var o = 0; o < block.OutputRows; o++)
                outputs[t, o] = block.At(block.Outputs, t, block.OutputRows)[(o * block.Width) + lane];
        }

        return outputs;
    }
}
