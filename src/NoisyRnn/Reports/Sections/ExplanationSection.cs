using System.Collections.Immutable;
using System.Xml.Linq;
using NoisyRnn.Analyses;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>The part of an audit's page that says why and what can be done: of networks that are here, for recorded outputs do not tell.</summary>
internal static class ExplanationSection
{
    /// <summary>Why, repair, figures, numbers, what was not asked, equation; nothing of recorded outputs.</summary>
    /// <param name="content">What is said.</param>
    /// <param name="before">Figures that stand before.</param>
    /// <param name="repair">Figures of the repair.</param>
    /// <param name="why">Figures of what the analyses found.</param>
    public static IEnumerable<PageSection> Of(AuditContent content, int before, ImmutableArray<Figure> repair, ImmutableArray<Figure> why) => content.Equations.IsEmpty ? [] :
    [
        new("why", "Why", Sentences(AuditWhy.Of(content)).Markup()),
        new("repair", "Repair", AuditRemedy.Of(BesidePage(content)) is { IsEmpty: false } remedies ? $"{Sentences(remedies).Markup()}\n{FigureSection.Of(repair, before)}" : ""),
        new("analyses", "What its analyses found", FigureSection.Of(why, before + repair.Length)),
        new("findings", "In numbers", Tables(content).Markup()),
        new("refused", "Not asked", AuditWhy.NotAsked(content) is { IsEmpty: false } refused ? new[] { Html.Element("ul", refused.Select(static line => Html.Element("li", line))) }.Markup() : ""),
        new("equation", "The equation that was executed", AppendixSection.Preformatted(string.Join('\n', content.Equations))),
    ];

    // The page and its networks lie in one folder, wherever that is moved: no path of a machine stands on it.
    private static AuditContent BesidePage(AuditContent content) => content with
    {
        Explanations = [.. content.Explanations.Select(static network => network with { Files = [.. network.Files.Select(static file => new KeyValuePair<string, string>(file.Key, Path.GetFileName(file.Value)))] })],
    };

    private static IEnumerable<XElement> Sentences(IEnumerable<string> sentences) => sentences.Select(static sentence => Html.Element("p", Wording.Typeset(sentence)));

    private static IEnumerable<XElement> Tables(AuditContent content) =>
        from network in content.Explanations
        from findings in network.Found
        group (network.Name, findings.Metrics) by findings.Title into table
        select Table(table.Key, [.. table]);

    private static XElement Table(string title, (string Name, IEnumerable<Metric> Metrics)[] networks)
    {
        var columns = networks.SelectMany(static network => network.Metrics).Select(static metric => metric.Name).Distinct().ToArray();
        return Html.Table("findings", title, ["network", .. columns], networks.Select(network =>
        {
            var name = Html.Element("th", network.Name);
            name.SetAttributeValue("scope", "row");
            return Html.Element("tr", name, columns.Select(column => Html.Classed("td", "number", Cell(network.Metrics.FirstOrDefault(metric => metric.Name == column)))));
        }));
    }

    private static string Cell(Metric? metric) => metric is { } found && double.IsFinite(found.Value) ? Wording.Number(found.Value) : "";
}
