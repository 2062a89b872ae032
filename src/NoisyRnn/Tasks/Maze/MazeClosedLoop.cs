using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>
/// Lets a network walk: at step t it sees what there is to see from where the agent stands, and its output of step t moves
/// the agent. A block of trials ends when all of them have arrived.
/// </summary>
/// <param name="task">The task, at its time step.</param>
/// <param name="policy">The network.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class MazeClosedLoop(MazeNavigation task, Rollout<double> policy, ulong seed)
{
    private const int Width = 16;

    /// <summary>The walks of test trials 0 .. trials - 1, whatever the number of threads.</summary>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public IReadOnlyList<MazeWalk> Walk(int trials, int threads, CancellationToken cancellation)
    {
        var loop = new ParallelLoop<Block<double>>(threads, () => new(
            policy.Cell, policy.Layout, task.LongestWalk, task.InputCount, task.OutputCount, Width, backward: false));
        return [.. loop.Run(TrialRange.Blocks(trials, Width), Run, cancellation: cancellation).SelectMany(static walks => walks)];
    }

    private MazeWalk[] Run(TrialRange trials, Block<double> block)
    {
        var lanes = new MazeWalk[trials.Count];
        Array.Clear(block.Inputs);
        (block.Steps, block.Active) = (task.LongestWalk, trials.Count);
        for (var lane = 0; lane < Width; lane++)
            block.Trials[lane] = (ulong)(trials.First + lane);
        for (var lane = 0; lane < trials.Count; lane++)
            lanes[lane] = task.WalkOf(new TrialKey(seed, NoiseStream.Test, (ulong)(trials.First + lane)));
        policy.Forward(block, t =>
        {
            if (t > 0)
                Move(block, t - 1, lanes);
            // Once all have arrived, one more step ends the block; nobody moves by it.
            if (Array.TrueForAll(lanes, static walk => walk.IsAtGoal))
                block.Steps = t + 1;
            See(block, t, lanes);
        });
        Move(block, block.Steps - 1, lanes);
        return lanes;
    }

    private void Move(Block<double> block, int step, MazeWalk[] lanes)
    {
        var outputs = block.At(block.Outputs, step, block.OutputRows);
        for (var lane = 0; lane < lanes.Length; lane++)
            lanes[lane].Step(new MazePoint(outputs[lane], outputs[Width + lane]), task.Stride);
    }

    private void See(Block<double> block, int step, MazeWalk[] lanes)
    {
        var inputs = block.At(block.Inputs, step, block.InputRows);
        Span<double> seen = stackalloc double[block.InputRows];
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            MazeSensors.Observe(task.Observation, lanes[lane].Maze, lanes[lane].Place, lanes[lane].Goal, seen);
            for (var i = 0; i < seen.Length; i++)
                inputs[(i * Width) + lane] = seen[i];
        }
    }
}
