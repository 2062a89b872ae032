using System.Text.RegularExpressions;
using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>Text for a document in Markdown: it stays in its cell or line, and none of it is read as markup.</summary>
internal static partial class Markdown
{
    /// <summary>The text, escaped where it would mean something; intervals in brackets and s_c are left as they read best.</summary>
    public static string Escape(string text) => Meaning().Replace(Printable.Line(text.ReplaceLineEndings(" ").Replace('\t', ' ')), static sign => $"\\{sign.Value}");

    // Always: \ ` * ~ $ |. Underscores not between letters. < before what could be a tag; & before what could be an entity; ] before a target.
    [GeneratedRegex(@"[\\`*~$|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[\p{L}/!?])|&(?=[#\p{L}])|\](?=[(\[:])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Meaning();
}
