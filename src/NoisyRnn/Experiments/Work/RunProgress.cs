using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>How far an experiment is.</summary>
/// <param name="Runs">Runs in all.</param>
/// <param name="Done">Runs with results, those of earlier calls included.</param>
/// <param name="Diverged">Runs that diverged, among those done.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Fraction">Share of this call's work that is done, in [0, 1].</param>
/// <param name="Elapsed">Time since this call started.</param>
/// <param name="Left">Estimate of the time left; null as long as there is nothing to estimate from.</param>
public sealed record RunProgress(int Runs, int Done, int Diverged, int Failed, double Fraction, TimeSpan Elapsed, TimeSpan? Left)
{
    /// <summary>The runs that are being computed, in the order of the grid.</summary>
    public ImmutableArray<WorkingRun> Working { get; init; } = [];
}
