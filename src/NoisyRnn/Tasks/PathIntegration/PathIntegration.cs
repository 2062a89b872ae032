using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Path integration in two dimensions: from its own velocity, or speed and heading, the network tells at every step where
/// it is in a box (the task of Cueva and Wei 2018, by spec 1, section 5). The target of step t is the place after it:
/// p(t) = p(t-1) + v(t) dt, with v(t) the input of step t.
/// </summary>
public sealed record PathIntegration : TrialTask, IValidated
{
    private double? _dt;

    /// <summary>Side of the box.</summary>
    [Description("side of the box; its unit is that of all lengths")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Box { get; init; } = 1;

    /// <summary>T.</summary>
    [Description("steps of a trial T")]
    [Range(1, 1000000)]
    public int Steps { get; init; } = 100;

    /// <summary>Mean speed.</summary>
    [Description("mean of the Rayleigh distribution that speeds are drawn from, length per unit of time (tau's unit); inputs are in units of it")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Speed { get; init; } = 0.15;

    /// <summary>How fast the heading changes.</summary>
    [Description("standard deviation of the change of heading in a unit of time, rad; it grows with the square root of time")]
    [Range(0, 1e3)]
    public double Turning { get; init; } = 1.5;

    /// <summary>Where a walker turns away from a wall.</summary>
    [Description("distance from a wall at which the walker turns away from it; no step may be longer")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double WallDistance { get; init; } = 0.05;

    /// <summary>What the network is told.</summary>
    [Description("what the network is told: velocity (v_x, v_y) or speed-and-heading (speed, sine, cosine)")]
    public PathIntegrationInput Input { get; init; } = PathIntegrationInput.Velocity;

    /// <summary>Where walks start.</summary>
    [Description("where walks start: centre, or random (two further input channels tell the place at first)")]
    public PathIntegrationStart Start { get; init; } = PathIntegrationStart.Centre;

    /// <summary>How long a random start is told.</summary>
    [Description("first steps in which a random start is told")]
    [Range(1, 1000000)]
    public int StartSteps { get; init; } = 10;

    /// <summary>What the network has to tell.</summary>
    [Description("what the network has to tell")]
    public PathIntegrationTargets Targets { get; init; } = new PathIntegrationPosition();

    /// <inheritdoc/>
    public override int InputCount => MovementChannels + (Start == PathIntegrationStart.Random ? 2 : 0);

    /// <inheritdoc/>
    public override int OutputCount => Targets.Count;

    /// <inheritdoc/>
    public override int StepCount => Steps;

    /// <inheritdoc/>
    public override string Summary => $"path integration: {Steps} steps of a walk with mean speed {Speed} in a box of side {Box} from "
        + (Start == PathIntegrationStart.Centre ? "the centre" : "anywhere") + $", {Catalogue.NameOf(Input)} in, {Targets.Summary} out";

    /// <summary>dt.</summary>
    internal double Dt => _dt ?? throw new InvalidOperationException("path integration needs its time step: call At(dt)");

    private int MovementChannels => Input == PathIntegrationInput.Velocity ? 2 : 3;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (WallDistance > Box / 2)
            yield return ("wall-distance", $"{WallDistance} in a box of side {Box}; allowed is at most half the side, {Box / 2}");
        if (Start == PathIntegrationStart.Random && StartSteps > Steps)
            yield return ("start-steps", $"{StartSteps} of {Steps} steps; allowed is 1 to steps");
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">A step may be longer than the wall distance.</exception>
    public override TrialTask At(double dt)
    {
        var longest = PathIntegrationWalk.LongestStep(Speed, dt);
        return longest <= WallDistance
            ? this with { _dt = dt }
            : throw new InputException($"task.speed: {Speed} is too fast: a step of dt = {dt} may be {longest:0.###} long, more than "
                + $"task.wall-distance = {WallDistance}; allowed is at most {Speed * WallDistance / longest:0.###}, or a smaller dt or a larger wall-distance");
    }

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var walk = new PathIntegrationWalk(this, Dt, key.Random());
        for (var t = 0; Start == PathIntegrationStart.Random && t < StartSteps; t++)
            (trial.Inputs[t, MovementChannels], trial.Inputs[t, MovementChannels + 1]) = (2 * walk.X / Box, 2 * walk.Y / Box);
        var targets = new double[OutputCount];
        for (var t = 0; t < Steps; t++)
        {
            walk.Step();
            var speed = walk.Speed / Speed;
            if (Input == PathIntegrationInput.Velocity)
                (trial.Inputs[t, 0], trial.Inputs[t, 1]) = (speed * walk.HeadingX, speed * walk.HeadingY);
            else
                (trial.Inputs[t, 0], trial.Inputs[t, 1], trial.Inputs[t, 2]) = (speed, walk.HeadingY, walk.HeadingX);
            Targets.Encode(2 * walk.X / Box, 2 * walk.Y / Box, targets);
            for (var o = 0; o < targets.Length; o++)
                (trial.Targets[t, o], trial.Mask[t, o]) = (targets[o], 1);
        }
    }

    /// <inheritdoc/>
    public override bool Behaves => true;

    /// <inheritdoc/>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation) =>
        new PathIntegrationBehaviour(this, policy, seed, trials).Run(threads, cancellation);
}
