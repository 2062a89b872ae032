using System.Globalization;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// Text that a terminal shows and does not obey: control characters and those that turn the direction of writing are
/// written as <c>\u001b</c>. In a JSON string that is the same character.
/// </summary>
internal static class Printable
{
    /// <summary>Text of several lines; line feeds and tabs stay.</summary>
    public static string Of(string text) => Escaped(text, static c => c is '\n' or '\t');

    /// <summary>Text that belongs into one line or one field of a table.</summary>
    public static string Line(string text) => Escaped(text, static _ => false);

    private static string Escaped(string text, Predicate<char> stays)
    {
        if (!text.Any(IsEscaped))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (var k = 0; k < text.Length; k++)
        {
            var c = text[k];
            // On Windows a line ends so.
            var isLineEnd = c == '\r' && k + 1 < text.Length && text[k + 1] == '\n' && stays('\n');
            if (!IsEscaped(c) || stays(c) || isLineEnd)
                escaped.Append(c);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return escaped.ToString();
    }

    private static bool IsEscaped(char c) => char.IsControl(c) || c is
        '\u2028' or '\u2029' // ends of lines
        or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
