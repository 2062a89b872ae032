namespace NoisyRnn.Tasks;

/// <summary>
/// The shortest-path field to goals in one cell: a velocity at every place, of norm 1 except close to the goal. It leads
/// from cell to cell along a shortest path (breadth-first distances; of equal neighbours the one nearest the goal as the
/// crow flies) and never into a wall.
/// </summary>
/// <remarks>
/// In a cell with its way out along a and b across, the field points from (a, b) to the aim (a*, 0): the middle of the next
/// cell, a* = 3/2, while |b| is small. Where the agent is still half in a cell beside, |b| above 1/2 - radius, a* is at most
/// 1 - radius: it clears the corner first. Between, a* is linear in |b|, so that the field turns without a jump.
/// </remarks>
internal sealed class MazeField
{
    /// <summary>Distance from the goal, in cells, from which on the velocity falls in proportion to the distance.</summary>
    public const double SlowRadius = 0.5;

    // |b| up to which the aim is the middle of the next cell, and that from which on the agent is still in a cell beside.
    private const double Clear = Beside / 2;
    private const double Beside = 0.5 - MazeMotion.Radius;

    private readonly Maze _maze;
    private readonly int _goal;
    private readonly int[] _distance, _next;

    /// <summary>Finds the distances of all cells.</summary>
    /// <param name="maze">The maze.</param>
    /// <param name="goal">The goal's cell.</param>
    public MazeField(Maze maze, int goal)
    {
        (_maze, _goal) = (maze, goal);
        var cells = maze.Size * maze.Size;
        (_distance, _next) = (new int[cells], new int[cells]);
        Array.Fill(_distance, -1);
        _distance[goal] = 0;
        var queue = new Queue<int>([goal]);
        while (queue.TryDequeue(out var cell))
        {
            Farthest = _distance[cell];
            foreach (var neighbour in maze.Neighbours(cell))
            {
                if (_distance[neighbour] >= 0)
                    continue;
                _distance[neighbour] = _distance[cell] + 1;
                queue.Enqueue(neighbour);
            }
        }

        for (var cell = 0; cell < cells; cell++)
            _next[cell] = cell == goal ? goal : Nearer(cell);
    }

    /// <summary>Distance of the farthest cell, in cells.</summary>
    public int Farthest { get; }

    /// <summary>Distance of a cell along the passages, in cells; -1 where the goal cannot be reached.</summary>
    public int DistanceOf(int cell) => _distance[cell];

    /// <summary>The cell after a cell on the way to the goal; the goal's cell after itself.</summary>
    public int NextOf(int cell) => _next[cell];

    /// <summary>The velocity at a place, in units of the speed.</summary>
    /// <param name="place">The place.</param>
    /// <param name="goal">The goal, in this field's cell.</param>
    public MazePoint VelocityAt(MazePoint place, MazePoint goal)
    {
        var cell = _maze.CellOf(place);
        if (cell == _goal)
        {
            var way = goal - place;
            return 1 / Math.Max(way.Length, SlowRadius) * way;
        }

        var middle = _maze.Middle(cell);
        var exit = _maze.Middle(_next[cell]) - middle;
        var off = exit.X == 0 ? Math.Abs(place.X - middle.X) : Math.Abs(place.Y - middle.Y);
        var toAim = middle + (Lead(off) * exit) - place;
        // Never 0: an aim in the agent's own cell has b = 0 and is only aimed at from |b| > Clear.
        return 1 / toAim.Length * toAim;
    }

    // How far beyond the middle of its cell the aim lies, towards the way out.
    private static double Lead(double off) => off switch
    {
        <= Clear => 1,
        <= Beside => Beside + ((1 - Beside) * (Beside - off) / (Beside - Clear)),
        _ => Math.Max(0, Beside * (0.5 - off) / MazeMotion.Radius),
    };

    private int Nearer(int cell)
    {
        var target = _maze.Middle(_goal);
        return _maze.Neighbours(cell).Where(n => _distance[n] == _distance[cell] - 1)
            .MinBy(n => (_maze.Middle(n) - target).Length);
    }
}
