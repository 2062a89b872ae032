using System.Collections.Immutable;
using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>What one checks with, each part folded: tables, the remaining figures, the experiment, provenance.</summary>
internal static class AppendixSection
{
    /// <summary>The parts that have something in them.</summary>
    /// <param name="content">The records.</param>
    /// <param name="figures">The figures that stand in no other part.</param>
    public static string Of(ReportContent content, string figures) => string.Concat(
        Folded("losses", "Loss without noise, with it, and repaired", LossSection.Of(content).Markup()),
        Folded("behaviour-table", "What the networks do", MeritTable.Section(content).Markup()),
        Folded("findings", "What the analyses found in each network", FindingsTable.Section(content).Markup()),
        Folded("robustness-table", "Accuracy on perturbed inputs", RobustnessSection.Of(content).Markup()),
        Folded("checks", "Further figures: learning curves, trials, checks", figures),
        Folded("experiment", "The experiment with every default filled in (YAML)", Preformatted(content.ResolvedExperiment)),
        Folded("provenance", "Provenance", Provenance(content.Provenance)));

    private static string Folded(string id, string heading, string markup) =>
        markup.Length == 0 ? "" : $"<details id=\"{id}\">\n{new[] { Html.Element("summary", heading) }.Markup()}\n{markup}\n</details>\n";

    /// <summary>Text in columns, which scrolls where the page is narrow.</summary>
    public static string Preformatted(string text)
    {
        var element = Html.Element("pre", text);
        element.SetAttributeValue("tabindex", "0");
        return new[] { element }.Markup();
    }

    /// <summary>The table of provenance; empty where there is none.</summary>
    /// <param name="provenance">name -> value.</param>
    public static string Provenance(ImmutableArray<KeyValuePair<string, string>> provenance)
    {
        if (provenance.IsEmpty)
            return "";
        var region = Html.Classed("div", "scroll", Html.Classed("table", "provenance", Html.Element("tbody", provenance.Select(static entry => Row(entry)))));
        region.SetAttributeValue("tabindex", "0");
        region.SetAttributeValue("role", "region");
        region.SetAttributeValue("aria-label", "Provenance");
        return new[] { region }.Markup();
    }

    private static XElement Row(KeyValuePair<string, string> entry)
    {
        var name = Html.Element("th", entry.Key);
        name.SetAttributeValue("scope", "row");
        return Html.Element("tr", name, Html.Element("td", entry.Value));
    }
}
