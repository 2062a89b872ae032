using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What an analysis found in one network, in a few numbers: a line of a table.</summary>
/// <param name="Title">Title of the table, the same for all networks.</param>
/// <param name="Metrics">Its columns; a network may lack some.</param>
public sealed record Findings(string Title, ImmutableArray<Metric> Metrics)
{
    /// <summary>The same, and beside it what was found where silence has the mean of the noise.</summary>
    /// <param name="matched">That; null where it was not looked at.</param>
    internal Findings With(Findings? matched) =>
        matched is null ? this : this with { Metrics = [.. Metrics, .. matched.Metrics.Select(static metric => metric with { Name = $"{metric.Name}, mean matched" })] };
}
