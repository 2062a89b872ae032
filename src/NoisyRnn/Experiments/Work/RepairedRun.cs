namespace NoisyRnn.Experiments;

/// <summary>A network that was repaired.</summary>
/// <param name="Run">The run's short hash.</param>
/// <param name="Point">Where it stands in the grid.</param>
/// <param name="NoisyLoss">Test loss under the training noise.</param>
/// <param name="SilentLoss">Test loss without noise, as it is.</param>
/// <param name="RepairedLoss">Test loss without noise, repaired.</param>
/// <param name="Path">The model file.</param>
public sealed record RepairedRun(string Run, string Point, double NoisyLoss, double SilentLoss, double RepairedLoss, string Path);
