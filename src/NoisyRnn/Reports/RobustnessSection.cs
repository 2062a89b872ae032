using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>The table of accuracies on clean and on perturbed inputs: a row an arm, best on clean inputs first.</summary>
internal static class RobustnessSection
{
    /// <summary>The section; nothing where no network was perturbed.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        var arms = RobustArm.Of(content);
        if (arms.IsEmpty)
            yield break;
        var section = Html.Element("section",
            Html.Element("h2", "Robustness to perturbed inputs"),
            Html.Element("p", "Accuracy in percent of the networks without noise of their own: mean \u00b1 standard deviation over training seeds. "
            + "Area: under accuracy against strength, from clean inputs to the strongest perturbation."),
            Html.Table("robustness", "Accuracy (%) on clean and on perturbed inputs", [.. Titles(arms)],
            arms.OrderByDescending(static arm => arm.Clean.Mean).Select(arm => Html.Element("tr", [.. Row(arm, arms)]))));
        section.SetAttributeValue("id", "robustness-table");
        yield return section;
    }

    private static IEnumerable<string> Titles(IReadOnlyCollection<RobustArm> arms) =>
        ["Network", "n", "clean", .. RobustArm.Perturbations(arms).SelectMany(static kind => kind.Strengths.Select(s => $"{kind.Perturbation} {Wording.Number(s)}").Append($"{kind.Perturbation} area"))];

    private static IEnumerable<XElement> Row(RobustArm arm, IReadOnlyCollection<RobustArm> arms)
    {
        var name = Html.Element("th", arm.Name);
        name.SetAttributeValue("scope", "row");
        yield return name;
        yield return Html.Classed("td", "number", $"{arm.Results.Length}");
        yield return Html.Classed("td", "number", arm.Clean.Percent);
        foreach (var (kind, strengths) in RobustArm.Perturbations(arms))
        {
            foreach (var strength in strengths)
                yield return Html.Classed("td", "number", arm.At(kind, strength)?.Percent ?? "\u2013");
            yield return Html.Classed("td", "number", arm.Area(kind)?.Percent ?? "\u2013");
        }
    }
}
