using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeNavigationTests
{
    private const double Dt = 0.2;
    private static readonly NoiseStream[] Parts = [NoiseStream.Task, NoiseStream.Validation, NoiseStream.Test];

    [Fact]
    public void The_target_at_every_step_is_the_fields_velocity_where_the_agent_is()
    {
        var task = Ready(new MazeNavigation { Size = 5, PathNoise = 0.5 });
        for (var k = 0ul; k < 20; k++)
        {
            var (trial, walk) = (TaskTrials.Make(task, k), task.WalkOf(new TrialKey(2, NoiseStream.Task, k)));
            Assert.Equal(walk.Place.X, PlaceAt(trial, 0, 0).X, 1e-14);
            Assert.Equal(walk.Place.Y, PlaceAt(trial, 0, 0).Y, 1e-14);
            for (var t = 0; t < task.StepCount; t++)
            {
                // The place is read back from the inputs, so rounding is all that differs; the field's slope is below 30.
                var velocity = walk.Maze.FieldTo(walk.Maze.CellOf(walk.Goal)).VelocityAt(PlaceAt(trial, t, 0), walk.Goal);
                Assert.Equal(velocity.X, trial.Targets[t, 0], 1e-12);
                Assert.Equal(velocity.Y, trial.Targets[t, 1], 1e-12);
                Assert.Equal(walk.Goal.X, PlaceAt(trial, t, 2).X, 1e-14);
                Assert.Equal(walk.Goal.Y, PlaceAt(trial, t, 2).Y, 1e-14);
                Assert.Equal((1, 1), (trial.Mask[t, 0], trial.Mask[t, 1]));
            }
        }

        static MazePoint PlaceAt(Trial trial, int t, int channel) => new(2.5 * (trial.Inputs[t, channel] + 1), 2.5 * (trial.Inputs[t, channel + 1] + 1));
    }

    [Fact]
    public void The_walk_learnt_from_moves_by_velocity_and_noise()
    {
        // No inner walls, and a box so wide that hardly a step meets its walls.
        var task = Ready(new MazeNavigation { Size = 50, WallDensity = 0, PathNoise = 0.4, Speed = 0.3, Steps = 400 });
        var (sum, squares, count) = (0.0, 0.0, 0);
        for (var k = 0ul; k < 20; k++)
        {
            var trial = TaskTrials.Make(task, k);
            for (var t = 0; t + 1 < task.StepCount; t++)
            {
                for (var axis = 0; axis < 2; axis++)
                {
                    var noise = (25 * (trial.Inputs[t + 1, axis] - trial.Inputs[t, axis])) - (0.3 * Dt * trial.Targets[t, axis]);
                    (sum, squares, count) = (sum + noise, squares + (noise * noise), count + 1);
                }
            }
        }

        // Relative standard errors over n = 15,960 steps: 1 / sqrt(n) of the mean, 1 / sqrt(2n) of the spread; five of them.
        var std = 0.4 * Math.Sqrt(Dt);
        Assert.Equal(0, sum / count / std, 5 / Math.Sqrt(count));
        Assert.Equal(1, Math.Sqrt(squares / count) / std, 5 / Math.Sqrt(2.0 * count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Starts_and_goals_of_one_part_never_occur_in_another(bool heldOutMazes)
    {
        var task = Ready(new MazeNavigation { Size = 3, HeldOutMazes = heldOutMazes });
        var seen = Parts.ToDictionary(static part => part, part => Enumerable.Range(0, 4000).Select(k => PairOf(task, part, k)).ToHashSet());
        if (heldOutMazes)
        {
            Assert.Equal(MazeSet.HeldOutMazes, seen[NoiseStream.Test].Select(static pair => pair.Maze).Distinct().Count());
            Assert.All(seen[NoiseStream.Test].Concat(seen[NoiseStream.Validation]), pair => Assert.All(seen[NoiseStream.Task], trained => Assert.False(trained.Maze.HasWallsOf(pair.Maze))));
            return;
        }

        // 9 x 8 pairs; 4000 draws of 58 miss one with probability 58 (1 - 1/58)^4000 < 1e-28.
        Assert.Equal([58, 7, 7], Parts.Select(part => seen[part].Count));
        Assert.Equal(72, Parts.SelectMany(part => seen[part]).Distinct().Count());
        Assert.All(Parts.SelectMany(part => seen[part]), static pair => Assert.NotEqual(pair.Start, pair.Goal));
    }

    [Fact]
    public void Several_mazes_have_each_its_own_held_out_pairs()
    {
        var task = Ready(new MazeNavigation { Size = 3, Mazes = 3 });
        var trained = Enumerable.Range(0, 6000).Select(k => PairOf(task, NoiseStream.Task, k)).ToHashSet();
        var tested = Enumerable.Range(0, 2000).Select(k => PairOf(task, NoiseStream.Test, k)).ToHashSet();
        Assert.Equal(3, trained.Select(static pair => pair.Maze).Distinct().Count());
        Assert.Equal((3 * 58, 3 * 7), (trained.Count, tested.Count));
        Assert.Empty(trained.Intersect(tested));
        Assert.True(tested.Select(static pair => (pair.Start, pair.Goal)).Distinct().Count() > 7);
    }

    [Fact]
    public void A_trial_is_a_function_of_its_key_alone()
    {
        var task = new MazeNavigation { Size = 6, Mazes = 4, MazeSeed = 77 };
        var alone = TaskTrials.Make(Ready(task), 5).Inputs;
        var together = new double[16][,];
        Parallel.For(0, 16, k => together[15 - k] = TaskTrials.Make(Ready(task), (ulong)(15 - k)).Inputs);
        Assert.Equal(alone, together[5]);
        Assert.NotEqual(alone, together[6]);
        Assert.NotEqual(alone, TaskTrials.Make(Ready(task), 5, seed: 3).Inputs);
        Assert.NotEqual(alone, TaskTrials.Make(Ready(task with { MazeSeed = 78 }), 5).Inputs);

        var network = new Ctrnn { Units = 4 };
        var parameters = network.Initialize(4, 2, Dt, 1);
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, network.Draw<double>([], 1, NoiseStream.Dynamics, 4, 2, Dt));
        var block = new TrialBlock<double>(Ready(task), rollout.Cell, parameters.Layout, 16, backward: false);
        block.Fill(2, NoiseStream.Task, 3, 9, static _ => 1);
        for (var t = 0; t < task.StepCount; t++)
            Assert.Equal(alone[t, 1], block.Block.Inputs[(((t * 4) + 1) * 16) + 2]);
    }

    [Theory]
    [InlineData("{kind: maze, size: 1}", "size", "2 to 50")]
    [InlineData("{kind: maze, wall-density: 1.5}", "wall-density", "0 to 1")]
    [InlineData("{kind: maze, observation: positon}", "observation", "did you mean 'position'?")]
    [InlineData("{kind: maze, speed: 0}", "speed", "above 0")]
    public void What_cannot_be_is_refused_by_name(string yaml, string key, string reason)
    {
        var message = Assert.Throws<InputException>(() => Binder.Bind<TrialTask>(YamlTree.Parse(yaml, "x.yaml"))).Message;
        Assert.Contains(key, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_too_long_for_the_passages_are_refused() => Assert.Contains(
        "task.speed: 2 cells per tau at dt 0.2 are 0.4 cells a step; allowed is at most 0.25",
        Assert.Throws<InputException>(static () => new MazeNavigation { Speed = 2 }.At(Dt)).Message, StringComparison.Ordinal);

    [Fact]
    public void Held_out_mazes_that_do_not_exist_are_refused()
    {
        // There are four perfect mazes of two cells a side.
        var message = Assert.Throws<InputException>(static () => new MazeNavigation { Size = 2, Mazes = 50, HeldOutMazes = true }.At(Dt)).Message;
        Assert.StartsWith("task.held-out-mazes: true, but", message, StringComparison.Ordinal);
    }

    private static (Maze Maze, int Start, int Goal) PairOf(MazeNavigation task, NoiseStream part, int number)
    {
        var walk = task.WalkOf(new TrialKey(2, part, (ulong)number));
        return (walk.Maze, walk.Maze.CellOf(walk.Place), walk.Maze.CellOf(walk.Goal));
    }

    private static MazeNavigation Ready(MazeNavigation task) => (MazeNavigation)task.At(Dt);
}
