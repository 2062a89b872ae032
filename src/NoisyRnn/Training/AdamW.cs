using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public sealed record AdamW : AdaptiveMoments
{
    /// <summary>Weight decay.</summary>
    [Description("each step first multiplies the parameters by 1 - rate * decay")]
    [Range(0, double.MaxValue)]
    public double Decay { get; init; } = 0.01;

    /// <inheritdoc/>
    public override void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration)
    {
        foreach (ref var p in parameters)
            p *= 1 - (rate * Decay);
        base.Step(parameters, gradient, moments, rate, iteration);
    }
}
