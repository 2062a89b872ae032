using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What removing the training noise does to a network's output, and what undoes it. Losses are mean squared errors.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record BiasResult : AnalysisResult
{
    /// <summary>s0.</summary>
    public required double Sigma { get; init; }

    /// <summary>L(0).</summary>
    public required double SilentLoss { get; init; }

    /// <summary>L(s0), of single draws.</summary>
    public required double NoisyLoss { get; init; }

    /// <summary>bias^2(s0), unbiased.</summary>
    public required double BiasSquared { get; init; }

    /// <summary>The silent loss with F_s0 in the place of f: noise inside, the repair; noise outside, a placebo.</summary>
    public required double AveragedLoss { get; init; }

    /// <summary>Mean of dz^2, dz = z_silent - E z_s0.</summary>
    public required double ShiftSquared { get; init; }

    /// <summary>What concerns noise inside alone; null with noise outside.</summary>
    public BiasExplanation? Inside { get; init; }

    internal override Findings Findings => Inside is not { } inside
        ? new("Noise outside: F_s0 swapped in where it does not belong", [new("silent loss with F_s0 / without", "", AveragedLoss / SilentLoss)])
        : new("Removing the noise: R\u00b2 of the predicted shift of the output, and the share of the excess silent loss that is removed by each",
        [
            new("R\u00b2", "", inside.Explained),
            new("R\u00b2, first order", "", inside.FirstOrderExplained),
            new("F_s0", "", inside.RemovedShare),
            new("random shift", "", inside.RandomShiftRemovedShare),
            new("F_s0 in the third with the largest shift", "", inside.LargestThirdRemovedShare),
            new("in a random third", "", inside.RandomThirdRemovedShare),
            new("that third's part in the shift", "", inside.LargestThirdContribution),
        ]);
}

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
