using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>The last iterations are without noise: silent fine-tuning.</summary>
public sealed record SilentTail : NoiseSchedule
{
    /// <summary>How many.</summary>
    [Description("the last iterations, which are without noise")]
    [Range(1, 100_000_000)]
    public int Iterations { get; init; } = 200;

    internal override string Equation => $"the last {Iterations} iterations are without noise";

    internal override bool IsSilent(int iterations) => Iterations >= iterations;

    internal override double Factor(int iteration, int iterations) => iteration >= iterations - Iterations ? 0 : 1;

    internal override string? Problem(int iterations) =>
        Iterations > iterations ? $"a silent tail of {Iterations} of {iterations} iterations; allowed is 1 to {iterations}" : null;
}
