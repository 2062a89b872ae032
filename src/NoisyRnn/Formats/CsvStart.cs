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
    private const int MostComments = 100;
    private const string SeparatorName = "sep=";

    /// <summary>Reads the first lines of a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is no text or has no such line.</exception>
    internal static CsvStart Read(string path)
    {
        ForeignFormat.Refuse(path, "a CSV file");
        using var lines = new TextLines(path);
        var (comments, start) = (new Queue<(int, string)>(), new CsvStart(',', [], [], 0, []));
        char? named = null;
        CsvLine? fields = null;
        while (lines.Next(out ReadOnlyMemory<char> line))
        {
            if (line.Span.IsWhiteSpace()) continue;
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
            if (!isFirst) return start with { Second = [.. fields.Texts()] };
            start = start with { First = [.. fields.Texts()] };
        }

        return start.First.IsEmpty ? throw new InputException($"{path}: no row of numbers; at least one is needed") : start;
    }

    /// <summary>Whether a line is a comment.</summary>
    internal static bool IsComment(ReadOnlySpan<char> line) => line.TrimStart() is ['#' or '%', ..];

    /// <summary>The separator that a spreadsheet's first line names; null where it is another line.</summary>
    internal static char? NamedSeparator(ReadOnlySpan<char> line) =>
        line.TrimEnd(" \r\"").TrimStart('"') is var text && text.Length == SeparatorName.Length + 1 && text.StartsWith(SeparatorName, StringComparison.OrdinalIgnoreCase)
            ? text[^1]
            : null;
}
