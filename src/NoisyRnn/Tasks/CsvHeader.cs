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
    /// <exception cref="InputException">There is nothing but names, or a comment names columns, but not as many as there are.</exception>
    internal static CsvHeader Of(string path, CsvStart start, bool? asked) =>
        asked == false ? new([], 0, true)
        : asked == true || AreNames(start.First, start.Second)
            ? start.Second.IsEmpty ? throw new InputException($"{path}: no row of numbers; at least one is needed") : new(start.First, start.FirstLine, asked == true)
        : new(InComment(path, start), 0, false);

    /// <summary>The names of the columns of rows: R gives the names of rows no name.</summary>
    /// <param name="row">The cells of the first row.</param>
    internal ImmutableArray<string> NamesOver(ImmutableArray<string> row) => !Names.IsEmpty && Names.Length == row.Length - 1 && row[^1].Length > 0 ? Names.Insert(0, "") : Names;

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
        var isAlone = table[0].Length >= NumericNames.FewestEven && new NumericNames(table.Count, row => table[row].ToArray()).MayBeFirst();
        if (isAlone || new NumericNames(table.Count, Whole).MayBeFirst())
            throw Question(table.File, table.LineOf(0), [.. Whole(0).Select(static value => value.ToString(CultureInfo.InvariantCulture))], what);

        double[] Whole(int row) => double.IsNaN(label(row)) ? table[row].ToArray() : isLast ? [.. table[row], label(row)] : [label(row), .. table[row]];
    }

    private static InputException Question(string path, int line, IReadOnlyCollection<string> cells, string what) => new($"{path}:{line}: {ColumnNames.Listed(cells)}: names of columns, or {what}? "
        + $"task.header: false makes it {what}, task.header: true a header{(what == Trial ? " (then task.label: first, last or NAME says which is the label)" : "")}");

    private static bool AreNames(ImmutableArray<string> first, ImmutableArray<string> second)
    {
        var numbers = first.Count(static cell => ScalarText.TryDouble(cell, out _));
        var words = first.Count(static cell => !ScalarText.TryDouble(cell, out _) && !CsvTable.IsMissing(cell));
        // A row of nothing but NaN is a row.
        if (words + numbers == 0 || first.Any(static cell => cell.Length > 0 && CsvTable.IsMissing(cell)))
            return false;
        // The column of an index has no name, and the others may be numbers.
        if (words == 0)
            return first is ["", ..] && second is not [] and not ["", ..] && numbers == first.Length - 1 && Ascends(first);
        return numbers == 0 || first.Any(ColumnNames.IsKnown) || (Ascends(first) && IsNumberBelow());

        // A word over numbers, beside numbers that ascend.
        bool IsNumberBelow() => first.Zip(second).Any(static pair => !ScalarText.TryDouble(pair.First, out _) && ScalarText.TryDouble(pair.Second, out _));
    }

    private static bool Ascends(ImmutableArray<string> cells)
    {
        var (last, count) = (double.NegativeInfinity, 0);
        foreach (var cell in cells)
        {
            if (!ScalarText.TryDouble(cell, out var number))
                continue;
            if (number <= last)
                return false;
            (last, count) = (number, count + 1);
        }

        return count >= 2;
    }

    private static ImmutableArray<string> InComment(string path, CsvStart start)
    {
        foreach (var (line, text) in start.Comments.Reverse())
        {
            foreach (var separator in new[] { start.Separator, ',', ';', '\t', CsvLine.Blanks })
            {
                var fields = new CsvLine(separator);
                fields.Split(text.AsMemory(), path, line);
                var names = fields.Texts();
                var areAll = Array.TrueForAll(names, static name => ColumnNames.IsKnown(name) || ColumnNames.IsNumbered(name, out _, out _, out _));
                if (names.Length < 2 || !(areAll || Array.Exists(names, ColumnNames.IsKnown)))
                    continue;
                if (names.Length == start.First.Length)
                    return [.. names];
                if (names.Length > 2 && areAll && Array.Exists(names, ColumnNames.IsKnown))
                    throw new InputException($"{path}:{line}: a comment names {names.Length} columns ({ColumnNames.Listed(names)}), and the first row has {start.First.Length}; allowed are as many, or task.header: false, which passes over names");
            }
        }

        return [];
    }
}
