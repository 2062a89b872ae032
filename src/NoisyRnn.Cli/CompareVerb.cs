using System.Collections.Immutable;
using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn compare A B</c>: two folders of runs side by side.</summary>
internal static class CompareVerb
{
    // Runs of one folder alone that are named; with --json all of them are.
    private const int MostNamed = 10;

    // Cells that a terminal gets; --tsv has all of them.
    private const int MostCells = 40;

    public static Command Command()
    {
        var first = new Argument<string>("a") { Description = "a folder of runs, or that of an earlier report in it (DIR/earlier/1)" };
        var second = new Argument<string>("b") { Description = "another one" };
        var json = new Option<bool>("--json") { Description = "print all of it as JSON on stdout" };
        var tsv = TableForm.Option();
        var command = new Command("compare", "Put two folders of runs side by side: settings that differ, claims, cells, runs of one alone, and results of the same run that differ (then the exit code is 1).") { first, second, json, tsv };
        command.SetAction(parsed =>
        {
            var (one, other) = (UserPath.Expand(parsed.GetValue(first)!, "a"), UserPath.Expand(parsed.GetValue(second)!, "b"));
            var comparison = FolderComparison.Of(one, other, Console.Error.WriteLine);
            if (parsed.GetValue(json))
                Console.WriteLine(comparison.ToJson());
            else
                Print(comparison, one, other, new(parsed.GetValue(tsv)));
            foreach (var conflict in comparison.Conflicts.Take(MostNamed))
                Console.Error.WriteLine($"noisyrnn: {conflict}");
            if (comparison.Conflicts.Length > 0)
                Console.Error.WriteLine($"noisyrnn: {comparison.Conflicts.Length} results of the same run differ; they should be the same to the bit");
            return comparison.Conflicts.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(FolderComparison comparison, string first, string second, TableForm form)
    {
        if (comparison.Settings.IsEmpty)
            form.Line("settings: no difference");
        Table("Settings that differ", "setting", comparison.Settings);
        Table("Runs", "", comparison.Counts);
        Table("Claims", "claim", comparison.Claims);
        Table("Mean losses of each cell", "cell", form.IsTabSeparated ? comparison.Cells : [.. comparison.Cells.Take(MostCells)]);
        if (!form.IsTabSeparated && comparison.Cells.Length > MostCells)
            form.Line($"{comparison.Cells.Length - MostCells} more cells; --tsv prints all");
        Only(first, comparison.OnlyFirst);
        Only(second, comparison.OnlySecond);

        void Table(string title, string heading, ImmutableArray<ComparedValue> rows)
        {
            if (rows.IsEmpty)
                return;
            var table = new TextTable(title, [], [heading, first, second]);
            foreach (var row in rows)
                table.Add(row.Name, row.First, row.Second);
            table.Print(form);
        }

        void Only(string folder, ImmutableArray<KeyValuePair<string, string>> runs)
        {
            foreach (var run in runs.Take(MostNamed))
                form.Line(Printable.Line($"only in {folder}: {run.Key} ({run.Value})"));
            if (runs.Length > MostNamed)
                form.Line(Printable.Line($"only in {folder}: {runs.Length - MostNamed} more"));
        }
    }
}
