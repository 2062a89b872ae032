using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public sealed record AdamW : Optimizer
{
    /// <summary>Decay of the first moment.</summary>
    [Description("decay of the first moment")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    [Description("decay of the second moment")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    [Description("added to the root of the second moment")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay.</summary>
    [Description("each step first multiplies the parameters by 1 - rate * decay")]
    [Range(0, double.MaxValue)]
    public double Decay { get; init; } = 0.01;

    /// <inheritdoc/>
    public override int Moments => 2;

    /// <inheritdoc/>
    public override void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration)
    {
        foreach (ref var p in parameters)
            p *= 1 - (rate * Decay);
        AdamStep.Apply(parameters, gradient, moments, rate, iteration, Beta1, Beta2, Epsilon);
    }
}
