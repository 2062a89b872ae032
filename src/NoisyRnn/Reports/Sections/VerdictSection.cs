using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>
/// The claims, a line each that opens to its card; folded away behind them every effect, and what was left out.
/// </summary>
internal static class VerdictSection
{
    /// <summary>Lines, legend, table, networks left out.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        if (content.Verdicts.IsEmpty)
            yield return Html.Element("p", "This experiment lists no claims.");
        else
        {
            var cards = content.Verdicts.GroupBy(v => v.Claim).Select(claim =>
                ClaimCard.Of(content.Claims.FirstOrDefault(c => c.Symbol == claim.Key), [.. claim])).ToList();
            yield return Html.Classed("div", "claims", cards);
            yield return Legend(content);
            yield return VerdictTable.Of(content);
        }

        yield return LeftOut(content);
    }

    private static XElement Legend(ReportContent content)
    {
        var (numbers, signs) = (
            content.Verdicts.Any(v => v.Effects.Any(e => e.Symbol == "rho")) ? Html.Element("p", Html.Element("b", "rho"), ": the test noise with the lowest loss, divided by the training noise s",
                Html.Element("sub", "0"), " (1: the training noise; 0: silence). ", Html.Element("b", "D"), " = ln L(0) \u2212 ln L(s",
                Html.Element("sub", "0"), "): above 0 where a network loses by having its noise removed. Means over seeds.") : null,
            Html.Element("p", [.. content.Verdicts.Select(v => v.Outcome).Distinct().Where(o => VerdictSign.Of(o).Sign.Length > 0).Order()
                .SelectMany(outcome => new object[] { VerdictSign.Badge(outcome), " " })]));
        if (content.Verdicts.Any(v => !v.Counted))
            signs.Add(new XText(" "), Html.Classed("span", "badge muted", "faint"), new XText(" measured, but not counted "));
        if (content.Verdicts.Any(v => v.AtThreshold))
            signs.Add(new XText(" "), Html.Classed("span", "threshold-key", "\u00a0s", Html.Element("sub", "c")), new XText(" threshold: from here on all hold"));
        return Html.Classed("div", "key note", signs.IsEmpty ? null : signs, numbers);
    }

    // So many networks left out are listed.
    private const int MostListed = 500;

    private static XElement LeftOut(ReportContent content) =>
        content.LeftOut.IsEmpty
            ? Html.Element("p", "No network was left out.")
            : Html.Element("details", content.LeftOut.Length <= 10 ? new XAttribute("open", "") : null,
                Html.Element("summary", string.Create(CultureInfo.InvariantCulture, $"Networks left out, and why ({content.LeftOut.Length}{(content.LeftOut.Length > MostListed ? $"; the first {MostListed} are listed, all are in the figures' CSV" : "")})")),
                Html.Table("left-out stacks", "Networks that no verdict counts", ["Network", "Cell", "Reason"],
                    content.LeftOut.Take(MostListed).Select(l => Html.Element("tr",
                        Html.Element("td", Html.Element("code", l.Run)), Html.Element("td", l.Cell), Html.Element("td", l.Reason)))));
}
