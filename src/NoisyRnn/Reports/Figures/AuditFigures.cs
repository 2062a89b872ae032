using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>The figures of an audit.</summary>
/// <param name="OfAnswer">Loss against noise, and of classes the accuracy.</param>
/// <param name="OfWhy">Those of reports that its analyses have something for.</param>
/// <param name="OfRepair">What repairs do.</param>
internal sealed record AuditFigures(ImmutableArray<Figure> OfAnswer, ImmutableArray<Figure> OfWhy, ImmutableArray<Figure> OfRepair)
{
    /// <summary>All, in the order of the page.</summary>
    public ImmutableArray<Figure> All => [.. OfAnswer, .. OfWhy, .. OfRepair];

    /// <summary>The figures of an audit.</summary>
    public static AuditFigures Of(AuditContent content) => new(
        [.. AuditFigure.Of(content)], content.Explanations.IsEmpty ? [] : FigureCatalogue.OfAnalyses(AuditRuns.Of(content)), AuditRepairFigure.Of(content) is { } repair ? [repair] : []);
}
