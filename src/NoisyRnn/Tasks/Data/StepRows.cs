using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Sequences from a CSV file with a row a step: trials in any order, their steps ascending by 1, as many as each trial has. A label
/// that is the same at all steps of every trial is the trial's; otherwise there is a class at each step.
/// </summary>
internal static class StepRows
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Unreadable, or not in this form; line, value and what is allowed are named.</exception>
    internal static SequenceTable Read(string path, CsvStart start, CsvHeader header, SequenceForm form)
    {
        var names = header.NamesOver(header.Line > 0 ? start.Second : start.First);
        var columns = StepColumns.Of(path, names, form);
        var table = CsvTable.Read(path, new CsvForm(start.Separator, names, header.Line, header.CellsOver(names, columns.Cells), Gaps: true));
        var width = columns.Cells.Count(static cell => cell == CsvCell.Number);
        for (var row = 0; row < table.Count; row++)
        {
            if (table[row].Length != width)
                throw At(table, row, $"{table[row].Length + columns.Cells.Length - width} fields; the first line has {columns.Cells.Length}, so every line must");
        }

        var trials = Trials(table, columns);
        int[] lengths = [.. trials.Select(static rows => rows.Length)];
        var mask = columns.Mask is { } column ? Of([column]) : null;
        var left = columns.Cells.Index().Where(static cell => cell.Item == CsvCell.LeftOut).Select(cell => $"'{names[cell.Index]}'").ToArray();
        var said = $"a row a step{(left.Length > 0 ? $", left out: {string.Join(", ", left.Take(4))}" : "")}";
        if (columns.Label is not { } label)
            return new SequenceTable(path, Of(columns.Inputs), null, Of(columns.Targets), mask, said);
        var words = table.WordsOf(label);
        return trials.All(rows => rows.All(row => words.Text(row) == words.Text(rows[0])))
            ? new SequenceTable(path, Of(columns.Inputs), Labels(table, words, trials), null, mask, said)
            : Classes();

        TrialArray Of(ImmutableArray<int> from)
        {
            int[] places = [.. from.Select(columns.PlaceOf)];
            var values = new double[table.Count * places.Length];
            var k = 0;
            foreach (var row in trials.SelectMany(static rows => rows))
            {
                foreach (var place in places)
                    values[k++] = table[row][place];
            }

            return TrialArray.Of(values, places.Length, lengths, (trial, step, channel) => $":{table.LineOf(trials[trial][step])}: {names[from[Math.Min(channel, from.Length - 1)]]}");
        }

        // Words have no order but that of their letters.
        SequenceTable Classes()
        {
            ImmutableArray<string> distinct = words.HasWords ? [.. Enumerable.Range(0, table.Count).Select(words.Text).Where(static word => word.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [];
            var targets = TrialArray.Of(
                [.. trials.SelectMany(static rows => rows).Select(row => !words.HasWords ? words.Number(row) : words.Text(row) is { Length: > 0 } word ? distinct.BinarySearch(word, StringComparer.Ordinal) : double.NaN)],
                1, lengths, (trial, step, _) => $":{table.LineOf(trials[trial][step])}: {names[label]}");
            return new SequenceTable(path, Of(columns.Inputs), null, targets, mask, said, distinct);
        }
    }

    private static SequenceLabels Labels(CsvTable table, CsvWords words, int[][] trials)
    {
        foreach (var rows in trials)
        {
            if (words.Text(rows[0]).Length == 0)
                throw At(table, rows[0], "no label; allowed is a whole number or a word");
            if (words.Number(rows[0]) is var number && number != Math.Floor(number) && !double.IsNaN(number))
                throw At(table, rows[0], $"label {ScalarText.Of(number)} is not allowed; a whole number or a word");
        }

        return SequenceLabels.OfTexts([.. trials.Select(rows => words.Text(rows[0]))]);
    }

    // The rows of each trial in the order of steps; trials by number or name, so that the order of the file does not matter.
    private static int[][] Trials(CsvTable table, StepColumns columns)
    {
        var (names, stepPlace) = (table.WordsOf(columns.Trial), columns.PlaceOf(columns.Step));
        var trials = new SortedDictionary<(double Number, string Word), List<int>>(Comparer<(double, string)>.Create(
            static (a, b) => a.Item1.CompareTo(b.Item1) is not 0 and var by ? by : string.CompareOrdinal(a.Item2, b.Item2)));
        var start = table[0][stepPlace];
        for (var row = 0; row < table.Count; row++)
        {
            var (number, step) = (names.Number(row), table[row][stepPlace]);
            if (names.Word(row) is null && number != Math.Floor(number))
                throw At(table, row, $"trial {(double.IsNaN(number) ? "''" : ScalarText.Of(number))} is not allowed; a whole number or a word");
            var key = (number, names.Word(row) ?? "");
            if (!trials.TryGetValue(key, out var rows))
                trials.Add(key, rows = []);
            var expected = rows.Count > 0 ? table[rows[^1]][stepPlace] + 1 : start;
            if (row == 0 && step is not (0 or 1))
                throw At(table, row, $"trial {names.Text(row)} begins with step {Shown(step)}; allowed is 0 or 1");
            if (step != expected)
                throw At(table, row, $"trial {names.Text(row)}: step {Shown(step)} {(rows.Count > 0 ? $"follows step {Shown(expected - 1)}" : "comes first")}; "
                    + $"allowed is {Shown(expected)}{(rows.Count > 0 ? "" : $", as in trial {names.Text(0)}")}: steps ascend by 1");
            rows.Add(row);
        }

        return [.. trials.Values.Select(static rows => rows.ToArray())];
    }

    private static InputException At(CsvTable table, int row, string problem) => new($"{table.File}:{table.LineOf(row)}: {problem}");

    private static string Shown(double value) => value.ToString(CultureInfo.InvariantCulture);
}
