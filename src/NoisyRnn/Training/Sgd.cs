using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>Gradient descent with momentum: v = m v + g; p -= rate v.</summary>
public sealed record Sgd : Optimizer
{
    /// <summary>m.</summary>
    [Description("momentum")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Momentum { get; init; } = 0.9;

    /// <inheritdoc/>
    public override int Moments => 1;

    /// <inheritdoc/>
    public override void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration)
    {
        for (var k = 0; k < parameters.Length; k++)
        {
            moments[k] = (Momentum * moments[k]) + gradient[k];
            parameters[k] -= rate * moments[k];
        }
    }
}
