using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// An agent finds its way through a maze. Trained by supervision: along a walk that follows the shortest-path field and is
/// pushed off it by noise, the network sees where the agent is and where the goal, and gives the field's velocity there.
/// Evaluated closed loop: its velocity moves the agent, and it sees what comes of it.
/// </summary>
public sealed record MazeNavigation : TrialTask
{
    /// <summary>Longest step of the teacher in cells: the field turns within half a cell.</summary>
    private const double LongestStride = 0.25;

    /// <summary>Distance of starts and goals from the sides of their cells, in cells.</summary>
    private const double Margin = 0.2;

    private MazeSet? _mazes;
    private double _dt;

    /// <summary>Cells a side.</summary>
    [Description("cells a side of the square maze")]
    [Range(2, 50)]
    public int Size { get; init; } = 4;

    /// <summary>Share of a perfect maze's walls that stand.</summary>
    [Description("share of the inner walls of a perfect maze that stand: 1 leaves one way between any two cells, 0 an empty box; every cell can always be reached")]
    [Range(0.0, 1.0)]
    public double WallDensity { get; init; } = 1;

    /// <summary>Number of mazes trained on.</summary>
    [Description("number of different mazes trained on; 1 is one maze for all trials")]
    [Range(1, 1000)]
    public int Mazes { get; init; } = 1;

    /// <summary>Whether validation and test have mazes of their own.</summary>
    [Description("false: validation and test use the training mazes, with starts and goals never trained on; true: mazes never trained on, 64 each")]
    public bool HeldOutMazes { get; init; }

    /// <summary>Seed of the mazes.</summary>
    [Description("seed of the mazes and of the split into training, validation and test; the same for all runs")]
    public ulong MazeSeed { get; init; } = 1;

    /// <summary>What the network is told.</summary>
    [Description("position: the agent's and the goal's place, from -1 to 1; sensors: nearness of walls in 8 directions, direction and distance of the goal")]
    public MazeObservation Observation { get; init; } = MazeObservation.Position;

    /// <summary>T.</summary>
    [Description("steps of a trial T, training and open loop")]
    [Range(1, 1000000)]
    public int Steps { get; init; } = 100;

    /// <summary>Speed of the shortest-path field.</summary>
    [Description("speed along the shortest path, in cells per unit of tau; targets are in units of it")]
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double Speed { get; init; } = 0.5;

    /// <summary>Noise on the places of training and open-loop test.</summary>
    [Description("noise on the walk that is learnt from, cells per square root of tau: a step adds path-noise sqrt(dt) times a normal in x and in y")]
    [Range(0.0, 100.0)]
    public double PathNoise { get; init; } = 0.6;

    /// <summary>How near the goal is at the goal.</summary>
    [Description("distance from the goal, in cells, at which a closed-loop walk has arrived")]
    [Range(0.0, 0.3, MinimumIsExclusive = true)]
    public double GoalRadius { get; init; } = 0.25;

    /// <summary>Most steps of a closed-loop walk.</summary>
    [Description("steps after which a closed-loop walk has failed; null: 3 times what the longest shortest path needs")]
    [Range(1, 1000000)]
    public int? WalkSteps { get; init; }

    /// <inheritdoc/>
    public override int InputCount => MazeSensors.Count(Observation);

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override int StepCount => Steps;

    /// <inheritdoc/>
    public override string Summary =>
        $"the way through {(Mazes == 1 ? "a maze" : $"{Mazes} mazes")} of {Size} x {Size} cells, wall density {WallDensity}, at {Speed} cells per tau; "
        + (HeldOutMazes ? "tested in other mazes" : "tested from other starts to other goals");

    /// <summary>Cells a step at velocity 1.</summary>
    internal double Stride => Speed * _dt;

    /// <summary>Most steps of a closed-loop walk: as given, or 3 times the longest shortest path (and one cell at each end).</summary>
    internal int LongestWalk => WalkSteps ?? (int)Math.Ceiling(3 * (World.Farthest + 1) / Stride);

    private MazeSet World => _mazes ?? throw new InvalidOperationException("the maze has no time step yet");

    /// <inheritdoc/>
    public override TrialTask At(double dt)
    {
        if (!(Speed * dt <= LongestStride))
            throw new InputException($"task.speed: {Speed} cells per tau at dt {dt} are {Speed * dt} cells a step; allowed is at most {LongestStride}: lower speed or dt");
        return this with { _dt = dt, _mazes = MazeSet.Of(Size, WallDensity, MazeSeed, Mazes, HeldOutMazes) };
    }

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var random = key.Random();
        var (maze, place, goal) = Begin(key.Stream, random);
        var field = maze.FieldTo(maze.CellOf(goal));
        var noise = PathNoise * Math.Sqrt(_dt);
        Span<double> seen = stackalloc double[InputCount];
        for (var t = 0; t < Steps; t++)
        {
            MazeSensors.Observe(Observation, maze, place, goal, seen);
            for (var i = 0; i < seen.Length; i++)
                trial.Inputs[t, i] = seen[i];
            var velocity = field.VelocityAt(place, goal);
            (trial.Targets[t, 0], trial.Targets[t, 1]) = (velocity.X, velocity.Y);
            (trial.Mask[t, 0], trial.Mask[t, 1]) = (1, 1);
            var push = new MazePoint(random.NextNormal(), random.NextNormal());
            place = MazeMotion.Move(maze, place, (Stride * velocity) + (noise * push), out _);
        }
    }

    /// <summary>The walk of a trial, at its start: the maze, start and goal that <see cref="Fill"/> gives the same key.</summary>
    internal MazeWalk WalkOf(TrialKey key)
    {
        var (maze, start, goal) = Begin(key.Stream, key.Random());
        return new MazeWalk(maze, start, goal, GoalRadius);
    }

    /// <inheritdoc/>
    public override bool Behaves => true;

    /// <inheritdoc/>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation) =>
        MazeBehaviour.Of(new MazeClosedLoop(this, policy, seed).Walk(trials, threads, cancellation));

    private (Maze Maze, MazePoint Start, MazePoint Goal) Begin(NoiseStream part, RandomStream random)
    {
        var (maze, start, goal) = World.Draw(part, random);
        return (maze, PlaceIn(start), PlaceIn(goal));

        MazePoint PlaceIn(int cell) => maze.Middle(cell) + new MazePoint(
            random.NextUniform(Margin - 0.5, 0.5 - Margin), random.NextUniform(Margin - 0.5, 0.5 - Margin));
    }
}
