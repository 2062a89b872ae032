using NoisyRnn.Networks;

namespace NoisyRnn.Training;

/// <summary>A network on its way through training.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Parameters">Its parameters then.</param>
public sealed record Snapshot(int Iteration, Parameters Parameters);
