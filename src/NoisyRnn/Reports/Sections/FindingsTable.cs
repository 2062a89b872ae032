using System.Collections.Immutable;
using System.Xml.Linq;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What an analysis found, one line a network: for terminals, documents, and the page.</summary>
/// <param name="Title">Title.</param>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Lines.</param>
public sealed record FindingsTable(string Title, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>The tables, one a kind of analysis, in the order in which they first appear; empty where there are none.</summary>
    public static ImmutableArray<FindingsTable> Of(ReportContent content)
    {
        var found = (from cell in RunCell.Of(RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted)))
                     from run in cell.Runs
                     from findings in run.Results.Select(static result => result.Findings).Prepend(Learnt(run)).OfType<Findings>()
                     select (cell.Arm, Findings: findings)).ToList();
        return [.. found.GroupBy(static f => f.Findings.Title).Select(static table => Of(table.Key, [.. table]))];
    }

    /// <summary>The tables of the page; nothing where there are none.</summary>
    internal static IEnumerable<XElement> Section(ReportContent content)
    {
        var tables = Of(content);
        if (tables.IsEmpty)
            yield break;
        yield return Html.Element("p", "Mean \u00b1 standard deviation over training seeds.");
        foreach (var table in tables)
            yield return Html.Table("findings", table.Title, table.Columns, table.Rows.Select(Row));
    }

    private static FindingsTable Of(string title, ImmutableArray<(Arm Arm, Findings Findings)> found)
    {
        var metrics = found.SelectMany(static f => f.Findings.Metrics).Select(static metric => (metric.Name, metric.Unit)).Distinct().ToArray();
        return new(
            title,
            ["network", "n", .. metrics.Select(static metric => metric.Unit.Length == 0 ? metric.Name : $"{metric.Name} ({metric.Unit})")],
            [
                .. found.GroupBy(static f => f.Arm).Select(cell => ImmutableArray.Create(
                    [Wording.Of(cell.Key), $"{cell.Count()}", .. metrics.Select(metric => Spread([.. cell.SelectMany(static f => f.Findings.Metrics).Where(m => m.Name == metric.Name && double.IsFinite(m.Value)).Select(static m => m.Value)]))])),
            ]);
    }

    private static Findings? Learnt(NetworkRun run) => run.NoiseFactor is { } factor ? new("Noise level that was learnt, over the one at the start (geometric mean over units)", [new("s/s0", "", factor)]) : null;

    // Shares of nothing are not numbers: a linear network has no shift to share.
    private static string Spread(double[] values) => values.Length == 0 ? "" : SeedSpread.Of(values).Plain;

    private static XElement Row(ImmutableArray<string> row)
    {
        var name = Html.Element("th", row[0]);
        name.SetAttributeValue("scope", "row");
        return Html.Element("tr", name, row.Skip(1).Select(static cell => Html.Classed("td", "number", cell)));
    }
}
