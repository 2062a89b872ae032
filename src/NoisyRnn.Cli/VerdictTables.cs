using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Spectre.Console;

namespace NoisyRnn.Cli;

/// <summary>The report's tables on the terminal: stdout, plain where it is not a terminal.</summary>
internal static class VerdictTables
{
    private const int WidthOfFiles = 200;

    public static void Print(ReportContent content)
    {
        var console = Console.IsOutputRedirected
            ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors })
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfFiles;
        if (content.Preview.Length > 0)
            console.MarkupLineInterpolated($"[yellow]{content.Preview}[/]: too few seeds for a verdict");
        console.Write(Verdicts(content));
        console.Write(Losses(content));
        foreach (var left in content.LeftOut)
            console.MarkupLineInterpolated($"left out: {left.Run} ({left.Cell}): {left.Reason}");
    }

    private static Table Verdicts(ReportContent content)
    {
        var table = new Table().Border(TableBorder.Minimal).Title("Verdicts");
        table.AddColumns("claim", "cell", "verdict", "effects (mean [[95 % interval]])", "n", "note");
        foreach (var verdict in content.Verdicts)
        {
            table.AddRow(
                new Text(verdict.Claim), new Text(verdict.Cell), Word(verdict.Outcome),
                new Text(string.Join("\n", verdict.Effects.Select(static e => Wording.Of(e)))),
                new Text($"{verdict.N}"), new Text(verdict.Note));
        }

        return table;
    }

    private static Table Losses(ReportContent content)
    {
        var table = new Table().Border(TableBorder.Minimal).Title("Loss of each cell: without noise, at its training noise, and repaired (without noise, smoothed activation)");
        table.AddColumns("network", "noise", "s0", "n", "preferred", "silent", "at s0", "repaired");
        foreach (var cell in content.Cells)
        {
            table.AddRow(
                cell.Activation, cell.Placement, $"{cell.TrainingSigma}", $"{cell.N}", $"{cell.Preferred.Mean:G3}" + (cell.TrainingSigma > 0 ? " s0" : ""),
                $"{cell.SilentLoss.Mean:G3}", $"{cell.TrainingLevelLoss.Mean:G3}", cell.RepairedLoss is { } repaired ? $"{repaired.Mean:G3}" : "");
        }

        return table;
    }

    private static Markup Word(Outcome outcome)
    {
        var colour = outcome switch { Outcome.Holds => "green", Outcome.DoesNotHold => "red", _ => "yellow" };
        return new Markup($"[{colour}]{Catalogue.NameOf(outcome).Replace('-', ' ')}[/]");
    }
}
