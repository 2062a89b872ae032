namespace NoisyRnn.Tasks;

/// <summary>An agent's walk from a start to a goal: where it is, and how it went so far.</summary>
/// <param name="maze">The maze.</param>
/// <param name="start">Where it begins.</param>
/// <param name="goal">Where it should end.</param>
/// <param name="goalRadius">How near the goal is there, in cells.</param>
internal sealed class MazeWalk(Maze maze, MazePoint start, MazePoint goal, double goalRadius)
{
    /// <summary>Largest norm of a velocity that the agent follows, in units of the speed.</summary>
    public const double FastestPace = 2;

    private readonly List<MazePoint> _path = [start];

    /// <summary>The maze.</summary>
    public Maze Maze => maze;

    /// <summary>Where it should end.</summary>
    public MazePoint Goal => goal;

    /// <summary>Where it is.</summary>
    public MazePoint Place => _path[^1];

    /// <summary>Where it has been, the start included.</summary>
    public IReadOnlyList<MazePoint> Path => _path;

    /// <summary>Steps made.</summary>
    public int Steps => _path.Count - 1;

    /// <summary>Steps in which a wall cut the movement short.</summary>
    public int Collisions { get; private set; }

    /// <summary>Length of the path, in cells.</summary>
    public double Length { get; private set; }

    /// <summary>Whether it has arrived; it then stays.</summary>
    public bool IsAtGoal => (Place - goal).Length <= goalRadius;

    /// <summary>One step with a velocity.</summary>
    /// <param name="velocity">In units of the speed; longer ones than <see cref="FastestPace"/> are cut to it, one that is no number is none.</param>
    /// <param name="stride">Cells a step at velocity 1.</param>
    public void Step(MazePoint velocity, double stride)
    {
        if (IsAtGoal)
            return;
        var norm = velocity.Length;
        var displacement = !double.IsFinite(norm) ? default : Math.Min(1, FastestPace / norm) * stride * velocity;
        var next = MazeMotion.Move(maze, Place, displacement, out var isBlocked);
        Collisions += isBlocked ? 1 : 0;
        Length += (next - Place).Length;
        _path.Add(next);
    }

    /// <summary>Walks until the goal is reached or the steps are used up.</summary>
    /// <param name="policy">The velocity at a place.</param>
    /// <param name="stride">Cells a step at velocity 1.</param>
    /// <param name="steps">Steps at most.</param>
    /// <returns>This walk.</returns>
    public MazeWalk Follow(Func<MazePoint, MazePoint> policy, double stride, int steps)
    {
        while (!IsAtGoal && Steps < steps)
            Step(policy(Place), stride);
        return this;
    }

    /// <summary>The shortest way from the start to the goal itself.</summary>
    public IReadOnlyList<MazePoint> ShortestPath() => MazeShortestPath.Of(maze, start, goal);

    /// <summary>Length of the path over the shortest that comes as near the goal as counts.</summary>
    public double LengthOverShortest() => Length / (MazeShortestPath.Length(ShortestPath()) - goalRadius);
}
