using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The names of the columns of a CSV file: in its first line, in a comment above it, or nowhere.</summary>
/// <param name="Names">The names; empty where there are none.</param>
/// <param name="Line">The line that they stand in and that is no row; 0 without one.</param>
/// <param name="IsSaid">Whether the user said that there is a header, or none.</param>
internal sealed record CsvHeader(ImmutableArray<string> Names, int Line, bool IsSaid)
{
    /// <summary>What a row is, for errors.</summary>
    internal const string Trial = "a trial", Sample = "a sample";

    /// <summary>Finds the names.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="start">How it begins.</param>
    /// <param name="asked">Whether its first line is a header; null where that is to be seen from the line.</param>
    /// <param name="what">What a row is, for errors.</param>
    /// <exception cref="InputException">There is nothing but names; the first line may be names or a row; a comment names columns, but not as many as there are.</exception>
    internal static CsvHeader Of(string path, CsvStart start, bool? asked, string what)
    {
        if (asked == false)
            return new([], 0, true);
        var areNames = asked ?? NamesLine.Is(start.First, start.Second, (column, word) => start.Recurs(path, column, word)) ?? throw Question(path, start.FirstLine, start.First, what);
        // Numbers that count over words are names.
        if (asked is null && start.First.All(static cell => ScalarText.TryDouble(cell, out _)) && NumericNames.IsEven([.. start.First.Select(Number)])
            && start.Second.Skip(1).Any(static cell => !ScalarText.TryDouble(cell, out _) && !CsvTable.IsMissing(cell)))
            throw Question(path, start.FirstLine, start.First, what);
        return !areNames ? new(CommentNames.In(path, start), 0, false)
            : start.Second.IsEmpty ? throw new InputException($"{path}: no row of numbers; at least one is needed")
            : new(start.First, start.FirstLine, asked == true);
    }

    /// <summary>The names of the columns of rows: R gives the names of rows no name.</summary>
    /// <param name="row">The cells of the first row.</param>
    internal ImmutableArray<string> NamesOver(ImmutableArray<string> row) => !Names.IsEmpty && Names.Length == row.Length - 1 && row[^1].Length > 0 ? Names.Insert(0, "") : Names;

    /// <summary>How the columns under these names are read: R's names of rows tell rows apart.</summary>
    internal ImmutableArray<CsvCell> CellsOver(ImmutableArray<string> names, ImmutableArray<CsvCell> cells) =>
        names.Length > Names.Length && cells[0] == CsvCell.LeftOut ? cells.SetItem(0, CsvCell.Key) : cells;

    /// <summary>Refuses a first row of numbers that may be names, where the user did not say.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="label">The label of a row; NaN where there is none that is a number.</param>
    /// <param name="isLast">Whether the label stands behind the numbers, not before them.</param>
    /// <param name="what">What a row is.</param>
    /// <exception cref="InputException">It may be both.</exception>
    internal void RequireNoNames(CsvTable table, Func<int, double> label, bool isLast, string what)
    {
        if (!Names.IsEmpty || IsSaid)
            return;
        double[] whole = [];
        var isAlone = table[0].Length >= NumericNames.FewestEven && new NumericNames(table.Count, row => table[row].ToArray()).MayBeFirst();
        if (isAlone || new NumericNames(table.Count, Whole).MayBeFirst())
            throw Question(table.File, table.LineOf(0), [.. Whole(0).Select(static value => value.ToString(CultureInfo.InvariantCulture))], what);

        double[] Whole(int row)
        {
            var numbers = table[row];
            var labels = double.IsNaN(label(row)) ? 0 : 1;
            if (whole.Length != numbers.Length + labels)
                whole = new double[numbers.Length + labels];
            numbers.CopyTo(whole.AsSpan(isLast ? 0 : labels));
            if (labels > 0)
                whole[isLast ? ^1 : 0] = label(row);
            return whole;
        }
    }

    private static double Number(string cell) => ScalarText.TryDouble(cell, out var number) ? number : double.NaN;

    private static InputException Question(string path, int line, IReadOnlyCollection<string> cells, string what) => new($"{path}:{line}: {ColumnNames.Listed(cells)}: names of columns, or {what}? "
        + $"task.header: false makes it {what}, task.header: true a header{(what == Trial ? " (then task.label: first, last or NAME says which is the label)" : "")}");
}
