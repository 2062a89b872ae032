using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The measured top exponent of a network at one level of its noise, and its bounds; per unit of time.</summary>
public sealed record StabilityLevel
{
    /// <summary>0 without noise, 1 at the training noise.</summary>
    public required double Level { get; init; }

    /// <summary>Trials whose path left the numbers; they are not in the mean.</summary>
    public required int Diverged { get; init; }

    /// <summary>The top exponent of the tangent flow, mean over trials; null where all paths left the numbers.</summary>
    public double? Exponent { get; init; }

    /// <summary>Its standard error over trials; NaN of a single one.</summary>
    public double Error { get; init; }

    /// <summary>The exponents of the trials, in their order.</summary>
    public required ImmutableArray<double> OfTrials { get; init; }

    /// <summary>phi of the noise that grows with the state; null, as all that follows, where the network or its noise has no bounds.</summary>
    public double? Phi { get; init; }

    /// <summary>psi of it.</summary>
    public double? Psi { get; init; }

    /// <summary>The lower bound, of the equation that is discretised.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper bound, likewise.</summary>
    public double? Upper { get; init; }

    /// <summary>The lower bound of the steps that were executed; without noise no path lies below.</summary>
    public double? LowerOfSteps { get; init; }

    /// <summary>The upper bound of the steps that were executed, which is <see cref="Upper"/> and (dt/2) (||A|| + L s_max(W))^2; without noise no path lies above.</summary>
    public double? UpperOfSteps { get; init; }

    /// <summary>The largest |f'| of any unit along the counted steps of the paths; without noise alone.</summary>
    public double? PathSlope { get; init; }

    /// <summary>The lower bound with it in the place of L.</summary>
    public double? PathLower { get; init; }

    /// <summary>The upper bound with it in the place of L.</summary>
    public double? PathUpper { get; init; }

    /// <summary>The upper bound of the executed steps with it in the place of L.</summary>
    public double? PathUpperOfSteps { get; init; }
}
