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
            + "over the noise that the network was trained with. ", Html.Element("strong", Repairs(content)));
        yield return Html.Table("losses", Wording.Typeset(content.LossName) + ": mean over seeds [95 % interval]",
            [
                "Activation", "Training noise", Html.TrainingLevel, "n", "Silent", "At training noise", "Repaired, silent",
                "What the repair does to the silent loss", "Preferred level",
            ],
            content.Cells.Select(Row));
    }

    private static XElement Row(CellSummary cell) => Html.Element("tr",
        Html.Element("td", cell.Activation),
        Html.Element("td", cell.TrainingSigma > 0 ? cell.Placement : "none"),
        Html.Classed("td", "number", Wording.Number(cell.TrainingSigma)),
        Html.Classed("td", "number", cell.N.ToString(CultureInfo.InvariantCulture)),
        Html.Element("td", Html.Interval(cell.SilentLoss)),
        Html.Element("td", Html.Interval(cell.TrainingLevelLoss)),
        Html.Element("td", cell.RepairedLoss is { } repaired ? Html.Interval(repaired) : "\u2013"),
        Html.Classed("td", "words", Change(cell)),
        Html.Element("td", cell.TrainingSigma > 0 ? "rho = " : "s = ", Html.Interval(cell.Preferred)));

    /// <summary>"112 times lower", "1.3 times higher", "no change to speak of" (less than a tenth); a dash without repair.</summary>
    internal static string Change(CellSummary cell)
    {
        if (cell.RepairedLoss is null)
            return "\u2013";
        var ratio = cell.SilentLoss.Mean / cell.RepairedLoss.Mean;
        return !double.IsFinite(ratio) || ratio <= 0 ? "no ratio"
            : ratio > 1.1 ? $"{Wording.Number(ratio)} times lower"
            : ratio < 1 / 1.1 ? $"{Wording.Number(1 / ratio)} times higher"
            : "changes less than a tenth";
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
