using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What an analysis found in one network.</summary>
public abstract record AnalysisResult
{
    /// <summary>Whether no analysis after it has anything to look at: no output of the network is finite.</summary>
    internal virtual bool LeavesNothing => false;

    /// <summary>What it found, as a line of a table; null where it has none.</summary>
    internal virtual Findings? Findings => null;

    /// <summary>What the network does at each level r = s/s0, in the task's own terms.</summary>
    internal virtual ImmutableArray<(double Level, Metric Metric)> FiguresOfMerit => [];

    /// <summary>What it found in the network on its way through training, by the loss asked for and the loss then.</summary>
    internal virtual ImmutableArray<(double Loss, double Found, AnalysisResult Result)> OnTheWay => [];

    /// <summary>
    /// The mean of results of the same kind, over runs that differ only in the part of the data; null where they have no mean.
    /// </summary>
    /// <param name="parts">This result and the others.</param>
    internal virtual AnalysisResult? MeanOver(ImmutableArray<AnalysisResult> parts) => null;
}
