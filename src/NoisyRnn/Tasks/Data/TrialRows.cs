using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Sequences from a CSV file with a row a trial: a label and a value a step, where names say, or the label first.</summary>
internal static class TrialRows
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Unreadable or ambiguous; line, value, what was seen and how to say it are named.</exception>
    internal static SequenceTable Read(string path, CsvStart start, CsvHeader header, SequenceForm form)
    {
        var first = header.Line > 0 ? start.Second : start.First;
        var names = header.NamesOver(first);
        var columns = TrialColumns.Of(path, names, first, form);
        var isRagged = columns.ValuesAreLast;
        var table = CsvTable.Read(path, new CsvForm(start.Separator, names, header.Line, header.CellsOver(names, columns.Cells), Gaps: true, Longer: isRagged && names.IsEmpty));
        var width = columns.Cells.Count(static cell => cell == CsvCell.Number);
        for (var row = 0; row < table.Count; row++)
        {
            if (table[row].IsEmpty || (!isRagged && table[row].Length != width))
                throw At(table, row, table[row].IsEmpty ? "no value; a trial has one step or more" : $"{table[row].Length} values; {width} are named");
        }

        var labels = table.WordsOf(columns.Label);
        header.RequireNoNames(table, labels.Number, columns.Label > columns.Cells.IndexOf(CsvCell.Number), CsvHeader.Trial);
        if (names.IsEmpty && form is { Label: "", SaysIndex: false } && !labels.HasWords)
            RequireOneLabel(table, labels);
        return new SequenceTable(path, Values(table, columns), LabelsOf(table, labels), null, null, (header.Line > 0 ? "a header, " : names.IsEmpty ? "" : "names in a comment, ") + columns.Said);
    }

    private static TrialArray Values(CsvTable table, TrialColumns columns)
    {
        int[] lengths = [.. Enumerable.Range(0, table.Count).Select(row => table[row].Length)];
        var values = new double[lengths.Sum()];
        var k = 0;
        for (var row = 0; row < table.Count; row++)
        {
            var own = values.AsSpan(k, lengths[row]);
            if (columns.Order.IsEmpty)
                table[row].CopyTo(own);
            for (var step = 0; step < columns.Order.Length; step++)
                own[step] = table[row][columns.Order[step]];
            k += lengths[row];
        }

        return TrialArray.Of(values, 1, lengths, (trial, step, _) => $":{table.LineOf(trial)}: step {step + 1}");
    }

    private static SequenceLabels LabelsOf(CsvTable table, CsvWords labels)
    {
        for (var row = 0; row < table.Count; row++)
        {
            var number = labels.Number(row);
            if (labels.Word(row) is null && double.IsNaN(number))
                throw At(table, row, "no label; allowed is a whole number or a word");
            if (labels.HasWords && (labels.Word(row) is null) != (labels.Word(0) is null))
                throw At(table, row, $"label '{labels.Text(row)}' is {(labels.Word(row) is null ? "a number" : "a word")}, and '{labels.Text(0)}' in line {table.LineOf(0)} is not; allowed are numbers alone or words alone");
            if (number != Math.Floor(number) && !double.IsNaN(number))
            {
                var hint = table.Header.IsEmpty && IsWhole(table, ^1) ? "; the last column holds whole numbers: task.label: last makes it the label" : "";
                throw At(table, row, $"label {ScalarText.Of(number)} is not allowed; a whole number or a word{hint}");
            }
        }

        return labels.HasWords
            ? new([], [.. Enumerable.Range(0, table.Count).Select(labels.Text)])
            : new([.. Enumerable.Range(0, table.Count).Select(labels.Number)], null);
    }

    // The first column is the label where no other may be meant as well.
    private static void RequireOneLabel(CsvTable table, CsvWords labels)
    {
        const string HowToSay = "task.label: first (or a number from 1, or last) says which is the label, task.index: 1 that the first column is left out";
        var rows = Enumerable.Range(0, table.Count);
        if (table.Count > 2 && labels.Number(0) is 0 or 1 && rows.All(row => labels.Number(row) == labels.Number(0) + row))
            throw At(table, 0, $"the first column counts the rows ({ScalarText.Of(labels.Number(0))}, {ScalarText.Of(labels.Number(1))}, {ScalarText.Of(labels.Number(2))}, ...): an index, or labels? {HowToSay}");
        if (!rows.All(row => labels.Number(row) == Math.Floor(labels.Number(row))) || rows.Any(row => table[row].Length != table[0].Length))
            return;
        var width = table[0].Length;
        var others = Enumerable.Range(0, width).Where(column => IsWhole(table, column)).ToArray();
        if (2 * others.Length > width || !Array.Exists([0, width - 1], column => others.Contains(column) && IsLabelLike(column)))
            return;
        var rival = others.Contains(0) && IsLabelLike(0) ? 0 : width - 1;
        throw At(table, 0, $"the first column and column {rival + 2} hold whole numbers, and most others do not: which is the label? {HowToSay}");

        // Several different values, each in several rows.
        bool IsLabelLike(int column) => rows.Select(row => table[row][column]).Distinct().Take((table.Count / 2) + 1).Count() is > 1 and var different && 2 * different <= table.Count;
    }

    private static bool IsWhole(CsvTable table, Index column)
    {
        for (var row = 0; row < table.Count; row++)
        {
            if (table[row][column] is var value && value != Math.Floor(value))
                return false;
        }

        return true;
    }

    private static InputException At(CsvTable table, int row, string problem) => new($"{table.File}:{table.LineOf(row)}: {problem}");
}
