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

    internal override Findings Findings => new("Removing the noise: the shift of the output predicted (R\u00b2), and the share of the excess silent loss that is removed by", Inside is not { } inside
        ? [new("L swapped / L silent", "", AveragedLoss / SilentLoss)]
        :
        [
            new("R\u00b2", "", inside.Explained),
            new("R\u00b2, first order", "", inside.FirstOrderExplained),
            new("F_s0", "", inside.RemovedShare),
            new("random shift", "", inside.RandomShiftRemovedShare),
            new("F_s0 in the largest third", "", inside.LargestThirdRemovedShare),
            new("in a random third", "", inside.RandomThirdRemovedShare),
            new("part of the largest third in the shift", "", inside.LargestThirdContribution),
        ]);
}
