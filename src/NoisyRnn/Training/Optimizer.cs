using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Training;

/// <summary>
/// A rule that turns gradients into steps. Moments and parameters are double and live outside, so that a checkpoint is
/// simply all of them.
/// </summary>
[Leaf("adam", typeof(Adam))]
[Leaf("adamw", typeof(AdamW))]
[Leaf("rmsprop", typeof(RmsProp))]
[Leaf("sgd", typeof(Sgd))]
public abstract record Optimizer
{
    /// <summary>Learning rate, before the schedule.</summary>
    [Description("learning rate, before the schedule")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Rate { get; init; } = 1e-3;

    /// <summary>Number of moment vectors the rule keeps.</summary>
    public abstract int Moments { get; }

    /// <summary>One step in place.</summary>
    /// <param name="parameters">All values of one array.</param>
    /// <param name="gradient">dL/d(parameters).</param>
    /// <param name="moments">The rule's moment vectors of the same array, one after the other.</param>
    /// <param name="rate">The scheduled learning rate.</param>
    /// <param name="iteration">1 for the first step.</param>
    public abstract void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration);
}
