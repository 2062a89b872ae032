using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// How a CSV file begins: what must be known before its lines can be read as numbers. A first line "sep=;" names the separator,
/// as spreadsheets write it; comments (# or %) may name the columns.
/// </summary>
/// <param name="Separator">Between fields, as in <see cref="CsvLine"/>.</param>
/// <param name="Comments">The last comments before the first line, without their signs.</param>
/// <param name="First">The fields of the first line that is neither empty nor a comment; there is one.</param>
/// <param name="FirstLine">Its number.</param>
/// <param name="Second">The fields of the next such line; empty where there is none.</param>
internal sealed record CsvStart(
    char Separator, ImmutableArray<(int Line, string Text)> Comments, ImmutableArray<string> First, int FirstLine, ImmutableArray<string> Second)
{
    /// <summary>How a file with a row a step is written, for errors.</summary>
    internal const string RowAStep = "a file with a row a step has columns trial, step (0, 1, ...), u1, u2, ... and y1, y2, ... or label";

    private const int MostComments = 100;
    private const string SeparatorName = "sep=";

    /// <summary>Reads the first lines of a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is no text or has no such line; it has decimal commas, or separators of two kinds.</exception>
    internal static CsvStart Read(string path)
    {
        ForeignFormat.Refuse(path, "a CSV file");
        using var lines = new TextLines(path);
        var (comments, start) = (new Queue<(int, string)>(), new CsvStart(',', [], [], 0, []));
        char? named = null;
        CsvLine? fields = null;
        while (lines.Next(out ReadOnlyMemory<char> line))
        {
            if (IsEmpty(line.Span)) continue;
            if (IsComment(line.Span))
            {
                comments.Enqueue((lines.Number, line.Span.Trim().TrimStart("#%").Trim().ToString()));
                if (comments.Count > MostComments) comments.Dequeue();
                continue;
            }

            if (lines.Number == 1 && NamedSeparator(line.Span) is { } separator)
            {
                named = separator;
                continue;
            }

            bool isFirst = fields is null;
            fields ??= new CsvLine(named ?? CsvLine.SeparatorOf(line.Span));
            if (isFirst) start = start with { Separator = named ?? CsvLine.SeparatorOf(line.Span), Comments = [.. comments], FirstLine = lines.Number };
            fields.Split(line, path, lines.Number);
            start = isFirst ? start with { First = [.. fields.Texts()] } : start with { Second = [.. fields.Texts()] };
            if (!isFirst) break;
        }

        CsvDialect.Check(path, start.Separator, start.First, start.Second);
        return start.First.IsEmpty ? throw new InputException($"{path}: no row of numbers; at least one is needed") : start;
    }

    /// <summary>Whether a word stands again in its column, below the first line.</summary>
    internal bool Recurs(string path, int column, string word)
    {
        using var lines = new TextLines(path);
        var fields = new CsvLine(Separator);
        while (lines.Next(out ReadOnlyMemory<char> line))
        {
            if (lines.Number <= FirstLine || IsComment(line.Span)) continue;
            fields.Split(line, path, lines.Number);
            if (column < fields.Count && fields.Text(column) == word) return true;
        }

        return false;
    }

    /// <summary>Whether nothing stands in a line, or nothing but separators, as spreadsheets end a table.</summary>
    internal static bool IsEmpty(ReadOnlySpan<char> line)
    {
        foreach (char c in line)
        {
            if (!char.IsWhiteSpace(c) && c is not (',' or ';')) return false;
        }

        return true;
    }

    /// <summary>Whether a line is a comment.</summary>
    internal static bool IsComment(ReadOnlySpan<char> line) => line.TrimStart() is ['#' or '%', ..];

    /// <summary>The separator that a spreadsheet's first line names; null where it is another line.</summary>
    internal static char? NamedSeparator(ReadOnlySpan<char> line) =>
        line.TrimEnd(" \r\"").TrimStart('"') is var text && text.Length == SeparatorName.Length + 1 && text.StartsWith(SeparatorName, StringComparison.OrdinalIgnoreCase)
            ? text[^1]
            : null;
}
