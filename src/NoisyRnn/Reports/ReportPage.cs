using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NoisyRnn.Reports;

/// <summary>The page: the template of <c>web/report.html</c> with its places filled.</summary>
internal static partial class ReportPage
{
    /// <summary>The whole page.</summary>
    public static string Of(ReportContent content, ImmutableArray<Figure> figures, PlotlyScript plotly)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policy"] = plotly.Policy,
            ["css"] = PageResource.Read("report.css"),
            ["title"] = Html.Escape(content.Title),
            ["description"] = Html.Markup(Html.Typeset(content.Description)),
            ["summary"] = Html.Escape(Summary(content)),
            ["preview"] = PreviewBanner(content),
            ["verdicts"] = VerdictSection.Of(content).Markup(),
            ["losses"] = LossSection.Of(content).Markup(),
            ["robustness"] = RobustnessSection.Of(content).Markup(),
            ["behaviour"] = MeritTable.Section(content).Markup(),
            ["findings"] = FindingsTable.Section(content).Markup(),
            ["figures"] = FigureSection.Of(figures),
            ["equations"] = Html.Escape(string.Join('\n', content.Equations)),
            ["experiment"] = Html.Escape(content.ResolvedExperiment),
            ["provenance"] = ProvenanceRows(content),
            ["plotly"] = figures.IsEmpty ? "" : plotly.Element(),
            ["js"] = PageResource.Read("report.js"),
        };
        // One pass: braces in a user's text are text.
        return Place().Replace(PageResource.Read("report.html"), match => places[match.Groups["name"].Value]);
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

    private static string ProvenanceRows(ReportContent content) =>
        content.Provenance.Select(entry => Html.Element("tr", Html.Element("th", entry.Key), Html.Element("td", entry.Value))).Markup();

    [GeneratedRegex(@"\{\{(?<name>[a-z]+)\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
