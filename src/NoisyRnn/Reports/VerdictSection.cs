using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The first thing on the page: the claims and what became of them, what was left out, and the criteria.</summary>
internal static class VerdictSection
{
    /// <summary>A claim over the whole table.</summary>
    private const string AllCells = "all";

    /// <summary>Table, networks left out, criteria.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        if (content.Verdicts.IsEmpty)
            yield return Html.Element("p", "This experiment lists no claims.");
        else
            yield return Table(content);
        yield return LeftOut(content);
        if (!content.Criteria.IsEmpty)
            yield return Criteria(content);
    }

    private static XElement Table(ReportContent content)
    {
        // The claims as wholes before their cells; else the order of the records.
        var ordered = content.Verdicts.OrderBy(v => v.Cell != AllCells);
        return Html.Table("verdicts", "Verdicts: effects as mean over seeds [95 % interval]",
            ["Claim", "Cell", "Verdict", "Effects", "n", "Note"], ordered.Select(Row));
    }

    private static XElement Row(Verdict verdict) => Html.Classed("tr", verdict.Cell == AllCells ? "whole" : "cell",
        Html.Element("td", verdict.Claim),
        Html.Element("td", verdict.Cell == AllCells ? "all cells" : verdict.Cell),
        Html.Element("td", Badge(verdict.Outcome)),
        Html.Element("td", [.. Effects(verdict)]),
        Html.Classed("td", "number", Networks(verdict)),
        Html.Element("td", verdict.Note));

    private static XElement Badge(Outcome outcome)
    {
        var (style, sign) = outcome switch
        {
            Outcome.Holds => ("holds", "\u2713"),
            Outcome.DoesNotHold => ("fails", "\u2717"),
            Outcome.Undecided => ("undecided", "?"),
            Outcome.Preview => ("preview", "\u2026"),
            _ => ("untrained", "\u2013"),
        };
        return Html.Classed("span", "badge " + style, $"{sign} {Wording.Of(outcome)}");
    }

    private static IEnumerable<XElement> Effects(Verdict verdict)
    {
        foreach (var effect in verdict.Effects)
            yield return Html.Classed("div", "effect", effect.Symbol, " = ", Html.Interval(effect.Value));
        if (verdict.AdjustedP is { } p)
            yield return Html.Classed("div", "effect", $"p (Holm) = {Wording.Number(p)}");
    }

    private static string Networks(Verdict verdict) => string.Create(CultureInfo.InvariantCulture,
        $"{verdict.N}{(verdict.LeftOut.IsEmpty ? "" : $" of {verdict.N + verdict.LeftOut.Length}")}");

    private static XElement LeftOut(ReportContent content) =>
        content.LeftOut.IsEmpty
            ? Html.Element("p", "No network was left out.")
            : Html.Element("details", content.LeftOut.Length <= 10 ? new XAttribute("open", "") : null,
                Html.Element("summary", string.Create(CultureInfo.InvariantCulture, $"Networks left out, and why ({content.LeftOut.Length})")),
                Html.Table("left-out", "Networks that no verdict counts", ["Network", "Cell", "Reason"],
                    content.LeftOut.Select(l => Html.Element("tr",
                        Html.Element("td", Html.Element("code", l.Run)), Html.Element("td", l.Cell), Html.Element("td", l.Reason)))));

    private static XElement Criteria(ReportContent content) =>
        Html.Element("details",
            Html.Element("summary", "Criteria, written before the first run"),
            Html.Element("dl", [.. content.Criteria.SelectMany(c => new[] { Html.Element("dt", c.Key), Html.Element("dd", c.Value) })]));
}
