namespace NoisyRnn.Training;

/// <summary>One validation on the way of a training.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Training">Mean training loss since the entry before.</param>
/// <param name="Validation">Loss on the validation trials.</param>
/// <param name="Accuracy">Cross-entropy: accuracy on the validation trials; null for other losses, and where an earlier version recorded none.</param>
/// <param name="NoiseFactor">Noise level over its first, mean over units (geometric), where it is trained; else null.</param>
public readonly record struct LearningCurveEntry(int Iteration, double Training, double Validation, double? Accuracy = null, double? NoiseFactor = null);
