using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Mazes and places to try things in.</summary>
internal static class MazeSamples
{
    /// <summary>Rounding of a place beside a wall, in cells; a wall is 0 wide and 1 long, a violation would be of their order.</summary>
    internal const double Touch = 1e-8;

    internal static RandomStream Random(ulong seed) => new(NoiseKey.OfItem(seed, NoiseStream.Analysis, 0), 0);

    /// <summary>Mazes of sizes 2 to 11 and densities from 0 to 1, both ends included.</summary>
    internal static IEnumerable<Maze> Many(int count) => Enumerable.Range(0, count)
        .Select(static k => MazeGenerator.Make(2 + (k % 10), k / 10 % 7 / 6.0, 3, (ulong)k));

    /// <summary>A place where the agent may be, anywhere in a maze: near walls, in passages and across open corners.</summary>
    internal static MazePoint Anywhere(Maze maze, RandomStream random)
    {
        var place = maze.Middle(random.NextInt(maze.Size * maze.Size));
        for (var k = 0; k < 3; k++)
            place = MazeMotion.Move(maze, place, new MazePoint(random.NextUniform(-1, 1), random.NextUniform(-1, 1)), out _);
        return place;
    }

    /// <summary>Whether any wall reaches into the inside of a rectangle: all walls are tried, one by one.</summary>
    internal static bool HasWallIn(Maze maze, double left, double bottom, double right, double top)
    {
        for (var line = 0; line <= maze.Size; line++)
        {
            for (var k = 0; k < maze.Size; k++)
            {
                if (maze.HasVertical(line, k) && Meets(line, line, left, right) && Meets(k, k + 1, bottom, top))
                    return true;
                if (maze.HasHorizontal(line, k) && Meets(line, line, bottom, top) && Meets(k, k + 1, left, right))
                    return true;
            }
        }

        return false;

        static bool Meets(double from, double to, double low, double high) => to > low + Touch && from < high - Touch;
    }
}
