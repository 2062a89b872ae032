using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What training leaves in the store; the parameters themselves are in the model file, where it is kept.</summary>
public sealed record TrainingResult
{
    /// <summary>The learning curve.</summary>
    public required LearningCurve Curve { get; init; }

    /// <summary>Iterations done.</summary>
    public required int Iterations { get; init; }

    /// <summary>The iteration in which loss or gradient ceased to be finite; null for a network that trained.</summary>
    public int? DivergedAt { get; init; }

    /// <summary>Whether training stopped at its target loss.</summary>
    public bool TargetReached { get; init; }

    /// <summary>Whether training stopped because the validation loss had not improved for too long.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OutOfPatience { get; init; }

    /// <summary>Why training ended.</summary>
    [JsonIgnore]
    public TrainingEnd End => DivergedAt is not null ? TrainingEnd.Divergence
        : TargetReached ? TrainingEnd.Target
        : OutOfPatience ? TrainingEnd.Patience
        : TrainingEnd.Iterations;

    /// <summary>With keep-best the iteration whose parameters are the trained network's; null where they are the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? KeptIteration { get; init; }

    /// <summary>The validation loss of the trained network; null where there was no validation.</summary>
    [JsonIgnore]
    public double? ValidationLoss => Curve.Iterations.Length == 0
        ? null
        : Curve.ValidationLoss[KeptIteration is { } kept ? Curve.Iterations.IndexOf(kept) : ^1];

    /// <summary>exp(theta), the noise level over s0 at the end, one number or one a unit; default where the level is not trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> NoiseFactors { get; init; }

    /// <summary>SHA-256 of the trained network's parameters' bytes: equal for equal bits, on whatever machine.</summary>
    public required string ParametersHash { get; init; }
}
