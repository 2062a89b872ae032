using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Training;

/// <summary>Loss against iteration.</summary>
/// <param name="Iterations">The iterations at which the loss was recorded. [K]</param>
/// <param name="TrainingLoss">Mean training loss since the entry before. [K]</param>
/// <param name="ValidationLoss">Loss on the validation trials, at the noise of validations. [K]</param>
public sealed record LearningCurve(
    ImmutableArray<int> Iterations, ImmutableArray<double> TrainingLoss, ImmutableArray<double> ValidationLoss)
{
    /// <summary>Cross-entropy: accuracy on the validation trials, NaN where it was not recorded; default for other losses. [K]</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> ValidationAccuracy { get; init; }

    /// <summary>Noise level over s0, geometric mean over units, where the level is trained; else default. [K]</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> NoiseFactor { get; init; }
}
