using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>The levels fall linearly to none over the last share p of the K iterations: min(1, (K - k)/(p K)).</summary>
public sealed record AnnealedNoise : NoiseSchedule
{
    /// <summary>p.</summary>
    [Description("share of all iterations, the last, over which the noise falls linearly to none")]
    [Range(0, 1, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.3;

    internal override string Equation => $"over the last {Share} of the iterations all levels fall linearly to 0";

    internal override double Factor(int iteration, int iterations) => Math.Min(1, (iterations - iteration) / (Share * iterations));
}
