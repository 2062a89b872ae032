using System.Collections.Immutable;

namespace NoisyRnn.Training;

/// <summary>Loss against iteration.</summary>
/// <param name="Iterations">The iterations at which the loss was recorded. [K]</param>
/// <param name="TrainingLoss">Mean training loss since the entry before. [K]</param>
/// <param name="ValidationLoss">Loss on the validation trials, at the training noise. [K]</param>
public sealed record LearningCurve(
    ImmutableArray<int> Iterations, ImmutableArray<double> TrainingLoss, ImmutableArray<double> ValidationLoss);
