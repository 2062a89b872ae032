using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Every line of every claim with its effects, intervals, p-value and note; folded, for those who check.</summary>
internal static class VerdictTable
{
    /// <summary>The table.</summary>
    public static XElement Of(ReportContent content)
    {
        // The claims as wholes before their cells; else the order of the records.
        var ordered = content.Verdicts.OrderBy(v => v.Cell != Verdict.All);
        return Html.Classed("details", "every-line",
            Html.Element("summary", string.Create(CultureInfo.InvariantCulture, $"All effects with intervals and p-values ({content.Verdicts.Length} lines)")),
            Html.Table("verdicts stacks", "Effects: mean over seeds [95 % interval]",
                ["Claim", "Cell", "Verdict", "Effects", "n", "Note"], ordered.Select(Row)));
    }

    private static XElement Row(Verdict verdict) => Html.Classed("tr", verdict.Cell == Verdict.All ? "whole" : verdict.Counted ? "cell" : "cell muted",
        Html.Element("td", verdict.Claim),
        Html.Element("td", Html.Typeset(verdict.Cell == Verdict.All ? "all cells" : verdict.Cell)),
        Html.Element("td", VerdictSign.Badge(verdict.Outcome)),
        Html.Element("td", [.. Effects(verdict)]),
        Html.Classed("td", "number", Networks(verdict)),
        Html.Element("td", Html.Typeset(verdict.AtThreshold ? verdict.Note + "; threshold s_c" : verdict.Note)));

    private static IEnumerable<XElement> Effects(Verdict verdict)
    {
        foreach (var effect in verdict.Effects)
        {
            // The words after the symbol: "= 0.97 [0.91, 1.02]", "at least 2 [2, 2]".
            yield return Html.Classed("div", "effect", Html.Symbol(effect.Symbol), Html.Interval(Wording.Of(effect)[effect.Symbol.Length..]));
        }

        if (verdict.AdjustedP is { } p)
            yield return Html.Classed("div", "effect", Wording.AdjustedP(p));
    }

    private static string Networks(Verdict verdict) => string.Create(CultureInfo.InvariantCulture,
        $"{verdict.N}{(verdict.LeftOut.IsEmpty ? "" : $" of {verdict.N + verdict.LeftOut.Length}")}");
}
