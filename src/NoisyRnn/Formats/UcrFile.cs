using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// Labelled series in the form of the UCR archive: a line a series, the class (a whole number) first, then the values,
/// separated by tabs or commas; no header. All series have the same length, and no value is missing.
/// </summary>
public sealed class UcrFile
{
    private UcrFile(CsvTable table, ImmutableArray<int> classes) =>
        (File, Series, Classes, Lines) = (table.File, [.. Enumerable.Range(0, table.Count).Select(i => ImmutableArray.Create(table[i][1..]))], classes,
            [.. Enumerable.Range(0, table.Count).Select(table.LineOf)]);

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

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read or is empty; lines differ in length; a value is missing (NaN) or
    /// no finite number; a class is no whole number. File and line are named.</exception>
    public static UcrFile Read(string path)
    {
        CsvTable table = CsvTable.Read(path);
        if (!table.Header.IsEmpty)
            throw new InputException($"{path}: the first line begins with '{table.Header[0]}', no number; a UCR file has no header, every line is a class and its values");
        if (table[0].Length < 2)
            throw new InputException($"{path}:{table.LineOf(0)}: 1 field; a UCR line is a class and its values, separated by tabs or commas");
        ImmutableArray<int>.Builder classes = ImmutableArray.CreateBuilder<int>(table.Count);
        for (int i = 0; i < table.Count; i++) classes.Add(ClassOf(table, i));
        return new UcrFile(table, classes.MoveToImmutable());
    }

    /// <summary>The whole number in the first column of a row.</summary>
    internal static int ClassOf(CsvTable table, int row)
    {
        double value = table[row][0];
        if (value != Math.Floor(value) || Math.Abs(value) > int.MaxValue)
            throw new InputException($"{table.File}:{table.LineOf(row)}: class {ScalarText.Of(value)} is not allowed; a whole number");
        return (int)value;
    }
}
