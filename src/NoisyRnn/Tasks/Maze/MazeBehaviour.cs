using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>How walks went, in figures and drawings.</summary>
internal static class MazeBehaviour
{
    private const int Drawn = 4;

    /// <summary>Their figures of merit, and drawings of the first.</summary>
    /// <param name="walks">The walks, ended.</param>
    public static Behaviour Of(IReadOnlyList<MazeWalk> walks)
    {
        var arrived = walks.Where(static walk => walk.IsAtGoal).ToArray();
        return new Behaviour
        {
            Metrics =
            [
                new Metric("success rate", "share of trials", (double)arrived.Length / walks.Count),
                new Metric("path length over shortest", "ratio, trials that arrive", Mean(arrived, static walk => walk.LengthOverShortest())),
                new Metric("collisions", "share of steps", (double)walks.Sum(static walk => walk.Collisions) / walks.Sum(static walk => walk.Steps)),
                new Metric("time to goal", "steps, trials that arrive", Mean(arrived, static walk => walk.Steps)),
            ],
            Drawings = [.. walks.Take(Drawn).Select(Draw)],
        };
    }

    private static double Mean(MazeWalk[] walks, Func<MazeWalk, double> value) => walks.Length == 0 ? double.NaN : walks.Average(value);

    private static PlaneDrawing Draw(MazeWalk walk, int trial) => new()
    {
        Title = $"trial {trial + 1}: {(walk.IsAtGoal ? "goal reached after" : "goal not reached in")} {walk.Steps} steps",
        Walls = [.. Walls(walk.Maze, false), .. Walls(walk.Maze, true)],
        Paths = [Line("shortest", walk.ShortestPath()), Line("walked", walk.Path)],
        Places = [Line("start", [walk.Path[0]]), Line("goal", [walk.Goal])],
    };

    private static Polyline Line(string name, IReadOnlyList<MazePoint> points) =>
        new(name, [.. points.Select(static p => p.X)], [.. points.Select(static p => p.Y)]);

    // Walls that continue each other are one line.
    private static IEnumerable<Polyline> Walls(Maze maze, bool isHorizontal)
    {
        for (var line = 0; line <= maze.Size; line++)
        {
            for (var from = 0; from < maze.Size; from++)
            {
                var to = from;
                while (to < maze.Size && (isHorizontal ? maze.HasHorizontal(line, to) : maze.HasVertical(line, to)))
                    to++;
                if (to == from)
                    continue;
                ImmutableArray<double> along = [from, to], across = [line, line];
                yield return isHorizontal ? new Polyline("wall", along, across) : new Polyline("wall", across, along);
                from = to;
            }
        }
    }
}
