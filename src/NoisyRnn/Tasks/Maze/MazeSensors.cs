namespace NoisyRnn.Tasks;

/// <summary>What the agent sees from where it stands.</summary>
internal static class MazeSensors
{
    /// <summary>The directions of the wall sensors, from the right counter-clockwise.</summary>
    private static readonly (int X, int Y)[] Directions = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

    /// <summary>Number of channels.</summary>
    public static int Count(MazeObservation kind) => kind == MazeObservation.Position ? 4 : Directions.Length + 3;

    /// <summary>Writes what is seen.</summary>
    /// <param name="kind">Which sensors.</param>
    /// <param name="maze">The maze.</param>
    /// <param name="place">Where the agent is.</param>
    /// <param name="goal">Where it should go.</param>
    /// <param name="seen">Receives it. [channels]</param>
    public static void Observe(MazeObservation kind, Maze maze, MazePoint place, MazePoint goal, Span<double> seen)
    {
        if (kind == MazeObservation.Position)
        {
            var scale = 2.0 / maze.Size;
            (seen[0], seen[1]) = ((scale * place.X) - 1, (scale * place.Y) - 1);
            (seen[2], seen[3]) = ((scale * goal.X) - 1, (scale * goal.Y) - 1);
            return;
        }

        for (var k = 0; k < Directions.Length; k++)
            seen[k] = 1 / (1 + DistanceToWall(maze, place, Directions[k].X, Directions[k].Y));
        var way = goal - place;
        var distance = way.Length;
        (seen[8], seen[9]) = distance > 0 ? (way.X / distance, way.Y / distance) : (0, 0);
        seen[10] = distance / (maze.Size * Math.Sqrt(2));
    }

    /// <summary>How far it is to the first wall, in cells.</summary>
    /// <param name="maze">The maze.</param>
    /// <param name="place">From where.</param>
    /// <param name="x">Direction: -1, 0 or 1.</param>
    /// <param name="y">Direction: -1, 0 or 1; not both 0.</param>
    public static double DistanceToWall(Maze maze, MazePoint place, int x, int y)
    {
        var (column, row) = ((int)Math.Floor(place.X), (int)Math.Floor(place.Y));
        var length = x != 0 && y != 0 ? Math.Sqrt(2) : 1;
        while (true)
        {
            // How far to the next line in either direction; the outer walls end every way.
            var (lineX, lineY) = (x > 0 ? column + 1 : column, y > 0 ? row + 1 : row);
            var toX = x == 0 ? double.PositiveInfinity : x * (lineX - place.X);
            var toY = y == 0 ? double.PositiveInfinity : y * (lineY - place.Y);
            if (toX == toY ? HasCorner(maze, lineX, lineY) : toX < toY ? maze.HasVertical(lineX, row) : maze.HasHorizontal(lineY, column))
                return length * Math.Min(toX, toY);
            if (toX <= toY)
                column += x;
            if (toY <= toX)
                row += y;
        }
    }

    // Whether a wall begins, ends or passes where two lines cross.
    private static bool HasCorner(Maze maze, int lineX, int lineY) =>
        (lineY > 0 && maze.HasVertical(lineX, lineY - 1)) || (lineY < maze.Size && maze.HasVertical(lineX, lineY))
        || (lineX > 0 && maze.HasHorizontal(lineY, lineX - 1)) || (lineX < maze.Size && maze.HasHorizontal(lineY, lineX));
}
