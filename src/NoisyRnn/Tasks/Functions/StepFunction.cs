using System.ComponentModel;

namespace NoisyRnn.Tasks;

/// <summary>One value below a threshold, another from it on.</summary>
public sealed record StepFunction : TargetFunction
{
    /// <summary>Where the step is.</summary>
    [Description("where the step is")]
    public double Threshold { get; init; }

    /// <summary>Value below.</summary>
    [Description("value below the threshold")]
    public double Low { get; init; } = -1;

    /// <summary>Value from the threshold on.</summary>
    [Description("value from the threshold on")]
    public double High { get; init; } = 1;

    /// <inheritdoc/>
    public override string Formula => $"{Low} for x < {Threshold}, else {High}";

    /// <inheritdoc/>
    public override double Evaluate(double x) => x < Threshold ? Low : High;
}
