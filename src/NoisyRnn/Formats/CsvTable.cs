using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// A table of numbers read from a text file: fields separated by commas, semicolons or tabs (whichever the first line
/// holds: tab before semicolon before comma), decimal points, an optional header line, empty lines and lines that begin
/// with # left out. A first line without any number is the header.
/// </summary>
public sealed class CsvTable
{
    /// <summary>The longest line that is read, in characters.</summary>
    public const int MaximumLine = 1 << 20;

    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1 << 28;

    private CsvTable(string file, ImmutableArray<string> header, ImmutableArray<ImmutableArray<double>> rows, ImmutableArray<int> lines) =>
        (File, Header, Rows, Lines) = (file, header, rows, lines);

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The names of the columns; empty where the file has no header.</summary>
    public ImmutableArray<string> Header { get; }

    /// <summary>The numbers, a row a line; at least one row, all of the same length.</summary>
    public ImmutableArray<ImmutableArray<double>> Rows { get; }

    /// <summary>The line of the file that each row stands in, from 1: for errors about what a row means.</summary>
    public ImmutableArray<int> Lines { get; }

    /// <summary>Number of columns.</summary>
    public int Columns => Rows[0].Length;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read, is no text or has no row; a line has another number of fields
    /// than the first; a field is no finite number. File, line, column, value and what is allowed are named.</exception>
    public static CsvTable Read(string path)
    {
        ImmutableArray<string> header = [];
        ImmutableArray<ImmutableArray<double>>.Builder rows = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        ImmutableArray<int>.Builder lines = ImmutableArray.CreateBuilder<int>();
        (int columns, char separator, int number) = (0, ',', 0);
        foreach (ReadOnlyMemory<char> line in SplitLines(path))
        {
            number++;
            if (line.Span.IsWhiteSpace() || line.Span[0] == '#') continue;
            bool isFirst = columns == 0;
            if (isFirst) separator = SeparatorOf(line.Span);
            List<string> fields = Split(line.Span, separator, $"{path}:{number}");
            if (isFirst) columns = fields.Count;
            if (fields.Count != columns)
                throw new InputException($"{path}:{number}: {fields.Count} fields; the first line has {columns}, so every line must");
            if (isFirst && !fields.Exists(f => ScalarText.TryDouble(f, out _)))
            {
                header = [.. fields];
                continue;
            }

            rows.Add(Numbers(fields, path, number));
            lines.Add(number);
        }

        if (rows.Count == 0) throw new InputException($"{path}: no row of numbers; at least one is needed");
        return new CsvTable(path, header, rows.ToImmutable(), lines.ToImmutable());
    }

    private static ImmutableArray<double> Numbers(List<string> fields, string path, int line)
    {
        ImmutableArray<double>.Builder row = ImmutableArray.CreateBuilder<double>(fields.Count);
        for (int i = 0; i < fields.Count; i++)
        {
            if (!ScalarText.TryDouble(fields[i], out double value))
            {
                string shown = fields[i].Length > 40 ? fields[i][..40] + "..." : fields[i];
                throw new InputException($"{path}:{line}: column {i + 1}: '{shown}' is not allowed; a finite number with a decimal point");
            }

            row.Add(value);
        }

        return row.MoveToImmutable();
    }

    private static char SeparatorOf(ReadOnlySpan<char> line) => line.Contains('\t') ? '\t' : line.Contains(';') ? ';' : ',';

    /// <summary>Fields without the blanks around them; quotes as in RFC 4180, within one line.</summary>
    private static List<string> Split(ReadOnlySpan<char> line, char separator, string where)
    {
        var fields = new List<string>();
        for (int start = 0; start <= line.Length;)
        {
            ReadOnlySpan<char> rest = line[start..];
            bool isQuoted = rest.TrimStart(' ').StartsWith("\"");
            int end = isQuoted ? QuotedLength(rest, where) : 0;
            int length = rest[end..].IndexOf(separator);
            length = length < 0 ? rest.Length : length + end;
            string field = rest[..length].Trim().ToString();
            fields.Add(isQuoted && field.EndsWith('"') ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field);
            start += length + 1;
        }

        return fields;
    }

    /// <summary>The characters up to and with the closing quote.</summary>
    private static int QuotedLength(ReadOnlySpan<char> rest, string where)
    {
        for (int i = rest.IndexOf('"') + 1; i < rest.Length; i++)
        {
            if (rest[i] != '"') continue;
            if (i + 1 == rest.Length || rest[i + 1] != '"') return i + 1;
            i++;
        }

        throw new InputException($"{where}: a quote (\") is opened and not closed in the line");
    }

    private static IEnumerable<ReadOnlyMemory<char>> SplitLines(string path)
    {
        ReadOnlyMemory<char> text = InputFile.Decode(InputFile.ReadBytes(path, MaximumBytes), path).AsMemory();
        for (int line = 1; text.Length > 0; line++)
        {
            int length = text.Span.IndexOf('\n');
            if (length < 0) length = text.Length;
            if (length > MaximumLine)
                throw new InputException($"{path}:{line}: a line of {length:N0} characters; at most {MaximumLine:N0} are allowed");
            yield return text[..length];
            text = text[Math.Min(length + 1, text.Length)..];
        }
    }
}
