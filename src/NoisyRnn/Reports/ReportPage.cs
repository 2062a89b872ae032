using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>
/// The page: the template of <c>web/report.html</c> with its places filled. First the answer and the figure on which it is seen, then why, what to do,
/// the claims one by one, how it was done; what one checks with is folded away.
/// </summary>
internal static class ReportPage
{
    /// <summary>The whole page.</summary>
    public static string Of(ReportContent content, ImmutableArray<Figure> figures, PlotlyScript plotly)
    {
        var shown = figures.Where(static figure => figure.Part == FigurePart.Result).Take(1).ToList();
        // In the order in which they stand, for their numbers run through the page.
        var portraits = figures.Where(static figure => figure.Part == FigurePart.Portrait);
        Figure[] ordered = [.. shown, .. portraits, .. figures.Except(shown).Except(portraits).OrderBy(static figure => figure.Part)];
        var numbered = ordered.Index().ToLookup(entry => shown.Contains(entry.Item) ? (FigurePart?)null : entry.Item.Part, static entry => (entry.Index + 1, entry.Item));
        var drawn = DrawnPart.Of(content);
        PageSection[] sections =
        [
            new("done", "What was done", Done(content)),
            new("portrait", "At any test noise", FigureSection.Of(numbered[FigurePart.Portrait])),
            new("results", "More of what was found", FigureSection.Of(numbered[FigurePart.Result])),
            new("why", "Why", FigureSection.Of(numbered[FigurePart.Why])),
            new("repair", "What to do", RepairSection.Of(content) + FigureSection.Of(numbered[FigurePart.Repair])),
            new("verdicts", "Claims", VerdictSection.Of(drawn).Markup()),
            new("methods", "Methods", MethodsSection.Of(content).Markup()),
            new("appendix", "Appendix", AppendixSection.Of(drawn, FigureSection.Of(numbered[FigurePart.Appendix]))),
        ];
        return PageTemplate.Page(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = Html.Escape(content.Title),
            ["contents"] = PageSection.Contents(sections),
            ["answer"] = Answer(content).Markup(),
            ["first"] = figures.IsEmpty ? new[] { Html.Element("p", "No network counts: there is nothing to draw.") }.Markup() : FigureSection.Of(numbered[null]),
            ["numbers"] = HeadlineNumbers.Of(content).Concat(Claims(content)).Markup(),
            ["sections"] = PageSection.All(sections),
        }, plotly, isDrawn: !figures.IsEmpty);
    }

    private static IEnumerable<XElement> Answer(ReportContent content)
    {
        var isPreview = ReportAnswer.IsPreview(content);
        yield return Html.Classed("p", "lead", Html.Classed("span", isPreview ? "chip preview" : "chip", ReportAnswer.Networks(content)), " ", Html.Element("strong", Html.Typeset(ReportAnswer.Of(content))));
    }

    // What became of each claim, in a line that leads to all that is known of it.
    private static IEnumerable<XElement> Claims(ReportContent content)
    {
        var whole = content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).ToList();
        if (whole.Count > 0)
            yield return Html.Classed("ul", "claim-list", whole.Select(verdict => Html.Element("li", ClaimCard.Link(content.Claims.FirstOrDefault(claim => claim.Symbol == verdict.Claim), verdict))));
    }

    private static string Cut(ReportContent content) => !content.Cells.Any(static cell => cell.N > CurveTraces.MostSeeds) ? ""
        : string.Create(CultureInfo.InvariantCulture, $" Where a cell has more than {CurveTraces.MostSeeds} networks, figures draw the curves of the first {CurveTraces.MostSeeds}; means, bands, intervals and CSV files are of all.");

    private static string Done(ReportContent content)
    {
        // A network that was swept in two ways stands in two cells.
        var networks = content.Runs.DistinctBy(static r => r.Run).ToArray();
        var summary = string.Create(CultureInfo.InvariantCulture,
            $"{(content.Scale.Length == 0 ? "" : $"Scale {content.Scale}: ")}{networks.Length} networks trained, {networks.Count(static r => r.Counted)} counted, {content.LeftOut.Length} left out.{content.PartsSentence}{Cut(content)}{DrawnPart.Note(content)}");
        return new[]
        {
            Html.Element("p", Html.Typeset(content.Description)),
            Html.Classed("p", "note", summary),
            content.Preview.Length == 0 ? null : Html.Classed("p", "banner", Html.Element("strong", $"{content.Preview}: no verdicts."),
                " No claim is decided on so few seeds; what is said of one is its direction so far. The numbers are measured, and may change with more."),
        }.OfType<XElement>().Markup();
    }
}
