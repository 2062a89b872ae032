using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>A run that a worker of this process is at.</summary>
/// <param name="Run">Its hash, as far as it is shown.</param>
/// <param name="Point">Where it stands in the grid, in words.</param>
/// <param name="At">How far it is.</param>
public sealed record WorkingRun(string Run, string Point, Heartbeat At);
