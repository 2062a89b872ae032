namespace NoisyRnn.Formats;

/// <summary>The fields of one line of a CSV file, without the blanks around them; quotes as in RFC 4180, within one line.</summary>
/// <param name="separator">Between fields; a blank stands for any number of blanks and tabs.</param>
internal sealed class CsvLine(char separator)
{
    /// <summary>The separator of fields that stand between blanks.</summary>
    internal const char Blanks = ' ';

    private readonly List<Field> _fields = [];
    private ReadOnlyMemory<char> _line;

    /// <summary>Number of fields.</summary>
    internal int Count => _fields.Count;

    /// <summary>A field as it stands; doubled quotes in it are still doubled.</summary>
    internal ReadOnlySpan<char> this[int index] => _line.Span.Slice(_fields[index].Start, _fields[index].Length);

    /// <summary>A field as text.</summary>
    internal string Text(int index) =>
        _fields[index].IsQuoted ? this[index].ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : this[index].ToString();

    /// <summary>All fields as text.</summary>
    internal string[] Texts() => [.. Enumerable.Range(0, Count).Select(Text)];

    /// <summary>The separator of a line: the first of tab, semicolon, comma and blank that stands in it outside quotes.</summary>
    internal static char SeparatorOf(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        bool isQuoted = false;
        Span<bool> found = [false, false, false, false];
        foreach (char c in line)
        {
            isQuoted ^= c == '"';
            if (!isQuoted && "\t;, ".IndexOf(c, StringComparison.Ordinal) is var k and >= 0) found[k] = true;
        }

        return found.IndexOf(true) is var first and >= 0 ? "\t;, "[first] : ',';
    }

    /// <summary>Splits a line, which must stay as it is while its fields are read.</summary>
    /// <param name="line">The line.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="number">The line's number, for errors.</param>
    /// <exception cref="InputException">A quote is not closed.</exception>
    internal void Split(ReadOnlyMemory<char> line, string path, int number)
    {
        _line = line;
        _fields.Clear();
        ReadOnlySpan<char> text = line.Span;
        int end = text.Length;
        while (end > 0 && IsPadding(text[end - 1])) end--;
        for (int at = 0; at <= end;)
        {
            while (at < end && IsPadding(text[at])) at++;
            // Blanks at the end of a line separate nothing.
            if (at == end && separator == Blanks && Count > 0) return;
            at = Take(text[..end], at, path, number) + 1;
        }
    }

    /// <summary>Adds the field that begins at a place; returns where it ends.</summary>
    private int Take(ReadOnlySpan<char> text, int start, string path, int number)
    {
        bool isQuoted = start < text.Length && text[start] == '"';
        int closed = isQuoted ? Closed(text, start + 1) : start;
        if (closed < 0)
            throw new InputException($"{path}:{number}: a quote (\") is opened and not closed in the line");
        int length = separator == Blanks ? text[closed..].IndexOfAny(' ', '\t') : text[closed..].IndexOf(separator);
        int end = length < 0 ? text.Length : closed + length;
        // What goes on behind a closing quote is no quoted field.
        _fields.Add(isQuoted && text[closed..end].IsWhiteSpace()
            ? new Field(start + 1, closed - start - 2, true)
            : new Field(start, text[start..end].TrimEnd().Length, false));
        return end;
    }

    /// <summary>The place behind the closing quote.</summary>
    private static int Closed(ReadOnlySpan<char> text, int at)
    {
        while (text[at..].IndexOf('"') is var next and >= 0)
        {
            at += next + 1;
            if (at == text.Length || text[at] != '"') return at;
            at++;
        }

        return -1;
    }

    private bool IsPadding(char c) => (c != separator && char.IsWhiteSpace(c)) || (separator == Blanks && (c is ' ' or '\t'));

    private readonly record struct Field(int Start, int Length, bool IsQuoted);
}
