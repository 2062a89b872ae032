using System.Globalization;
using System.Text;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The report's tables as Markdown, for documents that live beside the code.</summary>
public static class MarkdownSummary
{
    /// <summary>Verdicts over the whole table first, then the losses, then each cell's verdict.</summary>
    public static string Of(ReportContent content)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{(content.Scale.Length == 0 ? "" : $"Scale {Markdown.Escape(content.Scale)}: ")}{content.Runs.DistinctBy(static run => run.Run).Count()} networks, {content.LeftOut.Length} left out.{content.PartsSentence}");
        if (content.Preview.Length > 0)
            text.AppendLine($"**{content.Preview}: too few seeds for a verdict.**");
        var overall = content.Verdicts.Where(static v => v.Cell == Verdict.All).ToArray();
        if (overall.Length > 0)
            Table(text, ["claim", "verdict", "", "n"], overall.Select(static v => new[] { v.Claim, Wording.Of(v.Outcome), v.Note, $"{v.N}" }));
        else
            text.AppendLine();
        var accuracy = content.Cells.Any(static cell => cell.SilentAccuracy is not null);
        text.AppendLine($"Loss on validation, and on the test: without noise, at the training noise s0, and repaired (without noise, each activation averaged over the training noise){Over(accuracy ? content.SweepTrials : "")}; mean over seeds [95 % interval].{content.LearntSentence}");
        string[] header = ["network", "noise", "s0", "n", "validation", "preferred", "silent", "at s0", "repaired"];
        Table(text, accuracy ? [.. header, "accuracy silent", "accuracy at s0"] : header, content.Cells.Select(cell => accuracy ? [.. Row(cell), .. Accuracies(cell)] : Row(cell)));
        if (RobustnessTable.Rows(content) is { IsEmpty: false } robust)
        {
            text.AppendLine($"Accuracy (%) without noise of its own on clean inputs{Over(content.CleanTrials)}, and area under accuracy against the strength of each perturbation; mean \u00b1 standard deviation over training seeds.");
            Table(text, [.. RobustnessTable.Columns(content)], robust.Select(static row => row.ToArray()));
        }

        if (MeritTable.Rows(content) is { IsEmpty: false } merit)
        {
            text.AppendLine($"{MeritTable.Title}.");
            Table(text, [.. MeritTable.Columns(content)], merit.Select(static row => row.ToArray()));
        }

        foreach (var table in FindingsTable.Of(content))
        {
            text.AppendLine($"{table.Title}; mean \u00b1 standard deviation over training seeds.");
            Table(text, [.. table.Columns], table.Rows.Select(static row => row.ToArray()));
        }

        if (!content.Verdicts.IsEmpty)
        {
            text.AppendLine("Each cell:");
            Table(text, ["claim", "cell", "verdict", "effects, mean [95 % interval]", "p", "n", "note"], content.Verdicts.Except(overall).Select(Row));
        }

        foreach (var left in content.LeftOut)
            text.AppendLine("- " + Markdown.Escape($"Left out: {left.Run} ({left.Cell}): {left.Reason}."));
        return text.ToString();
    }

    /// <summary>Who made the results, with what and when, a line each.</summary>
    public static string MadeBy(ReportContent content) => $"\nMade by:\n\n{string.Concat(content.Provenance.Select(static line => $"- {Markdown.Escape(line.Key)}: {Markdown.Escape(line.Value)}\n"))}";

    private static string Over(string trials) => trials.Length == 0 ? "" : $" (over {trials})";

    private static string[] Row(CellSummary cell) =>
    [
        cell.Arm.Name, cell.Arm.PlacementName, Wording.Number(cell.Arm.TrainingSigma), $"{cell.N}", cell.ValidationLoss is { } validation ? Wording.Of(validation) : "",
        Wording.Preferred(cell), Wording.Of(cell.SilentLoss),
        Wording.Of(cell.TrainingLevelLoss), cell.RepairedLoss is { } repaired ? Wording.Of(repaired) : "",
    ];

    private static string[] Accuracies(CellSummary cell) =>
    [
        cell.SilentAccuracy is { } silent ? Wording.Of(silent) : "",
        !cell.Arm.IsSilent && cell.TrainingLevelAccuracy is { } noisy ? Wording.Of(noisy) : "",
    ];

    private static string[] Row(Verdict verdict) =>
    [
        verdict.Claim, verdict.Cell, Wording.Of(verdict.Outcome), string.Join("; ", verdict.Effects.Select(Wording.Of)),
        verdict.AdjustedP is { } p ? Wording.AdjustedP(p) : "", $"{verdict.N}", verdict.Note,
    ];

    private static void Table(StringBuilder text, string[] header, IEnumerable<string[]> rows)
    {
        text.AppendLine();
        foreach (var row in rows.Prepend([.. header.Select(static _ => "---")]).Prepend(header))
            text.AppendLine($"| {string.Join(" | ", row.Select(static cell => Markdown.Escape(cell)))} |");
        text.AppendLine();
    }
}
