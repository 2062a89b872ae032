using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Reports;

/// <summary>The page: the template of <c>web/report.html</c> with its places filled.</summary>
internal static class ReportPage
{
    /// <summary>The whole page.</summary>
    public static string Of(ReportContent content, ImmutableArray<Figure> figures, PlotlyScript plotly)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = Html.Escape(content.Title),
            ["description"] = Html.Markup(Html.Typeset(content.Description)),
            ["summary"] = Html.Escape(Summary(content)),
            ["preview"] = PreviewBanner(content),
            ["verdicts"] = VerdictSection.Of(content).Markup(),
            ["losses"] = LossSection.Of(content).Markup(),
            ["robustness"] = RobustnessSection.Of(content).Markup(),
            ["behaviour"] = MeritTable.Section(content).Markup(),
            ["findings"] = FindingsTable.Section(content).Markup(),
            ["figures"] = FigureSection.OfReport(figures),
            ["equations"] = Html.Escape(string.Join('\n', content.Equations)),
            ["experiment"] = Html.Escape(content.ResolvedExperiment),
            ["provenance"] = PageTemplate.Rows(content.Provenance),
        };
        return PageTemplate.Page("report.html", places, ["report.css"], plotly, isDrawn: !figures.IsEmpty);
    }

    private static string Summary(ReportContent content)
    {
        // A network that was swept in two ways stands in two cells.
        var networks = content.Runs.DistinctBy(static r => r.Run).ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"{(content.Scale.Length == 0 ? "" : $"Scale {content.Scale}: ")}{networks.Length} networks trained, {networks.Count(static r => r.Counted)} counted, {content.LeftOut.Length} left out.{content.PartsSentence}");
    }

    private static string PreviewBanner(ReportContent content) =>
        content.Preview.Length == 0
            ? ""
            : new[]
            {
                Html.Classed("p", "banner", Html.Element("strong", $"{content.Preview}: no verdicts."),
                    " No claim is decided on so few seeds. The numbers below are measured, and may change with more."),
            }.Markup();
}
