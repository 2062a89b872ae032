using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>Runs that were not done when it was estimated what they cost.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Estimate">Their estimate.</param>
internal sealed record EstimatedRuns(ImmutableArray<PlannedRun> Runs, RunEstimate Estimate);
