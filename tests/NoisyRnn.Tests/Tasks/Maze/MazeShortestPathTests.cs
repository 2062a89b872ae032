using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeShortestPathTests
{
    private const double Radius = MazeMotion.Radius;

    [Fact]
    public void It_bends_round_a_walls_end()
    {
        // Two cells a side, the wall from (1, 0) to (1, 1).
        var maze = new Maze(2, static (cell, upwards) => cell != 0 || upwards);
        var (start, goal) = (new MazePoint(0.4, 0.3), new MazePoint(1.7, 0.5));
        Assert.Equal([start, new(1 - Radius, 1 + Radius), new(1 + Radius, 1 + Radius), goal], MazeShortestPath.Of(maze, start, goal));
    }

    [Fact]
    public void Where_nothing_is_in_the_way_it_is_straight()
    {
        // A single corridor of three cells at the bottom.
        var maze = new Maze(3, static (cell, upwards) => upwards || cell < 3);
        var (start, goal) = (new MazePoint(0.2, 0.8), new MazePoint(2.8, 0.2));
        Assert.Equal([start, goal], MazeShortestPath.Of(maze, start, goal));
        Assert.Equal([goal, start], MazeShortestPath.Of(maze, goal, start));
    }

    [Fact]
    public void It_touches_no_wall_and_is_as_long_both_ways()
    {
        foreach (var (maze, start, goal) in Pairs())
        {
            var path = MazeShortestPath.Of(maze, start, goal);
            for (var k = 1; k < path.Count; k++)
            {
                for (var share = 0.0; share <= 1; share += 1 / 64.0)
                {
                    var place = path[k - 1] + (share * (path[k] - path[k - 1]));
                    Assert.False(MazeSamples.HasWallIn(maze, place.X - Radius, place.Y - Radius, place.X + Radius, place.Y + Radius), $"{place}");
                }
            }

            Assert.Equal(MazeShortestPath.Length(path), MazeShortestPath.Length(MazeShortestPath.Of(maze, goal, start)), 1e-12);
        }
    }

    [Fact]
    public void In_a_perfect_maze_every_bend_is_held_by_a_wall()
    {
        // Taut is locally shortest; where there is only one way round all walls, also shortest.
        foreach (var (maze, start, goal) in Pairs())
        {
            var path = MazeShortestPath.Of(maze, start, goal);
            for (var k = 1; k + 1 < path.Count; k++)
            {
                // Inwards, along the bisector of its angle, a corner of the agent touches a corner of the maze with a wall.
                var (back, ahead) = (path[k - 1] - path[k], path[k + 1] - path[k]);
                var inwards = (1 / back.Length * back) + (1 / ahead.Length * ahead);
                if (inwards.Length < 1e-9)
                    continue; // Three corners in a row: no bend.
                var touched = path[k] + new MazePoint(Math.CopySign(Radius, inwards.X), Math.CopySign(Radius, inwards.Y));
                Assert.Equal(0, (touched - new MazePoint(Math.Round(touched.X), Math.Round(touched.Y))).Length, MazeSamples.Touch);
                Assert.True(MazeSamples.HasWallIn(maze, touched.X - 0.1, touched.Y - 0.1, touched.X + 0.1, touched.Y + 0.1), $"{path[k]} is held by nothing");
            }
        }
    }

    private static IEnumerable<(Maze Maze, MazePoint Start, MazePoint Goal)> Pairs()
    {
        for (var k = 0; k < 40; k++)
        {
            var random = MazeSamples.Random((ulong)k);
            var maze = MazeGenerator.Make(2 + (k % 9), 1, 3, (ulong)k);
            for (var n = 0; n < 5; n++)
                yield return (maze, Place(maze, random), Place(maze, random));
        }
    }

    private static MazePoint Place(Maze maze, NoisyRnn.Noise.RandomStream random) =>
        maze.Middle(random.NextInt(maze.Size * maze.Size)) + new MazePoint(random.NextUniform(-0.3, 0.3), random.NextUniform(-0.3, 0.3));
}
