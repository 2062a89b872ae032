using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The losses of each cell without noise, at the training noise, and repaired; and in words what the repair does.</summary>
internal static class LossSection
{
    /// <summary>The paragraph and the table.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        if (content.Cells.IsEmpty)
        {
            yield return Html.Element("p", "No cell has a network that counts.");
            yield break;
        }

        yield return Html.Element("p", "Silent: run without noise. Repaired: run without noise, each activation replaced by its average "
            + "over the noise that the network was trained with. ", Html.Element("strong", Html.Typeset(Repairs(content))));
        yield return Table(content);
    }

    private static XElement Table(ReportContent content)
    {
        var table = Html.Table("losses", Wording.Typeset(content.LossName) + ": mean over seeds [95 % interval]",
            ["Training noise", "n", "Silent", "At training noise", "Repaired, silent", "Repair changes silent loss", "Preferred level"],
            []);
        var body = table.Descendants("tbody").Single();
        body.ReplaceWith(content.Cells.GroupBy(c => c.Activation).Select(activation => Html.Element("tbody",
            Heading(activation.Key), Merged(activation).Select(Row))));
        return table;
    }

    private static XElement Heading(string activation)
    {
        var heading = Html.Element("th", activation);
        heading.SetAttributeValue("colspan", 7);
        heading.SetAttributeValue("scope", "colgroup");
        return Html.Classed("tr", "part", heading);
    }

    // Networks trained without noise are the same ones wherever they are tested: one row for those of equal losses.
    private static IEnumerable<IReadOnlyList<CellSummary>> Merged(IEnumerable<CellSummary> cells) => cells
        .GroupBy(c => (c.TrainingSigma, Placement: c.TrainingSigma > 0 ? c.Placement : "", c.N, c.SilentLoss))
        .Select(group => group.ToList());

    private static XElement Row(IReadOnlyList<CellSummary> cells)
    {
        var cell = cells[0];
        return Html.Element("tr",
            Html.Classed("td", "noise", Noise(cells)),
            Html.Classed("td", "number", cell.N.ToString(CultureInfo.InvariantCulture)),
            Html.Element("td", Html.Interval(cell.SilentLoss)),
            Html.Element("td", cell.TrainingSigma > 0 ? Html.Interval(cell.TrainingLevelLoss) : "\u2013"),
            Html.Element("td", cell.RepairedLoss is { } repaired ? Html.Interval(repaired) : "\u2013"),
            Html.Element("td", Change(cell)),
            Html.Element("td", cells.Select(c => Html.Classed("div", "preferred",
                cells.Count > 1 ? $"tested{RunCells.TestedWhere(c.Placement)}: " : "", Html.Interval(Wording.Preferred(c))))));
    }

    /// <summary>"inside, s0 = 0.3"; "none"; "none, tested inside" where it is not the same row for all places.</summary>
    private static object[] Noise(IReadOnlyList<CellSummary> cells)
    {
        if (cells[0].TrainingSigma > 0)
            return Html.Typeset($"{cells[0].Placement}, s0 = {Wording.Number(cells[0].TrainingSigma)}");
        var tested = RunCells.TestedWhere(cells[0].Placement);
        return ["none" + (cells.Count > 1 || tested.Length == 0 ? "" : ", tested" + tested)];
    }

    /// <summary>"112 times lower", "1.3 times higher", "by less than a tenth"; a dash without repair.</summary>
    internal static string Change(CellSummary cell)
    {
        if (cell.RepairedLoss is null)
            return "\u2013";
        var ratio = cell.SilentLoss.Mean / cell.RepairedLoss.Mean;
        return !double.IsFinite(ratio) || ratio <= 0 ? "no ratio"
            : ratio > 1.1 ? $"{Wording.Number(ratio)} times lower"
            : ratio < 1 / 1.1 ? $"{Wording.Number(1 / ratio)} times higher"
            : "by less than a tenth";
    }

    /// <summary>One sentence over the table.</summary>
    internal static string Repairs(ReportContent content)
    {
        var repaired = content.Cells.Where(c => c.RepairedLoss is not null).ToList();
        if (repaired.Count == 0)
            return "No network was repaired: the repair is for networks trained with noise inside the activation.";
        var lower = repaired.Where(c => c.RepairedLoss!.High < c.SilentLoss.Low).ToList();
        var sentence = $"The repair lowers the silent loss, with intervals apart, in {Wording.Share(lower.Count, repaired.Count, "cell")}";
        if (lower.Count == 0)
            return sentence + ".";
        var most = lower.MaxBy(c => c.SilentLoss.Mean / c.RepairedLoss!.Mean)!;
        return $"{sentence}; most of all for {most.Activation} trained with noise {most.Placement} at s0 = {Wording.Number(most.TrainingSigma)}, from "
            + $"{Wording.Number(most.SilentLoss.Mean)} to {Wording.Number(most.RepairedLoss!.Mean)} "
            + $"(with its noise {Wording.Number(most.TrainingLevelLoss.Mean)}).";
    }
}
