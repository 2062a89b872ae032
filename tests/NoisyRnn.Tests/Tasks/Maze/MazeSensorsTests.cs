using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public class MazeSensorsTests
{
    // Three cells a side without inner walls but one: the vertical from (1, 1) to (1, 2).
    private static readonly Maze Box = new(3, static (cell, upwards) => cell != 3 || upwards);

    [Fact]
    public void Position_gives_both_places_from_minus_one_to_one()
    {
        var seen = Observe(MazeObservation.Position, new MazePoint(0, 3), new MazePoint(1.5, 2.25));
        Assert.Equal([-1, 1, 0, 0.5], seen);
    }

    [Theory]
    [InlineData(0.5, 1.5, 1, 0, 0.5)] // the inner wall
    [InlineData(0.5, 0.5, 1, 0, 2.5)] // below it to the outer one
    [InlineData(1.25, 1.5, -1, 0, 0.25)] // from the other side
    [InlineData(1.25, 1.5, 0, -1, 1.5)]
    [InlineData(1.25, 1.5, 0, 1, 1.5)]
    [InlineData(1.75, 0.5, -1, 1, 0.75 * 1.4142135623730951)] // obliquely
    [InlineData(0.5, 0.5, 1, 1, 0.5 * 1.4142135623730951)] // the wall's end itself
    [InlineData(2.5, 0.5, -1, 1, 1.5 * 1.4142135623730951)] // the other end
    [InlineData(1.75, 0.5, 1, 1, 1.25 * 1.4142135623730951)]
    public void Walls_are_as_far_as_they_are(double x, double y, int toX, int toY, double distance) =>
        Assert.Equal(distance, MazeSensors.DistanceToWall(Box, new MazePoint(x, y), toX, toY), 1e-14);

    [Fact]
    public void Sensors_give_nearness_of_walls_counter_clockwise_then_direction_and_distance_of_the_goal()
    {
        var (place, goal) = (new MazePoint(0.5, 1.5), new MazePoint(0.5 + 0.75, 1.5 - 1));
        var seen = Observe(MazeObservation.Sensors, place, goal);
        (int X, int Y)[] directions = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];
        for (var k = 0; k < 8; k++)
            Assert.Equal(1 / (1 + MazeSensors.DistanceToWall(Box, place, directions[k].X, directions[k].Y)), seen[k]);
        Assert.Equal([0.6, -0.8], seen[8..10]);
        Assert.Equal(1.25 / (3 * Math.Sqrt(2)), seen[10], 1e-15);
        Assert.Equal([0, 0, 0], Observe(MazeObservation.Sensors, place, place)[8..]);
    }

    [Fact]
    public void No_sensor_sees_through_a_wall()
    {
        foreach (var maze in MazeSamples.Many(70))
        {
            var random = MazeSamples.Random(1);
            for (var k = 0; k < 20; k++)
            {
                var place = MazeSamples.Anywhere(maze, random);
                // To the right a thin rectangle is free up to the distance, and holds a wall a little beyond.
                var distance = MazeSensors.DistanceToWall(maze, place, 1, 0);
                const double Thin = 1e-6;
                Assert.False(MazeSamples.HasWallIn(maze, place.X, place.Y - Thin, place.X + distance, place.Y + Thin));
                Assert.True(MazeSamples.HasWallIn(maze, place.X, place.Y - Thin, place.X + distance + Thin, place.Y + Thin));
            }
        }
    }

    private static double[] Observe(MazeObservation kind, MazePoint place, MazePoint goal)
    {
        var seen = new double[MazeSensors.Count(kind)];
        MazeSensors.Observe(kind, Box, place, goal, seen);
        return seen;
    }
}
