using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Sequences from a CSV file, in one of two forms. A row a trial: the label first, then a value a step. A row a step: a header
/// names the columns trial, step, u1, u2, ... (inputs), y1, y2, ... (targets) and perhaps mask, in any order; trials in any
/// order, their steps ascending, all of the same length.
/// </summary>
internal static class SequenceCsv
{
    private const string TrialColumn = "trial", StepColumn = "step", MaskColumn = "mask";

    /// <summary>Reads a file: inputs, labels or targets, and a mask where there is one, in the shapes of an npz file.</summary>
    /// <exception cref="InputException">Unreadable, or in neither form; line, value and what is allowed are named.</exception>
    internal static (NpyArray Inputs, NpyArray Targets, NpyArray? Mask) Read(string path)
    {
        var table = CsvTable.Read(path);
        string[] names = [.. table.Header.Select(static name => name.ToLowerInvariant())];
        return names.Contains(TrialColumn) || names.Contains(StepColumn) ? RowsOfSteps(table, names) : RowsOfTrials(table);
    }

    private static (NpyArray Inputs, NpyArray Targets, NpyArray? Mask) RowsOfTrials(CsvTable table)
    {
        if (table[0].Length < 2)
            throw new InputException($"{table.File}: 1 column; needed are the label and the values of a trial in each row");
        double[] labels = [.. Enumerable.Range(0, table.Count).Select(k => (double)UcrFile.ClassOf(table, k))];
        double[] values = [.. Enumerable.Range(0, table.Count).SelectMany(k => table[k][1..].ToArray())];
        return (NpyArray.Of([labels.Length, table[0].Length - 1], values), NpyArray.Of([labels.Length], labels), null);
    }

    private static (NpyArray Inputs, NpyArray Targets, NpyArray? Mask) RowsOfSteps(CsvTable table, string[] names)
    {
        RequireColumns(table, names);
        var (inputs, targets) = (Numbered(table, names, "u"), Numbered(table, names, "y"));
        var trials = Trials(table, Array.IndexOf(names, TrialColumn), Array.IndexOf(names, StepColumn));
        var (count, steps) = (trials.Length, trials[0].Length);
        var mask = Array.IndexOf(names, MaskColumn);
        if (mask >= 0)
            RequireMask(table, trials, mask);
        return (Of(inputs), Of(targets), mask < 0 ? null : NpyArray.Of([count, steps], Values([mask])));

        NpyArray Of(int[] columns) => NpyArray.Of([count, steps, columns.Length], Values(columns));

        double[] Values(int[] columns) => [.. trials.SelectMany(static rows => rows).SelectMany(row => columns.Select(c => table[row][c]))];
    }

    // The rows of each trial in the order of steps; trials by their number, so that the order of the file does not matter.
    private static int[][] Trials(CsvTable table, int trialColumn, int stepColumn)
    {
        var trials = new SortedDictionary<double, List<int>>();
        var (start, first) = (table[0][stepColumn], table[0][trialColumn]);
        for (var row = 0; row < table.Count; row++)
        {
            var (trial, step) = (table[row][trialColumn], table[row][stepColumn]);
            if (trial != Math.Floor(trial))
                throw At(table, row, $"trial {trial} is not allowed; a whole number");
            if (!trials.TryGetValue(trial, out var rows))
                trials.Add(trial, rows = []);
            var expected = rows.Count > 0 ? table[rows[^1]][stepColumn] + 1 : start;
            if (row == 0 && step is not (0 or 1))
                throw At(table, row, $"trial {trial} begins with step {step}; allowed is 0 or 1");
            if (step != expected)
                throw At(table, row, $"trial {trial}: step {step} {(rows.Count > 0 ? $"follows step {expected - 1}" : "comes first")}; "
                    + $"allowed is {expected}{(rows.Count > 0 ? "" : $", as in trial {first}")}: steps ascend by 1");
            rows.Add(row);
        }

        foreach (var (trial, rows) in trials)
        {
            if (rows.Count != trials[first].Count)
                throw At(table, rows[^1], $"trial {trial} ends after {rows.Count} steps and trial {first} after {trials[first].Count}; all trials must have the same number");
        }

        return [.. trials.Values.Select(static rows => rows.ToArray())];
    }

    // The columns u1 .. uk, in their order whatever that of the file.
    private static int[] Numbered(CsvTable table, string[] names, string letter)
    {
        int[] columns = [.. Enumerable.Range(1, names.Length).Select(n => Array.IndexOf(names, $"{letter}{n}")).TakeWhile(static column => column >= 0)];
        var wanted = names.Count(name => IsNumbered(name, letter));
        return columns.Length == wanted && wanted > 0 ? columns : throw new InputException(
            $"{table.File}: columns {string.Join(", ", names)}: no '{letter}{columns.Length + 1}'; needed are {letter}1, {letter}2, ... without a gap");
    }

    private static void RequireColumns(CsvTable table, string[] names)
    {
        string[] allowed = [TrialColumn, StepColumn, "u1", "y1", MaskColumn];
        foreach (var name in names)
        {
            if (!allowed.Contains(name) && !IsNumbered(name, "u") && !IsNumbered(name, "y"))
                throw new InputException($"{table.File}: {NearestName.Unknown("column", name, allowed)}; u and y are numbered from 1");
        }

        if (names.FirstOrDefault(name => names.Count(other => other == name) > 1) is { } twice)
            throw new InputException($"{table.File}: column '{twice}' stands there twice; allowed is once");
        if (Array.Find([TrialColumn, StepColumn], name => !names.Contains(name)) is { } missing)
            throw new InputException($"{table.File}: columns {string.Join(", ", names)}: no '{missing}'; a row a step needs trial, step, u1, ... and y1, ...");
    }

    private static void RequireMask(CsvTable table, int[][] trials, int column)
    {
        foreach (var rows in trials)
        {
            if (Array.FindIndex(rows, row => table[row][column] < 0) is var wrong and >= 0)
                throw At(table, rows[wrong], $"mask: {table[rows[wrong]][column]} is not allowed; a number of at least 0");
            if (Array.TrueForAll(rows, row => table[row][column] == 0))
                throw At(table, rows[^1], "mask: the trial that ends here has no step above 0; every trial must ask for something");
        }
    }

    private static bool IsNumbered(string name, string letter) =>
        name.StartsWith(letter, StringComparison.Ordinal) && name.Length > 1 && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static InputException At(CsvTable table, int row, string problem) => new($"{table.File}:{table.LineOf(row)}: {problem}");
}
