using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>A single-unit regulator h' = (1-g) h + g relu(w r + b), z = h + c, beside its mean-field optimum.</summary>
public sealed record MeanFieldResult : AnalysisResult
{
    /// <summary>The lowest mean-field loss at the training noise.</summary>
    public required double OptimalLoss { get; init; }

    /// <summary>w there.</summary>
    public required double OptimalWeight { get; init; }

    /// <summary>b there.</summary>
    public required double OptimalBias { get; init; }

    /// <summary>c there.</summary>
    public required double OptimalOffset { get; init; }

    /// <summary>The best test noise of the optimum, s*/s0 (0 to 2); 0 where s0 = 0.</summary>
    public required double OptimalPreference { get; init; }

    /// <summary>The trained network's measured loss at its training noise.</summary>
    public required double TrainedLoss { get; init; }

    /// <summary>Its w.</summary>
    public required double Weight { get; init; }

    /// <summary>Its b.</summary>
    public required double Bias { get; init; }

    /// <summary>Its c.</summary>
    public required double Offset { get; init; }

    /// <summary>Its best test noise by the mean field, s*/s0.</summary>
    public required double PredictedPreference { get; init; }

    /// <summary>q = a/s0, mean over set-points; null where s0 = 0.</summary>
    public required double? OperatingPoint { get; init; }

    // Without training noise the optimal loss is 0 and there is no s0: no ratio means anything.
    internal override Findings? Findings => OperatingPoint is not { } operatingPoint ? null : new("Mean-field optimum of the regulator",
    [
        new("loss / optimum", "", TrainedLoss / OptimalLoss),
        new("s*/s0 of the optimum", "", OptimalPreference),
        new("s*/s0 predicted", "", PredictedPreference),
        new("operating point a/s0", "", operatingPoint),
    ]);
}
