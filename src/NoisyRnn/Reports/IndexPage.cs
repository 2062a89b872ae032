using System.Collections.Immutable;
using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The page over several reports: the template of <c>web/index.html</c> with its places filled.</summary>
internal static class IndexPage
{
    /// <summary>The whole page.</summary>
    public static string Of(ImmutableArray<IndexEntry> entries) => PageTemplate.Fill("index.html", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["css"] = PageResource.Read("report.css"),
        ["summary"] = Html.Escape(Summary(entries)),
        ["matrix"] = Matrix(ClaimMatrix.Of(entries)).Markup(),
        ["answers"] = entries.Where(static entry => entry.Content is not null).Select(Answer).Concat(entries.Where(static entry => entry.Content is null).GroupBy(static entry => entry.NotRun).Select(NotRun)).Markup(),
    });

    private static string Summary(ImmutableArray<IndexEntry> entries)
    {
        var run = entries.Where(static entry => entry.Content is not null).ToList();
        return $"{Wording.Share(run.Count, entries.Length, "experiment")} run, {run.Count(static entry => ReportAnswer.IsPreview(entry.Content!))} of them previews: too few seeds for a verdict, and told by their direction.";
    }

    private static IEnumerable<XElement> Matrix(ClaimMatrix matrix)
    {
        if (matrix.Claims.IsEmpty)
            yield break;
        foreach (var (number, part) in matrix.Parts.Index())
        {
            yield return Html.Table("index-matrix", number > 0 ? "The claims of the other experiments, read in the same way." : "\u2713 holds, \u2717 does not hold, ? undecided, \u2013 not trained; in brackets: so far, of a preview. Below it the size of the effect at the largest training noise, from the arm where it is smallest to that where it is largest.",
                ["experiment", .. part.Claims], part.Rows.Select(static row => Row(row.Entry, row.Cells)));
        }

        yield return Html.Classed("ul", "claim-list", matrix.Claims.Select(claim => Html.Element("li", Html.Element("b", claim), $" {matrix.Title(claim)}")));
    }

    private static XElement Row(IndexEntry entry, ImmutableArray<ClaimMatrixCell?> cells)
    {
        var name = Html.Element("th", Link(entry, entry.Name));
        name.SetAttributeValue("scope", "row");
        return Html.Element("tr", name, cells.Select(static cell => Cell(cell)));
    }

    private static XElement Cell(ClaimMatrixCell? cell)
    {
        if (cell is null)
            return Html.Element("td");
        var isPreview = cell.Whole.Outcome == Outcome.Preview;
        var (style, sign) = VerdictSign.Of(isPreview ? cell.Whole.SoFar ?? Outcome.Preview : cell.Whole.Outcome);
        var td = Html.Classed("td", isPreview ? style + " so-far" : style, Html.Element("b", isPreview && sign.Length > 0 ? $"({sign})" : sign.Length > 0 ? sign : "\u00b7"),
            cell.Sizes.IsEmpty ? null : Html.Classed("span", "line", Html.Symbol(cell.Symbol), $" {cell.Range}"));
        string[] words = [Wording.Of(cell.Whole.Outcome), cell.Whole.Direction, cell.Whole.Beside, .. cell.Sizes.Select(static size => $"{size.Cell}: {Wording.Of(size.Effects[0])}")];
        td.SetAttributeValue("title", Html.Clean(string.Join("; ", words.Where(static part => part.Length > 0))));
        return td;
    }

    private static XElement Answer(IndexEntry entry) => Html.Element("article",
        Html.Element("h3", Link(entry, entry.Content!.Title)),
        Html.Element("p", Html.Classed("span", ReportAnswer.IsPreview(entry.Content) ? "chip preview" : "chip", ReportAnswer.Networks(entry.Content)), " ", Html.Typeset(ReportAnswer.Of(entry.Content))));

    // Several lack the same.
    private static XElement NotRun(IGrouping<string, IndexEntry> entries) => Html.Element("article",
        Html.Element("h3", string.Join(", ", entries.Select(static entry => entry.Name))), Html.Classed("p", "note", $"Not run: {entries.Key}"));

    private static object Link(IndexEntry entry, string text)
    {
        if (entry.Page is null)
            return text;
        var link = Html.Element("a", text);
        link.SetAttributeValue("href", string.Join('/', entry.Page.Split('/').Select(Uri.EscapeDataString)));
        return link;
    }
}
