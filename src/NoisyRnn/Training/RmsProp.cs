using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>RMSprop (Tieleman and Hinton 2012): v = d v + (1-d) g^2; p -= rate g / (sqrt(v) + eps).</summary>
public sealed record RmsProp : Optimizer
{
    /// <summary>d.</summary>
    [Description("decay of the mean square")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.99;

    /// <summary>Added to the root of the mean square.</summary>
    [Description("added to the root of the mean square")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override int Moments => 1;

    /// <inheritdoc/>
    public override void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration)
    {
        for (var k = 0; k < parameters.Length; k++)
        {
            moments[k] = (Decay * moments[k]) + ((1 - Decay) * gradient[k] * gradient[k]);
            parameters[k] -= rate * gradient[k] / (Math.Sqrt(moments[k]) + Epsilon);
        }
    }
}
