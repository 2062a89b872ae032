using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// States that a network visits on test trials with its training noise: of each trial some, evenly spaced in time, the last
/// step among them. Trial p is noise trial p.
/// </summary>
internal sealed class VisitedStates
{
    private const int MostTrials = 32, StatesOfTrial = 32, Lanes = 16;

    private VisitedStates(ImmutableArray<ImmutableArray<double[]>> byTrial, ImmutableArray<double[]> ends) =>
        (All, Ends) = ([.. byTrial.SelectMany(static states => states)], ends);

    /// <summary>All of them, trial by trial in the order of time; those that are not finite left out.</summary>
    public ImmutableArray<double[]> All { get; }

    /// <summary>The state after the last counted step of each trial; of a trial in which nothing counts, after its last step.</summary>
    public ImmutableArray<double[]> Ends { get; }

    /// <summary>Runs the trials.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="threads">Threads to use at most.</param>
    public static VisitedStates Of(TrainedNetwork subject, int threads)
    {
        var task = subject.Task;
        var trials = task.TrialsAtMost(MostTrials, NoiseStream.Test);
        var rollout = subject.Prepare<double>(subject.Network, subject.Noise);
        var (states, ends) = (new ImmutableArray<double[]>[trials], new double[trials][]);
        ParallelLoop.Run(TrialRange.Blocks(trials, Lanes), threads, range =>
        {
            var (first, count) = range;
            var memory = new TrialBlock<double>(task, rollout.Cell, rollout.Layout, Lanes, backward: false);
            memory.Fill(subject.Seed, NoiseStream.Test, (ulong)first, count, subject.Loss.Weight);
            rollout.Forward(memory.Block);
            for (var lane = 0; lane < count; lane++)
            {
                var key = new TrialKey(subject.Seed, NoiseStream.Test, (ulong)(first + lane));
                var (steps, at) = (task.StepsOf(key), lane);
                var kept = Math.Min(steps, StatesOfTrial);
                states[first + lane] =
                    [.. Enumerable.Range(1, kept).Select(k => StateOf(memory.Block, at, k * steps / kept)).Where(static state => state.All(double.IsFinite))];
                ends[first + lane] = StateOf(memory.Block, at, 1 + (task.Make(key).LastCounted() ?? (steps - 1)));
            }
        });
        return new([.. states], [.. ends]);
    }

    private static double[] StateOf(Block<double> block, int lane, int step)
    {
        var states = block.At(block.States, step, block.StateRows);
        var state = new double[block.StateRows];
        for (var i = 0; i < state.Length; i++)
            state[i] = states[(i * block.Width) + lane];
        return state;
    }
}
