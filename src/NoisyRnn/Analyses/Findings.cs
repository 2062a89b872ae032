using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What an analysis found in one network, in a few numbers: a line of a table.</summary>
/// <param name="Title">Title of the table, the same for all networks.</param>
/// <param name="Metrics">Its columns; a network may lack some.</param>
public sealed record Findings(string Title, ImmutableArray<Metric> Metrics);
