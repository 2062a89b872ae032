using System.Collections.Immutable;
using System.Xml.Linq;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>How networks behave in their task, beside their loss: a table for terminals, and the section of the page.</summary>
public static class MeritTable
{
    // A terminal has not the room for the twenty tasks of a suite; the page has them.
    private const int MostOnTerminal = 4;

    /// <summary>The title.</summary>
    public const string Title = "What the networks do: mean \u00b1 standard deviation over training seeds";

    /// <summary>The headings.</summary>
    public static ImmutableArray<string> Columns(ReportContent content) =>
        ["network", "figure of merit", "n", .. MeritRow.Levels(content).Select(LevelName)];

    /// <summary>The rows: of each cell its most important figures of merit; empty where there are none.</summary>
    public static ImmutableArray<ImmutableArray<string>> Rows(ReportContent content) =>
        [.. MeritRow.Of(content).Where(static row => row.Rank < MostOnTerminal).Select(Row)];

    /// <summary>The paragraph and the table; nothing where no network has figures of merit.</summary>
    internal static IEnumerable<XElement> Section(ReportContent content)
    {
        var rows = MeritRow.Of(content);
        if (rows.IsEmpty)
            yield break;
        yield return Html.Element("p", $"Figures of merit in the task's own terms, on {Trials(content)}test trials, with and without noise: mean \u00b1 standard deviation over training seeds.");
        yield return Html.Table("merit", "Figures of merit", [.. Columns(content).Skip(1)], rows.GroupBy(static row => row.Arm).SelectMany(NetworkRows));
    }

    private static string Trials(ReportContent content) => content.Runs.Select(static run => run.Found<BehaviourResult>()).OfType<BehaviourResult>().Select(static result => result.Trials).Distinct().ToArray() is [var one] ? $"{one} " : "";

    // A network's name stands over its rows: beside each of them it would take the room of the numbers on a phone.
    private static IEnumerable<XElement> NetworkRows(IGrouping<Arm, MeritRow> network)
    {
        var heading = Html.Element("th", Wording.Of(network.Key));
        heading.SetAttributeValue("scope", "rowgroup");
        heading.SetAttributeValue("colspan", 2 + network.First().AtLevel.Length);
        return network.Select(HtmlRow).Prepend(Html.Classed("tr", "part", heading));
    }

    private static XElement HtmlRow(MeritRow row)
    {
        var cells = Row(row);
        var name = Html.Element("th", cells[1]);
        name.SetAttributeValue("scope", "row");
        return Html.Element("tr", name, cells.Skip(2).Select(static cell => Html.Classed("td", "number", cell)));
    }

    private static ImmutableArray<string> Row(MeritRow row) =>
    [
        Wording.Of(row.Arm), $"{row.Metric.Name} ({row.Metric.Unit})", $"{row.AtLevel.OfType<SeedSpread>().Select(static spread => spread.Count).DefaultIfEmpty(0).Max()}",
        .. row.AtLevel.Select(static spread => spread?.Plain ?? ""),
    ];

    private static string LevelName(double level) => level == 0 ? "without noise" : level == 1 ? "at s0" : $"at {Wording.Number(level)} s0";
}
