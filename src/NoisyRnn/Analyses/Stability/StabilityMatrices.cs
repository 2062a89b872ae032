namespace NoisyRnn.Analyses;

/// <summary>The matrices of a trained network in the bounds of its top exponent; all per unit of time, the units' rates in them.</summary>
public sealed record StabilityMatrices
{
    /// <summary>lambda_max of A^sym = (A + A^T)/2.</summary>
    public required double LargestSymmetric { get; init; }

    /// <summary>lambda_min of A^sym.</summary>
    public required double SmallestSymmetric { get; init; }

    /// <summary>||A||_2.</summary>
    public required double LinearNorm { get; init; }

    /// <summary>s_max(W).</summary>
    public required double RecurrentNorm { get; init; }

    /// <summary>L = sup |f'|.</summary>
    public required double LargestSlope { get; init; }

    /// <summary>Whether lambda_max(A^sym) + L s_max(W) &lt; 0: without noise, all paths under the same input meet.</summary>
    public bool IsContracting => LargestSymmetric + (LargestSlope * RecurrentNorm) < 0;

    /// <summary>
    /// Whether A^sym is negative definite and s_min(A^sym) &gt; L s_max(W): the Lipschitz RNN's conditions of global exponential stability
    /// (Erichson et al. 2021). The singular values of a negative definite A^sym are its eigenvalues' sizes: it is <see cref="IsContracting"/> in other words.
    /// </summary>
    public bool MeetsLipschitzCondition => LargestSymmetric < 0 && Math.Min(Math.Abs(LargestSymmetric), Math.Abs(SmallestSymmetric)) > LargestSlope * RecurrentNorm;

    /// <summary>Of a system.</summary>
    internal static StabilityMatrices Of(StabilitySystem system) => new()
    {
        LargestSymmetric = system.LargestSymmetric,
        SmallestSymmetric = system.SmallestSymmetric,
        LinearNorm = system.LinearNorm,
        RecurrentNorm = system.RecurrentNorm,
        LargestSlope = system.LargestSlope,
    };
}
