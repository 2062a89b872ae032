using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// Labelled series in the forms in which the UCR archive is published: a line a series, the class (a whole number) first, then
/// the values, separated by tabs, commas or blanks, without a header (.tsv, .txt); or with a header of lines that begin with @
/// and the class last (.ts, .arff: <see cref="UcrHeaderForm"/>). All series have the same length, and no value is missing.
/// </summary>
public sealed class UcrFile
{
    private const string Expected = "a UCR file";

    internal UcrFile(string file, IReadOnlyCollection<(int Line, int Class, ImmutableArray<double> Values)> rows) =>
        (File, Series, Classes, Lines) = (file, [.. rows.Select(static r => r.Values)], [.. rows.Select(static r => r.Class)], [.. rows.Select(static r => r.Line)]);

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The values of each series. [N][T]</summary>
    public ImmutableArray<ImmutableArray<double>> Series { get; }

    /// <summary>The class of each series as it stands in the file. [N]</summary>
    public ImmutableArray<int> Classes { get; }

    /// <summary>The line of the file that each series stands in, from 1. [N]</summary>
    public ImmutableArray<int> Lines { get; }

    /// <summary>T, the length of every series.</summary>
    public int Length => Series[0].Length;

    /// <summary>Reads a file; its content tells the form, whatever the file is called.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read or is empty; lines differ in length; a value is missing (NaN, ?) or
    /// no finite number; a class is no whole number. File and line are named.</exception>
    public static UcrFile Read(string path)
    {
        ForeignFormat.Refuse(path, Expected);
        if (UcrHeaderForm.Read(path) is { } rows) return new UcrFile(path, [.. rows.Select(row => (row.Line, ClassOf(path, row.Line, row.Class), row.Values))]);
        CsvTable table = CsvTable.Read(path);
        if (!table.Header.IsEmpty)
            throw new InputException($"{path}: the first line begins with '{ShownText.Of(table.Header[0])}', no number; a UCR file has no header (or one of lines that begin with @), every line is a class and its values");
        if (table[0].Length < 2)
            throw new InputException($"{path}:{table.LineOf(0)}: 1 field; a UCR line is a class and its values, separated by tabs, commas or blanks");
        if (new NumericNames(table.Count, row => table[row].ToArray()).MayBeFirst() && table.Count > 1)
            throw new InputException($"{path}:{table.LineOf(0)}: {ScalarText.List(table[0][..Math.Min(8, table[0].Length)].ToArray())}{(table[0].Length > 8 ? ", ..." : "")}: names of columns, not a class and its values? A UCR file has no header; where it is a series, another may stand first");
        return new UcrFile(path, [.. Enumerable.Range(0, table.Count).Select(i => (table.LineOf(i), ClassOf(path, table.LineOf(i), table[i][0]), ImmutableArray.Create(table[i][1..])))]);
    }

    /// <summary>The class in the first column of a row.</summary>
    internal static int ClassOf(CsvTable table, int row) => ClassOf(table.File, table.LineOf(row), table[row][0]);

    private static int ClassOf(string file, int line, string text) => ScalarText.TryDouble(text, out double value)
        ? ClassOf(file, line, value)
        : throw new InputException($"{file}:{line}: class '{ShownText.Of(text)}' is not allowed; a whole number");

    /// <summary>A class, which is a whole number.</summary>
    /// <param name="file">The file, for errors.</param>
    /// <param name="line">The line, for errors.</param>
    /// <param name="value">The number that stands there.</param>
    internal static int ClassOf(string file, int line, double value) => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new InputException($"{file}:{line}: class {ScalarText.Of(value)} is not allowed; a whole number");
}
