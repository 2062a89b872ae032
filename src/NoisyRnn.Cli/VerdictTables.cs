using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NoisyRnn.Cli;

/// <summary>The report's tables on the terminal: stdout, plain where it is not a terminal.</summary>
internal static class VerdictTables
{
    private const int WidthOfFiles = 200;

    // Below this, notes stand under the cell and each interval on a line of its own.
    private const int Wide = 130;
    private const int ShortSymbol = 6;

    /// <summary>One line a claim and experiment: the verdicts over whole tables.</summary>
    public static void Print(ImmutableArray<Reproduced> reproduced)
    {
        var table = new Table().Border(TableBorder.Minimal).Title("Claims of the shipped experiments");
        table.AddColumns(new TableColumn("experiment").NoWrap(), new TableColumn("scale").NoWrap(), new TableColumn("claim").NoWrap(), new TableColumn("verdict").NoWrap(), new TableColumn("n").NoWrap(), new TableColumn(""));
        foreach (var (name, outcome, notRun) in reproduced)
        {
            if (outcome is null)
                table.AddRow(new Text(name), new Text(""), new Text(""), new Markup("[yellow]not run[/]"), new Text(""), new Text(notRun));
            else if (outcome.Content.Verdicts.IsEmpty)
                table.AddRow(new Text(name), new Text(outcome.Content.Scale), new Text(""), new Text("no claim"), new Text($"{outcome.Content.Runs.Length}"), new Text(""));
            foreach (var verdict in outcome?.Content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All) ?? [])
                table.AddRow(new Text(name), new Text(outcome!.Content.Scale), new Text(verdict.Claim), Word(verdict.Outcome), new Text($"{verdict.N}"), new Text(verdict.Note));
        }

        Terminal().Write(table);
    }

    public static void Print(ReportContent content)
    {
        var console = Terminal();
        if (content.Preview.Length > 0)
            console.MarkupLineInterpolated($"[yellow]{content.Preview}[/]: too few seeds for a verdict");
        if (!content.Verdicts.IsEmpty)
            console.Write(Verdicts(content, console.Profile.Width >= Wide));
        console.Write(Losses(content));
        if (RobustnessTable.Rows(content) is { IsEmpty: false } robust)
            console.Write(Plain("Accuracy (%) without noise: on clean inputs, and area under accuracy against strength of each perturbation", RobustnessTable.Columns(content), robust));
        if (MeritTable.Rows(content) is { IsEmpty: false } merit)
            console.Write(Plain(MeritTable.Title, MeritTable.Columns(content), merit));
        foreach (var table in FindingsTable.Of(content))
            console.Write(Plain(table.Title, table.Columns, table.Rows));
        foreach (var left in content.LeftOut)
            console.MarkupLineInterpolated($"left out: {left.Run} ({left.Cell}): {left.Reason}");
    }

    private static IAnsiConsole Terminal()
    {
        var console = Console.IsOutputRedirected
            ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors })
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfFiles;
        return console;
    }

    private static Table Verdicts(ReportContent content, bool isWide)
    {
        var table = new Table().Border(TableBorder.Minimal).Title("Verdicts");
        table.AddColumns(new TableColumn("claim").NoWrap(), new TableColumn("cell"), new TableColumn("verdict").NoWrap());
        table.AddColumns(new TableColumn(isWide ? "effects (mean [[95 % interval]])" : "mean [[95 % interval]]").NoWrap(), new TableColumn("n").NoWrap());
        if (isWide)
            table.AddColumn("note");
        foreach (var verdict in content.Verdicts)
        {
            var cell = isWide || NoteInShort(verdict) is not { Length: > 0 } note ? verdict.Cell : $"{verdict.Cell}\n({note})";
            var effects = verdict.Effects.Select(e => isWide || e.Symbol.Length < ShortSymbol
                ? Wording.Of(e)
                : Wording.Of(e).Replace($" {Wording.Of(e.Value)}", $"\n  {Wording.Of(e.Value)}", StringComparison.Ordinal));
            Renderable[] row = [new Text(verdict.Claim), new Text(cell), Word(verdict.Outcome), new Text(string.Join('\n', effects)), new Text($"{verdict.N}")];
            table.AddRow(isWide ? [.. row, new Text(verdict.Note)] : row);
        }

        return table;
    }

    // That it is a preview, and of how many seeds, stands in columns of its own.
    private static string NoteInShort(Verdict verdict) =>
        string.Join("; ", verdict.Note.Split("; ").Where(static part => !part.StartsWith("preview, n=", StringComparison.Ordinal)));

    private static Table Losses(ReportContent content)
    {
        var table = new Table().Border(TableBorder.Minimal).Title("Loss of each cell: on validation; on the test without noise, at its training noise, and repaired (without noise, smoothed activation)");
        table.AddColumns("network", "noise", "s0", "n", "validation", "preferred", "silent", "at s0", "repaired");
        var accuracy = content.Cells.Any(static cell => cell.SilentAccuracy is not null);
        if (accuracy)
            table.AddColumns("accuracy silent", "accuracy at s0");
        foreach (var cell in content.Cells)
        {
            string[] row =
            [
                cell.Activation, cell.Placement, $"{cell.TrainingSigma}", $"{cell.N}", $"{cell.ValidationLoss?.Mean:G3}", $"{cell.Preferred.Mean:G3}" + (cell.TrainingSigma > 0 ? " s0" : ""),
                $"{cell.SilentLoss.Mean:G3}", $"{cell.TrainingLevelLoss.Mean:G3}", cell.RepairedLoss is { } repaired ? $"{repaired.Mean:G3}" : "",
            ];
            string[] accuracies = [$"{cell.SilentAccuracy?.Mean:G3}", cell.TrainingSigma > 0 ? $"{cell.TrainingLevelAccuracy?.Mean:G3}" : ""];
            table.AddRow(accuracy ? [.. row, .. accuracies] : row);
        }

        return table;
    }

    private static Table Plain(string title, ImmutableArray<string> columns, ImmutableArray<ImmutableArray<string>> rows)
    {
        var table = new Table().Border(TableBorder.Minimal).Title(title);
        table.AddColumns([.. columns]);
        foreach (var row in rows)
            table.AddRow([.. row.Select(static text => new Text(text))]);
        return table;
    }

    private static Markup Word(Outcome outcome)
    {
        var colour = outcome switch { Outcome.Holds => "green", Outcome.DoesNotHold => "red", _ => "yellow" };
        return new Markup($"[{colour}]{Catalogue.NameOf(outcome).Replace('-', ' ')}[/]");
    }
}
