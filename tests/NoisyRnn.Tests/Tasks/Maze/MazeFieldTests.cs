using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeFieldTests
{
    [Fact]
    public void Distances_grow_by_one_from_cell_to_cell()
    {
        foreach (var maze in MazeSamples.Many(70))
        {
            var goal = maze.Size + 1;
            var field = maze.FieldTo(goal);
            for (var cell = 0; cell < maze.Size * maze.Size; cell++)
                Assert.Equal(cell == goal ? 0 : 1 + maze.Neighbours(cell).Min(field.DistanceOf), field.DistanceOf(cell));
            Assert.Equal(Enumerable.Range(0, maze.Size * maze.Size).Max(field.DistanceOf), field.Farthest);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.25)]
    public void From_everywhere_it_leads_to_the_goal_by_a_short_way_and_into_no_wall(double stride)
    {
        foreach (var maze in MazeSamples.Many(70))
        {
            var random = MazeSamples.Random(4);
            for (var k = 0; k < 10; k++)
            {
                var (start, goal) = (MazeSamples.Anywhere(maze, random), Goal(maze, random));
                var field = maze.FieldTo(maze.CellOf(goal));
                // Through the middles of the cells of a shortest path.
                var grid = (maze.Middle(maze.CellOf(start)) - start).Length + field.DistanceOf(maze.CellOf(start)) + (goal - maze.Middle(maze.CellOf(goal))).Length;
                // At full speed but for the last half cell, where the distance falls by stride / SlowRadius a step: 4 / stride is ample.
                var walk = new MazeWalk(maze, start, goal, 0.01).Follow(place => field.VelocityAt(place, goal), stride, (int)((1.3 * grid / stride) + (4 / stride)));
                Assert.True(walk.IsAtGoal, $"from {start} to {goal}: at {walk.Place}");
                Assert.Equal(0, walk.Collisions);
                // Where the start lies beside the way the walk bends back into it: within a cell, so less than one cell is lost.
                Assert.InRange(walk.Length, (goal - start).Length - 0.0100001, (1.3 * grid) + 0.05);
            }
        }
    }

    [Fact]
    public void Its_norm_is_one_and_falls_to_nothing_at_the_goal()
    {
        var maze = MazeGenerator.Make(5, 1, 2, 0);
        var random = MazeSamples.Random(6);
        var goal = Goal(maze, random);
        var field = maze.FieldTo(maze.CellOf(goal));
        for (var k = 0; k < 500; k++)
        {
            var place = MazeSamples.Anywhere(maze, random);
            var isSlow = maze.CellOf(place) == maze.CellOf(goal) && (goal - place).Length < MazeField.SlowRadius;
            Assert.Equal(isSlow ? (goal - place).Length / MazeField.SlowRadius : 1, field.VelocityAt(place, goal).Length, 1e-14);
        }

        Assert.Equal(0, field.VelocityAt(goal, goal).Length);
    }

    [Fact]
    public void Within_a_cell_it_turns_without_a_jump()
    {
        var maze = MazeGenerator.Make(5, 1, 2, 0);
        var goal = maze.Middle(12);
        var field = maze.FieldTo(12);
        var largest = 0.0;
        for (var cell = 0; cell < 25; cell++)
        {
            const double Step = 1e-4;
            for (var at = 0.15; at < 0.85; at += 0.01)
            {
                for (var b = 0.0; b < 0.999; b += Step)
                {
                    var place = maze.Middle(cell) + new MazePoint(at - 0.5, b - 0.5);
                    var turned = field.VelocityAt(place + new MazePoint(0, Step), goal) - field.VelocityAt(place, goal);
                    largest = Math.Max(largest, turned.Length / Step);
                }
            }
        }

        // The aim moves by at most 0.65 / 0.175 < 4 cells a cell and is at least Clear = 0.175 away: (4 + 1) / 0.175 < 30.
        Assert.InRange(largest, 1, 30);
    }

    // As goals lie: at least 0.2 cells off the sides of their cell.
    private static MazePoint Goal(Maze maze, NoisyRnn.Noise.RandomStream random) =>
        maze.Middle(random.NextInt(maze.Size * maze.Size)) + new MazePoint(random.NextUniform(-0.3, 0.3), random.NextUniform(-0.3, 0.3));
}
