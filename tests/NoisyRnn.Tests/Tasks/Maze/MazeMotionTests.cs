using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeMotionTests
{
    private const double Radius = MazeMotion.Radius;

    // Two cells a side; one wall between the left cells and the right ones at the bottom: the vertical from (1, 0) to (1, 1).
    private static readonly Maze Box = new(2, static (cell, upwards) => cell != 0 || upwards);

    [Fact]
    public void No_movement_takes_the_agent_through_a_wall()
    {
        foreach (var maze in MazeSamples.Many(70))
        {
            var random = MazeSamples.Random((ulong)maze.Size);
            var place = maze.Middle(0);
            for (var k = 0; k < 300; k++)
            {
                // Small steps, and steps over several cells.
                var reach = k % 3 == 0 ? 3 : 0.3;
                var wish = new MazePoint(random.NextUniform(-reach, reach), random.NextUniform(-reach, reach));
                var end = MazeMotion.Move(maze, place, wish, out var isBlocked);
                Assert.False(Sweeps(maze, place, end with { Y = place.Y }), $"{place} to {end} in x");
                Assert.False(Sweeps(maze, place with { X = end.X }, end), $"{place} to {end} in y");
                Assert.Equal(isBlocked, end != place + wish);
                place = end;
            }
        }

        static bool Sweeps(Maze maze, MazePoint a, MazePoint b) => MazeSamples.HasWallIn(
            maze, Math.Min(a.X, b.X) - Radius, Math.Min(a.Y, b.Y) - Radius, Math.Max(a.X, b.X) + Radius, Math.Max(a.Y, b.Y) + Radius);
    }

    [Fact]
    public void A_movement_is_cut_short_only_where_a_wall_is_met()
    {
        foreach (var maze in MazeSamples.Many(70))
        {
            var random = MazeSamples.Random(9);
            for (var k = 0; k < 100; k++)
            {
                var place = MazeSamples.Anywhere(maze, random);
                var wish = random.NextUniform(-1, 1);
                var end = MazeMotion.Move(maze, place, new MazePoint(wish, 0), out var isBlocked);
                if (!isBlocked)
                    continue;
                // A hair's breadth further, a wall is in the way.
                var further = end.X + (Math.Sign(wish) * 10 * MazeSamples.Touch);
                Assert.True(MazeSamples.HasWallIn(maze, Math.Min(end.X, further) - Radius, place.Y - Radius, Math.Max(end.X, further) + Radius, place.Y + Radius));
            }
        }
    }

    [Theory]
    [InlineData(0.5, 0.5, 0.2, 0.1, 0.7, 0.6, false)] // free
    [InlineData(0.5, 0.5, 5, 0.1, 1 - Radius, 0.6, true)] // stops at the inner wall, slides up along it
    [InlineData(0.5, 0.5, -5, -5, Radius, Radius, true)] // into the corner of the box
    [InlineData(0.5, 1.5, 5, 0, 2 - Radius, 1.5, true)] // above the inner wall the way is free up to the box
    [InlineData(0.5, 1 + (Radius / 2), 5, 0, 1 - Radius, 1 + (Radius / 2), true)] // half the agent is below the wall's end
    [InlineData(1, 1.5, 0, -5, 1, 1 + Radius, true)] // the wall's end from above
    public void Walls_block_and_are_slid_along(double x, double y, double dx, double dy, double toX, double toY, bool blocks)
    {
        var end = MazeMotion.Move(Box, new MazePoint(x, y), new MazePoint(dx, dy), out var isBlocked);
        Assert.Equal((toX, toY), (end.X, end.Y));
        Assert.Equal(blocks, isBlocked);
    }
}
