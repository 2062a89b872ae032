using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What an analysis found in one network.</summary>
public abstract record AnalysisResult
{
    /// <summary>Its figures of merit for tables: at which level r = s/s0, and what.</summary>
    internal virtual ImmutableArray<(double Level, Metric Metric)> FiguresOfMerit => [];

    /// <summary>
    /// The mean of results of the same kind, over runs that differ only in the part of the data; null where they have no mean.
    /// </summary>
    /// <param name="parts">This result and the others.</param>
    internal virtual AnalysisResult? MeanOver(ImmutableArray<AnalysisResult> parts) => null;
}
