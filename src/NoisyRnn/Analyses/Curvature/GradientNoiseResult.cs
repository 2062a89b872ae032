using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>How much the noise moves the gradient of one network's batch.</summary>
public sealed record GradientNoiseResult : AnalysisResult
{
    /// <summary>Trials of the batch.</summary>
    public required int Trials { get; init; }

    /// <summary>R.</summary>
    public required int Draws { get; init; }

    /// <summary>Before training.</summary>
    public required GradientNoisePoint Start { get; init; }

    /// <summary>At its end.</summary>
    public required GradientNoisePoint End { get; init; }

    internal override Findings Findings => new("Noise of the gradient",
    [
        new("norm, start", "of the mean over draws", Start.Norm), new("deviation, start", "root of the trace of the covariance over draws", Start.Deviation),
        new("norm, end", "of the mean over draws", End.Norm), new("deviation, end", "root of the trace of the covariance over draws", End.Deviation),
        .. Start.FromClosure is { } start ? [new("closure's, start", "distance from the mean, share of its norm", start / Start.Norm)] : (Tasks.Metric[])[],
        .. End.FromClosure is { } end ? [new("closure's, end", "distance from the mean, share of its norm", end / End.Norm)] : (Tasks.Metric[])[],
    ]);
}

/// <summary>The gradient of a batch over draws of the noise, by all parameters together.</summary>
/// <param name="Norm">Norm of the mean.</param>
/// <param name="Deviation">Root of the trace of the covariance; divided by the root of the number of draws it is the error of the mean.</param>
/// <param name="FromClosure">Distance of the closure's gradient from the mean; null where there is no closure.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record GradientNoisePoint(double Norm, double Deviation, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? FromClosure);
