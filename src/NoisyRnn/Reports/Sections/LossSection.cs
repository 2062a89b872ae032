using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Statistics;

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

        yield return Html.Element("p", "Silent: run without noise. " + (content.Cells.Any(HasRepair) ? "Repaired: run without noise, each activation "
            + "replaced by its average over the noise that the network was trained with. " : "") + content.LearntSentence.TrimStart());
        yield return Table(content);
    }

    private static XElement Table(ReportContent content)
    {
        var columns = Columns(content).ToList();
        var what = Wording.Typeset($"{content.LossName} {content.LossUnitInBrackets}".TrimEnd()) + (content.Cells.Any(HasAccuracy) ? " and accuracy" + (content.SweepTrials.Length > 0 ? $" over {content.SweepTrials}" : "") : "");
        var table = Html.Table("losses", what + ": mean over seeds [95 % interval]", [.. columns.Select(static c => c.Title)], []);
        var body = table.Descendants("tbody").Single();
        body.ReplaceWith(content.Cells.GroupBy(c => c.Arm.Name).Select(arm => Html.Element("tbody",
            Heading(arm.Key, columns.Count), Merged(arm).Select(cells => Html.Element("tr", columns.Select(c => c.Content(cells)))))));
        return table;
    }

    // What no cell has is no column.
    private static IEnumerable<Column> Columns(ReportContent content)
    {
        yield return new("Training noise", static cells => Html.Classed("td", "noise", Noise(cells)));
        yield return new("n", static cells => Html.Classed("td", "number", cells[0].N.ToString(CultureInfo.InvariantCulture)));
        if (content.Cells.Any(static cell => cell.ValidationLoss is not null))
            yield return new("Validation", static cells => Interval(cells[0].ValidationLoss));
        if (content.Cells.Any(HasAccuracy))
        {
            yield return new("Accuracy, silent", static cells => Interval(cells[0].SilentAccuracy));
            yield return new("Accuracy at training noise", static cells => Interval(AtTrainingNoise(cells[0], cells[0].TrainingLevelAccuracy)));
        }

        yield return new("Silent", static cells => Interval(cells[0].SilentLoss));
        yield return new("At training noise", static cells => Interval(AtTrainingNoise(cells[0], cells[0].TrainingLevelLoss)));
        if (content.Cells.Any(HasRepair))
        {
            yield return new("Repaired, silent", static cells => Interval(cells[0].RepairedLoss));
            yield return new("Repair changes silent loss", static cells => Html.Classed("td", "change", Change(cells[0])));
        }

        yield return new("Preferred level", static cells => Html.Element("td", cells.Select(c => Html.Classed("div", "preferred",
            cells.Count > 1 ? $"tested{TestedWhere(c.Arm)}: " : "", Html.Interval(Wording.Preferred(c))))));
    }

    private static bool HasRepair(CellSummary cell) => cell.RepairedLoss is not null;

    private static bool HasAccuracy(CellSummary cell) => cell.SilentAccuracy is not null;

    private static Interval? AtTrainingNoise(CellSummary cell, Interval? value) => cell.Arm.IsSilent ? null : value;

    private static XElement Interval(Interval? value) => Html.Element("td", value is null ? "\u2013" : Html.Interval(value));

    private static XElement Heading(string arm, int columns)
    {
        var heading = Html.Element("th", arm);
        heading.SetAttributeValue("colspan", columns);
        heading.SetAttributeValue("scope", "colgroup");
        return Html.Classed("tr", "part", heading);
    }

    // Networks trained without noise are the same ones wherever they are tested: one row for those of equal losses.
    private static IEnumerable<IReadOnlyList<CellSummary>> Merged(IEnumerable<CellSummary> cells) => cells
        .GroupBy(c => (c.Arm.Untested, c.N, c.SilentLoss))
        .Select(group => group.ToList());

    /// <summary>"inside, s0 = 0.3"; "none"; "none, tested inside" where it is not the same row for all places.</summary>
    private static object[] Noise(IReadOnlyList<CellSummary> cells)
    {
        var arm = cells[0].Arm;
        return arm.IsSilent ? ["none" + (cells.Count > 1 || arm.TestedAt is null ? "" : $", tested{TestedWhere(arm)}")]
            : Html.Typeset($"{arm.PlacementName}, s0 = {Wording.Number(arm.TrainingSigma)}");
    }

    // " inside"; empty where that is of no matter.
    private static string TestedWhere(Arm arm) => arm.TestedAt is { } place ? $" {Catalogue.NameOf(place)}" : "";

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
        var repaired = content.Cells.Where(static c => c.RepairedLoss is not null && !c.Arm.IsRejudged).ToList();
        if (repaired.Count == 0)
            return "No network was repaired: the repair is for networks trained with noise inside the activation.";
        var lower = repaired.Where(c => c.RepairedLoss!.High < c.SilentLoss.Low).ToList();
        var sentence = $"The repair lowers the silent loss, with intervals apart, in {Wording.Share(lower.Count, repaired.Count, "cell")}";
        if (lower.Count == 0)
            return sentence + ".";
        var most = lower.MaxBy(c => c.SilentLoss.Mean / c.RepairedLoss!.Mean)!;
        return $"{sentence}; most of all for {most.Arm.Name} trained with noise {most.Arm.PlacementName} at s0 = {Wording.Number(most.Arm.TrainingSigma)}, from "
            + $"{Wording.Number(most.SilentLoss.Mean)} to {Wording.Number(most.RepairedLoss!.Mean)} "
            + $"(with its noise {Wording.Number(most.TrainingLevelLoss.Mean)}).";
    }

    private sealed record Column(string Title, Func<IReadOnlyList<CellSummary>, XElement> Content);
}
