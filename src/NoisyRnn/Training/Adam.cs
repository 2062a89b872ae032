using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>Adam (Kingma and Ba 2015) with bias correction.</summary>
public sealed record Adam : Optimizer
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

    /// <inheritdoc/>
    public override int Moments => 2;

    /// <inheritdoc/>
    public override void Step(
        Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> moments, double rate, int iteration) =>
        AdamStep.Apply(parameters, gradient, moments, rate, iteration, Beta1, Beta2, Epsilon);
}
