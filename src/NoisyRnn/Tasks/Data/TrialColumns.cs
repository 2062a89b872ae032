using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Which column of a CSV file with a row a trial is the label, and which are the values of steps, in their order.</summary>
/// <param name="Cells">How each column is read.</param>
/// <param name="Label">The column of labels.</param>
/// <param name="Order">The place of each step among the values of a row; empty where they stand in their order.</param>
/// <param name="Said">What was decided, in words.</param>
internal sealed record TrialColumns(ImmutableArray<CsvCell> Cells, int Label, ImmutableArray<int> Order, string Said)
{
    /// <summary>Whether all values stand behind label and index, so that rows may differ in length.</summary>
    internal bool ValuesAreLast => Order.IsEmpty && Cells.LastIndexOf(CsvCell.Word) < First && Cells.LastIndexOf(CsvCell.LeftOut) < First && Cells.LastIndexOf(CsvCell.Key) < First;

    private int First => Cells.IndexOf(CsvCell.Number);

    /// <summary>Decides: by what the user says, then by names, then by words among numbers, then by place.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="names">The names of the columns; empty where there are none.</param>
    /// <param name="row">The cells of the first row.</param>
    /// <param name="form">What the user says.</param>
    /// <exception cref="InputException">It cannot be decided; the message says what was seen and how to say it.</exception>
    internal static TrialColumns Of(string path, ImmutableArray<string> names, ImmutableArray<string> row, SequenceForm form)
    {
        var columns = new NamedColumns(path, names, names.IsEmpty ? row.Length : names.Length);
        var kinds = new CsvCell[columns.Count];
        foreach (var column in form.LeftOut)
            kinds[columns.Find("index", column)] = CsvCell.LeftOut;
        if (form.Index != SequenceForm.None)
        {
            foreach (var (k, _) in names.Index().Where(static name => ColumnNames.IsIndex(name.Item)))
                kinds[k] = kinds[k] == CsvCell.LeftOut || !ColumnNames.IsKey(names[k]) ? CsvCell.LeftOut : CsvCell.Key;
        }

        var label = form.Label.Length > 0 ? columns.Find("label", form.Label) : columns.LabelAmong(kinds, row);
        kinds[label] = CsvCell.Word;
        var values = Enumerable.Range(0, kinds.Length).Where(k => kinds[k] == CsvCell.Number).ToArray();
        if (values.Length == 0)
            throw new InputException($"{path}: {columns.Seen}; needed are a label and the values of a trial in each row, a value a step");
        if (!names.IsEmpty && form.Index != SequenceForm.None && Array.Find(values, k => ColumnNames.IsTime(names[k])) is var time && ColumnNames.IsTime(names[time]) && kinds[time] == CsvCell.Number)
            throw new InputException($"{path}: {columns.Seen}: '{names[time]}' would be a value of a trial; {CsvStart.RowAStep}; task.index: {names[time]} leaves it out, task.index: none takes it as a value");
        return new([.. kinds], label, names.IsEmpty || form.Index == SequenceForm.None ? [] : columns.OrderOf(values), columns.InWords(label, kinds));
    }
}
