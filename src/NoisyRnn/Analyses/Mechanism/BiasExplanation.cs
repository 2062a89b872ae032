using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>
/// Why a network trained with noise inside is off without it. Removed shares are of the excess of the silent loss,
/// (L(0) - L)/(L(0) - bias^2(s0)): 1 undoes it, below 0 makes it worse.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record BiasExplanation
{
    /// <summary>R^2 = 1 - SS(dz - pred)/SS(dz), the prediction from f and F_s0 along the mean path; nothing is fitted.</summary>
    public required double Explained { get; init; }

    /// <summary>The same for the first-order prediction W_out (I - diag(F') W)^-1 [f(a) - F_s0(a)], at the sampled steps.</summary>
    public required double FirstOrderExplained { get; init; }

    /// <summary>By F_s0 in all units.</summary>
    public required double RemovedShare { get; init; }

    /// <summary>Silent loss with F at .5 s0.</summary>
    public required double AtHalfLoss { get; init; }

    /// <summary>Silent loss with F at 1.5 s0.</summary>
    public required double AtMoreLoss { get; init; }

    /// <summary>By random constant shifts of the same length, mean.</summary>
    public required double RandomShiftRemovedShare { get; init; }

    /// <summary>Of the signed contributions of all units and inputs to dz, the part of the third with the largest |F_s0 - f|.</summary>
    public required double LargestThirdContribution { get; init; }

    /// <summary>By F_s0 in that third alone.</summary>
    public required double LargestThirdRemovedShare { get; init; }

    /// <summary>By F_s0 in random thirds, mean.</summary>
    public required double RandomThirdRemovedShare { get; init; }
}
