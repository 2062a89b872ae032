using System.Collections.Immutable;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>A run that a worker of this process is at.</summary>
/// <param name="Run">Its hash, as far as it is shown.</param>
/// <param name="Point">Where it stands in the grid: dotted path -> value as text.</param>
/// <param name="At">How far it is.</param>
public sealed record WorkingRun(string Run, ImmutableArray<KeyValuePair<string, string>> Point, Heartbeat At);
