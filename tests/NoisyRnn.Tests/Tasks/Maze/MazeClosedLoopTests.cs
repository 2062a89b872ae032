using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeClosedLoopTests
{
    private const int Trials = 37;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.5, 3)]
    public void A_policy_that_is_the_field_always_arrives_by_nearly_the_shortest_way(double wallDensity, int mazes)
    {
        var task = Ready(new MazeNavigation { Size = 6, WallDensity = wallDensity, Mazes = mazes });
        var behaviour = MazeBehaviour.Of([.. Walks(task).Select(walk => walk.Follow(
            place => walk.Maze.FieldTo(walk.Maze.CellOf(walk.Goal)).VelocityAt(place, walk.Goal), task.Stride, task.LongestWalk))]);
        Assert.Equal((1, 0), (behaviour.Metrics[0].Value, behaviour.Metrics[2].Value));
        // No shorter than the shortest, and at most what MazeFieldTests allows.
        Assert.InRange(behaviour.Metrics[1].Value, 1, 1.3);
        Assert.InRange(behaviour.Metrics[3].Value, 1, task.LongestWalk / 2.0);
        Assert.Equal(["success rate", "path length over shortest", "collisions", "time to goal"], behaviour.Metrics.Select(static m => m.Name));
    }

    [Fact]
    public void A_policy_that_stands_still_never_arrives()
    {
        var task = Ready(new MazeNavigation());
        var behaviour = MazeBehaviour.Of([.. Walks(task).Select(walk => walk.Follow(static _ => default, task.Stride, task.LongestWalk))]);
        Assert.Equal((0, double.NaN, 0, double.NaN), (behaviour.Metrics[0].Value, behaviour.Metrics[1].Value, behaviour.Metrics[2].Value, behaviour.Metrics[3].Value));
    }

    [Fact]
    public void A_policy_that_is_no_number_stands_still_and_a_fast_one_is_held_to_twice_the_speed()
    {
        var task = Ready(new MazeNavigation { Size = 50, WallDensity = 0 });
        var walk = Walks(task).First(static walk => walk.Place.X < 40);
        var start = walk.Place;
        walk.Step(new MazePoint(double.NaN, 1), task.Stride);
        walk.Step(new MazePoint(double.PositiveInfinity, 0), task.Stride);
        Assert.Equal(start, walk.Place);
        walk.Step(new MazePoint(30, 0), task.Stride);
        Assert.Equal(2 * task.Stride, walk.Place.X - start.X, 1e-12);
        Assert.Equal((3, 0), (walk.Steps, walk.Collisions));
    }

    [Fact]
    public void A_network_that_heads_for_the_goal_arrives_where_nothing_is_in_the_way()
    {
        var task = Ready(new MazeNavigation { Size = 5, WallDensity = 0 });
        // h = u at dt = tau, z = 5 (goal - place) in units of half the box.
        var behaviour = task.Behave(Linear(task, [-5, 0, 5, 0, 0, -5, 0, 5], [0, 0]), 2, Trials, 1, CancellationToken.None)!;
        Assert.Equal(1, behaviour.Metrics[0].Value);
        Assert.Equal(0, behaviour.Metrics[2].Value);
        // It goes straight, and "shortest" keeps to cells that share a side: two sides against their diagonal at most.
        Assert.InRange(behaviour.Metrics[1].Value, 1 / Math.Sqrt(2), 1.001);
    }

    [Fact]
    public void A_network_that_always_goes_right_walks_as_such_a_policy_does()
    {
        var task = Ready(new MazeNavigation { Size = 4, WalkSteps = 60 });
        var walked = new MazeClosedLoop(task, Linear(task, new double[8], [0.7, 0]), 2).Walk(Trials, 1, CancellationToken.None);
        var expected = Walks(task).Select(walk => walk.Follow(static _ => new MazePoint(0.7, 0), task.Stride, 60)).ToArray();
        Assert.Equal(expected.Select(static w => w.Path), walked.Select(static w => w.Path));
        Assert.Equal(expected.Select(static w => w.Collisions), walked.Select(static w => w.Collisions));
        Assert.Contains(walked, static w => w.IsAtGoal);
        Assert.Contains(walked, static w => w.Collisions > 30);
    }

    [Fact]
    public void A_walk_depends_neither_on_the_threads_nor_on_the_walks_beside_it()
    {
        var task = Ready(new MazeNavigation { Size = 4, Observation = MazeObservation.Sensors, WalkSteps = 80 });
        var network = new Ctrnn { Units = 12 };
        var parameters = network.Initialize(task.InputCount, 2, 0.2, 8);
        var noise = network.Draw<double>([new NoiseSource { Placement = Placement.Inside, Sigma = [0.5] }], 8, NoiseStream.Analysis, task.InputCount, 2, 0.2);
        var rollout = new Rollout<double>(network, parameters.Layout, 0.2, noise);
        rollout.Refresh(parameters);
        var one = Paths(Trials, 1);
        Assert.Equal(one, Paths(Trials, 3));
        Assert.Equal(one[..5], Paths(5, 1));
        Assert.True(one.Select(static path => path.Length).Distinct().Count() > 1 || one.Any(static path => path[^1] != path[0]));

        MazePoint[][] Paths(int trials, int threads) =>
            [.. new MazeClosedLoop(task, rollout, 8).Walk(trials, threads, CancellationToken.None).Select(static w => w.Path.ToArray())];
    }

    [Fact]
    public void The_first_trials_are_drawn_on_their_maze()
    {
        var task = Ready(new MazeNavigation { Size = 3, WalkSteps = 20 });
        var behaviour = task.Behave(Linear(task, new double[8], [0.7, 0]), 2, Trials, 2, CancellationToken.None)!;
        Assert.Equal(4, behaviour.Drawings.Length);
        var (drawing, walk) = (behaviour.Drawings[1], Walks(task).ElementAt(1));
        Assert.Matches("^trial 2: goal (reached after|not reached in) [0-9]+ steps$", drawing.Title);
        Assert.Equal(["shortest", "walked"], drawing.Paths.Select(static line => line.Name));
        Assert.Equal(["start", "goal"], drawing.Places.Select(static line => line.Name));
        Assert.Equal((walk.Place.X, walk.Goal.Y), (drawing.Paths[1].X[0], drawing.Places[1].Y[0]));
        Assert.Equal((walk.Place.X, walk.Goal.Y), (drawing.Paths[0].X[0], drawing.Paths[0].Y[^1]));
        // All around and inside, (size - 1)^2 of them between cells: the drawn lines together are as long as the walls.
        Assert.Equal((4 * 3) + 4, drawing.Walls.Sum(static wall => wall.X[1] - wall.X[0] + wall.Y[1] - wall.Y[0]));
    }

    [Fact]
    public void A_walk_that_is_called_off_ends()
    {
        var task = Ready(new MazeNavigation { Size = 3 });
        using var called = new CancellationTokenSource();
        called.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => task.Behave(Linear(task, new double[8], [0, 0]), 2, Trials, 1, called.Token));
    }

    private static IEnumerable<MazeWalk> Walks(MazeNavigation task) =>
        Enumerable.Range(0, Trials).Select(k => task.WalkOf(new TrialKey(2, NoiseStream.Test, (ulong)k)));

    private static MazeNavigation Ready(MazeNavigation task) => (MazeNavigation)task.At(0.2);

    // z = A u + c: identity units that take the inputs of the step as they are.
    private static Rollout<double> Linear(MazeNavigation task, double[] a, double[] c)
    {
        var network = new Ctrnn { Units = task.InputCount, Activation = new Identity() };
        var parameters = network.Initialize(task.InputCount, 2, 1, 1);
        Array.Clear(parameters.Values);
        for (var i = 0; i < task.InputCount; i++)
            parameters[parameters.Layout["W_in"]][(i * task.InputCount) + i] = 1;
        a.CopyTo(parameters[parameters.Layout["W_out"]]);
        c.CopyTo(parameters[parameters.Layout["b_out"]]);
        var rollout = new Rollout<double>(network, parameters.Layout, 1, network.Draw<double>([], 1, NoiseStream.Analysis, task.InputCount, 2, 1));
        rollout.Refresh(parameters);
        return rollout;
    }
}
