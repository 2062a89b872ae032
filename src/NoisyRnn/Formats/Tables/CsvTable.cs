using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace NoisyRnn.Formats;

/// <summary>
/// A table of numbers read from a text file: fields separated by tabs, semicolons, commas or blanks (the first of these that the
/// first line holds), decimal points, an optional header line; empty lines and comments (# or %) are left out. Beside the numbers it
/// keeps one start and one line number a row, whatever the file looks like.
/// </summary>
public sealed class CsvTable
{
    /// <summary>The most rows of a file.</summary>
    internal const int MostRows = 10_000_000;

    private readonly List<double> _values = [];
    private readonly List<int> _starts = [0], _lines = [];
    private readonly CsvForm _form;
    private readonly CsvWords?[] _words;
    private readonly HashSet<(int Column, string Text)> _keys = [];

    private CsvTable(string file, CsvForm form)
    {
        (File, _form) = (file, form);
        _words = form.Cells.IsDefault ? [] : [.. form.Cells.Select(static cell => cell == CsvCell.Word ? new CsvWords() : null)];
    }

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The names of the columns; empty where the file has no header.</summary>
    public ImmutableArray<string> Header => _form.Header;

    /// <summary>Number of rows; at least one.</summary>
    public int Count => _lines.Count;

    /// <summary>The numbers of a row.</summary>
    /// <param name="row">From 0.</param>
    public ReadOnlySpan<double> this[int row] => CollectionsMarshal.AsSpan(_values)[_starts[row].._starts[row + 1]];

    /// <summary>The line of the file that a row stands in, from 1: for errors about what a row means.</summary>
    /// <param name="row">From 0.</param>
    public int LineOf(int row) => _lines[row];

    /// <summary>The separator of its fields.</summary>
    internal char Separator => _form.Separator;

    /// <summary>Reads a file of numbers, all rows equally long. A first line of names alone is the header.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read, is no text or has no row; a line has another number of fields
    /// than the first; a field is no finite number. File, line, column, value and what is allowed are named.</exception>
    public static CsvTable Read(string path)
    {
        CsvStart start = CsvStart.Read(path);
        bool hasHeader = !start.First.Any(static field => ScalarText.TryDouble(field, out _) || (field.Length > 0 && IsMissing(field)));
        return Read(path, new CsvForm(start.Separator, hasHeader ? start.First : [], hasHeader ? start.FirstLine : 0));
    }

    /// <summary>Reads a file in a form that is known.</summary>
    internal static CsvTable Read(string path, CsvForm form)
    {
        using var lines = new TextLines(path);
        var (table, fields) = (new CsvTable(path, form), new CsvLine(form.Separator));
        int columns = form.Cells.IsDefault ? form.Header.Length : form.Cells.Length;
        bool isCutOff = false;
        while (lines.Next(out ReadOnlyMemory<char> line))
        {
            if (table.Count > 0 && CsvStart.IsComment(line.Span)) table.RequireNoRow(fields, line, lines.Number);
            if (lines.Number == form.HeaderLine || CsvStart.IsEmpty(line.Span) || CsvStart.IsComment(line.Span)
                || (lines.Number == 1 && CsvStart.NamedSeparator(line.Span) is not null))
                continue;
            fields.Split(line, path, lines.Number);
            if (columns == 0) columns = fields.Count;
            int count = fields.Count;
            while (form.Gaps && !form.Longer && count > columns && fields[count - 1].IsEmpty) count--;
            if (count > columns ? !form.Longer : count < columns && !form.Gaps)
                throw new InputException($"{path}:{lines.Number}: {count} fields; the first line has {columns}, so every line must");
            if (table.Count == form.Most) throw new InputException($"{path}:{lines.Number}: more than {form.Most:N0} rows, the most that are read");
            isCutOff = !lines.HasBreak && count < columns && table.Count > 0;
            table.Add(fields, count, lines.Number);
        }

        if (table.Count == 0) throw new InputException($"{path}: no row of numbers; at least one is needed");
        if (isCutOff && table.AreLongerBefore())
            throw new InputException($"{path}:{lines.Number}: the last line has fewer fields than all others, and no line break: cut off? (with a line break it is a shorter row)");
        return table;
    }

    /// <summary>A column of numbers or words, by its place in the file.</summary>
    internal CsvWords WordsOf(int column) => _words[column]!;

    /// <summary>Whether a cell says that there is no value.</summary>
    internal static bool IsMissing(ReadOnlySpan<char> cell) =>
        cell.IsEmpty || (cell.Length <= 4 && (Is(cell, "nan") || Is(cell, "na") || Is(cell, "n/a") || Is(cell, "null")));

    private static bool Is(ReadOnlySpan<char> cell, string text) => cell.Equals(text, StringComparison.OrdinalIgnoreCase);

    private void Add(CsvLine fields, int count, int line)
    {
        while (_form.Gaps && count > 0 && fields[count - 1].IsEmpty && CellOf(count - 1) == CsvCell.Number) count--;
        for (int i = 0; i < count; i++)
        {
            CsvCell cell = CellOf(i);
            if (cell == CsvCell.Number) _values.Add(Number(fields, i, line));
            else if (cell == CsvCell.Key && fields[i].Length > 0 && !_keys.Add((i, fields.Text(i)))) throw Again(line, i, fields.Text(i));
            else if (cell == CsvCell.Word && !_words[i]!.Add(fields, i)) throw Wrong(line, i, fields.Text(i), $"at most {CsvWords.Most:N0} different words");
        }

        for (int i = count; i < _words.Length; i++)
        {
            if (_words[i] is not null) throw Wrong(line, i, "", "a value, as in the other rows");
        }

        _lines.Add(line);
        _starts.Add(_values.Count);
    }

    private CsvCell CellOf(int column) => _form.Cells.IsDefault || column >= _form.Cells.Length ? CsvCell.Number : _form.Cells[column];

    private double Number(CsvLine fields, int column, int line) =>
        ScalarText.TryDouble(fields[column], out double value) ? value
        : _form.Gaps && IsMissing(fields[column]) ? double.NaN
        : throw Wrong(line, column, fields.Text(column), "a finite number with a decimal point");

    // A row whose label begins with the sign of a comment.
    private void RequireNoRow(CsvLine fields, ReadOnlyMemory<char> line, int number)
    {
        int columns = _form.Cells.IsDefault ? Math.Max(Header.Length, this[0].Length) : _form.Cells.Length;
        if (columns < 2 || line.Span.Count('"') % 2 > 0) return;
        fields.Split(line, File, number);
        bool isAsLong = _form.Longer ? fields.Count > 1 : fields.Count == columns;
        if (isAsLong && Enumerable.Range(1, fields.Count - 1).Count(k => ScalarText.TryDouble(fields[k], out _)) is var numbers && numbers > 0 && 2 * numbers >= fields.Count - 1)
            throw new InputException($"{File}:{number}: '{(fields.Text(0) is { Length: <= 40 } text ? text : fields.Text(0)[..40] + "...")}' begins as a comment does, and as many fields follow as in a row: which is it? A row begins with a quote (\"#...\"), a comment has no numbers");
    }

    private InputException Again(int line, int column, string text) => new($"{File}:{line}: column {column + 1}{(column < Header.Length && Header[column].Length > 0 ? $" ('{Header[column]}')" : "")}: '{(text.Length > 40 ? text[..40] + "..." : text)}' stands there again; "
        + (column < Header.Length && Header[column].Length > 0
            ? $"what tells trials apart, and is left out, differs in each row; {CsvStart.RowAStep}; task.index: {Header[column]} leaves it out as it is"
            : "a column without a name, where the names are one fewer than the columns, is R's names of rows, which differ; allowed are as many names as columns"));

    private bool AreLongerBefore()
    {
        int last = this[Count - 1].Length;
        for (int row = 0; row < Count - 1; row++)
        {
            if (this[row].Length != this[0].Length || this[row].Length <= last) return false;
        }

        return true;
    }

    private InputException Wrong(int line, int column, string value, string allowed)
    {
        string shown = value.Length > 40 ? value[..40] + "..." : value;
        string name = column < Header.Length ? $" ('{Header[column]}')" : "";
        return new InputException($"{File}:{line}: column {column + 1}{name}: '{shown}' is not allowed; {allowed}");
    }
}
