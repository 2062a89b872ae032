using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// The regulator (spec 1, section 3): a set-point r is held as input for the whole trial, and the output is to settle at it.
/// r ~ U(low, high); with low = high it is constant, and the network can hold it without using its input: the drift
/// demonstration.
/// </summary>
public sealed record Regulator : TrialTask, IValidated
{
    /// <summary>Lowest set-point.</summary>
    [Description("set-points r are uniform from low to high; equal for a constant set-point")]
    public double Low { get; init; }

    /// <summary>Highest set-point.</summary>
    [Description("set-points r are uniform from low to high; equal for a constant set-point")]
    public double High { get; init; } = 1;

    /// <summary>T.</summary>
    [Description("steps of a trial T: long enough to settle, (1 - dt/tau)^(steps - loss-steps) is what remains of the start")]
    [Range(1, 1000000)]
    public int Steps { get; init; } = 100;

    /// <summary>Steps at the end that count.</summary>
    [Description("number of last steps that count in the loss")]
    [Range(1, 1000000)]
    public int LossSteps { get; init; } = 20;

    /// <inheritdoc/>
    public override int InputCount => 1;

    /// <inheritdoc/>
    public override int OutputCount => 1;

    /// <inheritdoc/>
    public override int StepCount => Steps;

    /// <inheritdoc/>
    public override string Summary => (Low == High ? $"hold the set-point {Low}" : $"settle at a set-point from {Low} to {High}")
        + $", given as input for {Steps} steps, the last {LossSteps} count";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (LossSteps > Steps)
            yield return ("loss-steps", $"{LossSteps} of {Steps} steps; allowed is 1 to steps");
        if (!(Low <= High))
            yield return ("low", $"{Low} is above high, {High}; allowed is low <= high");
    }

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var setPoint = Low == High ? Low : key.Random().NextUniform(Low, High);
        Trial.Hold(trial.Inputs, 0, [setPoint]);
        Trial.Hold(trial.Targets, 0, [setPoint]);
        Trial.Hold(trial.Mask, Steps - LossSteps, [1]);
    }
}
