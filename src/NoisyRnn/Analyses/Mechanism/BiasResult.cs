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
