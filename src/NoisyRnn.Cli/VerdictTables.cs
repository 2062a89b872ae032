using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Cli;

/// <summary>The report's tables on the terminal: stdout, plain where it is not a terminal.</summary>
internal static class VerdictTables
{
    // Below this, notes stand under the cell and each interval on a line of its own.
    private const int Wide = 130;
    private const int ShortSymbol = 6;

    // Columns of a terminal for a name, and for what one claim says.
    private const int NameColumn = 28, ClaimColumn = 16;

    // Networks left out that the short form names.
    private const int MostLeftOut = 5;

    /// <summary>Claims by experiments, and what each experiment found.</summary>
    public static void Print(ImmutableArray<Reproduced> reproduced, TableForm form)
    {
        ImmutableArray<IndexEntry> entries = [.. reproduced.Select(static each => new IndexEntry(each.Name, each.Outcome?.Content, each.Outcome?.ReportPath, each.NotRun))];
        var matrix = ClaimMatrix.Of(entries);
        var columns = form.IsTabSeparated ? int.MaxValue : Math.Max(1, (Terminal.Width - NameColumn) / ClaimColumn);
        foreach (var (number, (part, claims)) in matrix.Parts.SelectMany(part => part.Claims.Index().Chunk(columns).Select(claims => (part, claims))).Index())
        {
            var table = new TextTable(number == 0 ? "Claims of the shipped experiments" : "", ["experiment", .. claims.Select(static claim => claim.Item)]);
            foreach (var (entry, cells) in part.Rows.Where(row => claims.Any(claim => row.Cells[claim.Index] is not null)))
                table.Add([entry.Name, .. claims.Select(claim => CellOf(cells[claim.Index]))]);
            table.Print(form);
        }

        if (matrix.Rows.Length > 0)
            form.Line("+ holds, - does not hold, = no effect, ? undecided, n not trained; in brackets: so far, of a preview; with the first effect at the largest training noise, from the arm where it is smallest to that where it is largest");
        foreach (var claim in matrix.Claims)
            form.Line(Printable.Line($"{claim}: {matrix.Title(claim)}"));
        foreach (var entry in entries.Where(static entry => entry.Content is not null))
            form.Line(Printable.Line($"{entry.Name} ({ReportAnswer.Networks(entry.Content!)}): {ReportAnswer.Of(entry.Content!)}"));
        foreach (var (names, why) in Reproduced.NotRunTogether(reproduced))
            form.Line(Printable.Line($"{names}: not run: {why}"));
    }

    private static TextCell CellOf(ClaimMatrixCell? cell) => cell is null ? new TextCell("") : new TextCell(cell.Sizes.IsEmpty ? cell.Sign : $"{cell.Sign}\n{cell.Words[(cell.Sign.Length + 1)..]}", Word(cell.Whole.Outcome).Colour);

    /// <summary>The answer, and the claims; all tables where they are asked for.</summary>
    public static void Print(ReportContent content, bool isAll, TableForm form)
    {
        form.Line(Printable.Line($"{ReportAnswer.Networks(content)}: {ReportAnswer.Of(content)}"));
        PrintClaims(content, form);
        if (isAll)
            PrintAll(content, form);
        foreach (var left in content.LeftOut.Take(isAll ? content.LeftOut.Length : MostLeftOut))
            form.Line(Printable.Line($"left out: {left.Run} ({left.Cell}): {left.Reason}"));
        if (!isAll && content.LeftOut.Length > MostLeftOut)
            form.Line($"left out: {content.LeftOut.Length - MostLeftOut} more");
    }

    private static void PrintClaims(ReportContent content, TableForm form)
    {
        var claims = content.Verdicts.GroupBy(static verdict => verdict.Claim).ToArray();
        if (claims.Length == 0)
            return;
        var table = new TextTable("Claims", ["claim"], ["says", "verdict", "for example"]);
        foreach (var claim in claims)
        {
            var whole = claim.First(static verdict => verdict.Cell == Verdict.All);
            var size = ClaimSize.Of(claim);
            table.Add(claim.Key, content.Claims.FirstOrDefault(statement => statement.Symbol == claim.Key)?.Title ?? "", whole.Outcome == Outcome.Preview ? new(whole.Direction.Length > 0 ? whole.Direction : "preview", ConsoleColor.Yellow) : Word(whole.Outcome),
                size is null ? whole.Beside : $"{size.Cell}: {Wording.Of(size.Effects[0])}");
        }

        table.Print(form);
    }

    private static void PrintAll(ReportContent content, TableForm form)
    {
        if (!content.Verdicts.IsEmpty)
            PrintVerdicts(content, form.IsTabSeparated || Terminal.Width >= Wide, form);
        PrintLosses(content, form);
        if (RobustnessTable.Rows(content) is { IsEmpty: false } robust)
            Print("Accuracy (%) without noise: on clean inputs, and area under accuracy against strength of each perturbation", RobustnessTable.Columns(content), robust, form);
        if (MeritTable.Rows(content) is { IsEmpty: false } merit)
            Print(MeritTable.Title, MeritTable.Columns(content), merit, form);
        foreach (var table in FindingsTable.Of(content))
            Print(table.Title, table.Columns, table.Rows, form);
    }

    private static void PrintVerdicts(ReportContent content, bool isWide, TableForm form)
    {
        var effects = isWide ? "effects (mean [95 % interval])" : "mean [95 % interval]";
        var table = new TextTable("Verdicts", ["claim"], ["cell"], ["verdict", effects, "n"], isWide ? ["note"] : []);
        foreach (var verdict in content.Verdicts)
        {
            // That it is a preview, and of how many seeds, stands in columns of its own.
            var cell = isWide || verdict.Beside.Length == 0 ? verdict.Cell : $"{verdict.Cell}\n({verdict.Beside})";
            var values = verdict.Effects.Select(e => isWide || e.Symbol.Length < ShortSymbol
                ? Wording.Of(e)
                : Wording.Of(e).Replace($" {Wording.Of(e.Value)}", $"\n  {Wording.Of(e.Value)}", StringComparison.Ordinal));
            TextCell[] row = [verdict.Claim, cell, Word(verdict.Outcome), string.Join('\n', values), $"{verdict.N}"];
            table.Add(isWide ? [.. row, verdict.Note] : row);
        }

        table.Print(form);
    }

    private static void PrintLosses(ReportContent content, TableForm form)
    {
        string[] columns = ["network", "noise", "s0", "n", "validation", "preferred", "silent", "at s0", "repaired"];
        var accuracy = content.Cells.Any(static cell => cell.SilentAccuracy is not null);
        var rows = content.Cells.Select(cell =>
        {
            ImmutableArray<string> row =
            [
                cell.Arm.Name, cell.Arm.PlacementName, $"{cell.Arm.TrainingSigma}", $"{cell.N}", $"{cell.ValidationLoss?.Mean:G3}", $"{cell.Preferred.Mean:G3}" + (cell.Arm.TrainingSigma > 0 ? " s0" : ""),
                $"{cell.SilentLoss.Mean:G3}", $"{cell.TrainingLevelLoss.Mean:G3}", cell.RepairedLoss is { } repaired ? $"{repaired.Mean:G3}" : "",
            ];
            ImmutableArray<string> accuracies = [$"{cell.SilentAccuracy?.Mean:G3}", cell.Arm.TrainingSigma > 0 ? $"{cell.TrainingLevelAccuracy?.Mean:G3}" : ""];
            return accuracy ? [.. row, .. accuracies] : row;
        });
        Print(
            "Loss of each cell: on validation; on the test without noise, at its training noise, and repaired (without noise, smoothed activation)",
            accuracy ? [.. columns, "accuracy silent", "accuracy at s0"] : [.. columns], [.. rows], form);
    }

    private static void Print(string title, ImmutableArray<string> columns, ImmutableArray<ImmutableArray<string>> rows, TableForm form)
    {
        var table = new TextTable(title, [], columns);
        foreach (var row in rows)
            table.Add([.. row.Select(static text => (TextCell)text)]);
        table.Print(form);
    }

    private static TextCell Word(Outcome outcome) => new(
        Wording.Of(outcome), outcome switch { Outcome.Holds => ConsoleColor.Green, Outcome.DoesNotHold => ConsoleColor.Red, _ => ConsoleColor.Yellow });
}
