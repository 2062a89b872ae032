using System.Collections.Immutable;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The cells of all panels that share a colour and a line of the legend.</summary>
internal sealed record RunSeries(string Name, MarkedColor Color, ImmutableArray<RunCell> Cells);
