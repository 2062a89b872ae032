using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>The table of accuracies on clean and on perturbed inputs: a row an arm, best on clean inputs first.</summary>
internal static class RobustnessSection
{
    /// <summary>The paragraph and the table; nothing where no network was perturbed.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        var arms = RobustArm.Of(content);
        if (arms.IsEmpty)
            yield break;
        var kinds = RobustArm.Perturbations(arms).ToArray();
        var table = Html.Table(
            "robustness", "Accuracy (%) on clean and on perturbed inputs", ["Network", "n", "clean", .. kinds.SelectMany(static kind => kind.Strengths.Select(static s => $"s = {Wording.Number(s)}").Append("area"))],
            arms.OrderByDescending(static arm => arm.Clean.Mean).Select(arm => Row(arm, kinds)),
            [("", 1), ("", 2), .. kinds.Select(static kind => (kind.Perturbation, kind.Strengths.Length + 1))]);
        yield return Html.Element("p", "Accuracy in percent of the networks without noise of their own: mean \u00b1 standard deviation over training seeds. "
            + RobustArm.Trials(content) + "Area: under accuracy against strength s, from clean inputs to the strongest perturbation, divided by its strength. What each perturbation does stands under the figure.");
        yield return table;
    }

    private static XElement Row(RobustArm arm, (string Perturbation, double[] Strengths)[] kinds)
    {
        var name = Html.Element("th", arm.Name);
        name.SetAttributeValue("scope", "row");
        return Html.Element("tr", name, Number("", $"{arm.Results.Length}"), Number("", arm.Clean.Percent), kinds.Select(kind => Cells(arm, kind.Perturbation, kind.Strengths)));
    }

    private static IEnumerable<XElement> Cells(RobustArm arm, string kind, double[] strengths) =>
    [
        .. strengths.Select((strength, k) => Number(k == 0 ? " first" : "", arm.At(kind, strength)?.Percent)),
        Number(" area", arm.Area(kind)?.Percent),
    ];

    private static XElement Number(string style, string? value) => Html.Classed("td", "number" + style, value ?? "\u2013");
}
