namespace NoisyRnn.Tasks;

/// <summary>
/// The shortest way from a start to a goal for an agent of half-side <see cref="MazeMotion.Radius"/> that keeps to the
/// cells of a shortest path and keeps that far from their corners: a string pulled taut. In a perfect maze no way is shorter;
/// with loops one through other cells, or across an open corner, may be.
/// </summary>
/// <remarks>
/// Each passage is entered and left through a gate as wide as the agent's middle has room: [radius, 1 - radius] of the cell's
/// side, radius before its line and behind it. The funnel algorithm (Lee and Preparata 1984) finds the taut string through all gates.
/// </remarks>
internal static class MazeShortestPath
{
    /// <summary>The corners of the way, start and goal included.</summary>
    /// <param name="maze">The maze.</param>
    /// <param name="start">At least <see cref="MazeMotion.Radius"/> off the sides of its cell.</param>
    /// <param name="goal">The same.</param>
    public static IReadOnlyList<MazePoint> Of(Maze maze, MazePoint start, MazePoint goal)
    {
        var gates = Gates(maze, start, goal);
        var path = new List<MazePoint> { start };
        var (apex, left, right) = (start, start, start);
        var (atLeft, atRight) = (0, 0);
        for (var k = 1; k < gates.Count; k++)
        {
            var (nextLeft, nextRight) = gates[k];
            if (Turn(apex, right, nextRight) >= 0)
            {
                if (apex != right && Turn(apex, left, nextRight) >= 0)
                {
                    // The right string has crossed the left one: it bends there, and all begins anew.
                    Add(left);
                    (k, apex, right, atRight) = (atLeft, left, left, atLeft);
                    continue;
                }

                (right, atRight) = (nextRight, k);
            }

            if (Turn(apex, left, nextLeft) <= 0)
            {
                if (apex != left && Turn(apex, right, nextLeft) <= 0)
                {
                    Add(right);
                    (k, apex, left, atLeft) = (atRight, right, right, atRight);
                    continue;
                }

                (left, atLeft) = (nextLeft, k);
            }
        }

        Add(goal);
        return path;

        void Add(MazePoint corner)
        {
            if (path[^1] != corner)
                path.Add(corner);
        }
    }

    /// <summary>The length of a way, in cells.</summary>
    public static double Length(IReadOnlyList<MazePoint> path) => Enumerable.Range(1, path.Count - 1).Sum(k => (path[k] - path[k - 1]).Length);

    private static List<(MazePoint Left, MazePoint Right)> Gates(Maze maze, MazePoint start, MazePoint goal)
    {
        var gates = new List<(MazePoint Left, MazePoint Right)> { (start, start) };
        var field = maze.FieldTo(maze.CellOf(goal));
        for (var cell = maze.CellOf(start); cell != maze.CellOf(goal); cell = field.NextOf(cell))
        {
            var ahead = maze.Middle(field.NextOf(cell)) - maze.Middle(cell);
            var aside = (0.5 - MazeMotion.Radius) * new MazePoint(-ahead.Y, ahead.X);
            foreach (var along in new[] { 0.5 - MazeMotion.Radius, 0.5 + MazeMotion.Radius })
            {
                var middle = maze.Middle(cell) + (along * ahead);
                gates.Add((Snap(middle + aside), Snap(middle - aside)));
            }
        }

        gates.Add((goal, goal));
        return gates;
    }

    // Gates of one cell share corners: they must be the same to the last bit, or the string would turn about their rounding.
    private static MazePoint Snap(MazePoint corner) => new(Snap(corner.X), Snap(corner.Y));

    private static double Snap(double value) => Math.Round(value) + Math.CopySign(MazeMotion.Radius, value - Math.Round(value));

    // Above 0 where c lies to the left of the way from a to b.
    private static double Turn(MazePoint a, MazePoint b, MazePoint c) => ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
}
