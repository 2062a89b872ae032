namespace NoisyRnn.Tasks;

/// <summary>
/// Movement among walls. The agent is a square of half-side <see cref="Radius"/> around its place, so that it can slide
/// along walls, first in x, then in y; neither a wall nor a wall's end ever enters the square.
/// </summary>
internal static class MazeMotion
{
    /// <summary>Half the agent's side, in cells.</summary>
    public const double Radius = 0.15;

    // Rounding of a place beside a wall: touching is not overlapping.
    private const double Touch = 1e-9;

    /// <summary>Where a movement ends.</summary>
    /// <param name="maze">The maze.</param>
    /// <param name="from">A place at least <see cref="Radius"/> off all walls.</param>
    /// <param name="displacement">The movement wished for.</param>
    /// <param name="isBlocked">Whether a wall cut it short, in x or in y.</param>
    public static MazePoint Move(Maze maze, MazePoint from, MazePoint displacement, out bool isBlocked)
    {
        isBlocked = false;
        var x = Slide(maze, false, from.X, from.Y, displacement.X, ref isBlocked);
        return new MazePoint(x, Slide(maze, true, from.Y, x, displacement.Y, ref isBlocked));
    }

    private static double Slide(Maze maze, bool isY, double along, double across, double step, ref bool isBlocked)
    {
        if (step == 0)
            return along;
        var sign = step > 0 ? 1 : -1;
        var front = along + (sign * Radius);
        var (low, high) = ((int)Math.Floor(across - Radius + Touch), (int)Math.Ceiling(across + Radius - Touch) - 1);
        var line = (int)(sign > 0 ? Math.Ceiling(front - Touch) : Math.Floor(front + Touch));
        for (; sign * (line - front) < Math.Abs(step); line += sign)
        {
            if (!Stops(maze, isY, line, low, high, sign))
                continue;
            isBlocked = true;
            return line - (sign * Radius);
        }

        return along + step;
    }

    // Whether a side that spans the cells low .. high cannot cross a line: by a wall on it, or a wall's end that begins there.
    private static bool Stops(Maze maze, bool isY, int line, int low, int high, int sign)
    {
        for (var cell = low; cell <= high; cell++)
        {
            if (isY ? maze.HasHorizontal(line, cell) : maze.HasVertical(line, cell))
                return true;
        }

        var ahead = sign > 0 ? line : line - 1;
        for (var cross = low + 1; cross <= high; cross++)
        {
            if (isY ? maze.HasVertical(cross, ahead) : maze.HasHorizontal(cross, ahead))
                return true;
        }

        return false;
    }
}
