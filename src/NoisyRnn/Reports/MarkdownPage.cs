using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>
/// A document of which a part is written by a command: what stands between two marks is replaced, what people wrote above and below them is kept.
/// </summary>
public static class MarkdownPage
{
    /// <summary>Above the written part.</summary>
    public const string Begin = "<!-- Tables: written by `noisyrnn tables`. Write above this line or below the last one. -->";

    /// <summary>Below the written part.</summary>
    public const string End = "<!-- End of the tables. -->";

    /// <summary>The document with its part written anew.</summary>
    /// <param name="path">The file, for errors; a new one gets the title as its heading.</param>
    /// <param name="title">The title of a new document.</param>
    /// <param name="tables">The part, in Markdown.</param>
    /// <exception cref="InputException">The file is there and has not the two marks, each on a line of its own, once and in this order; or it cannot be read.</exception>
    public static string With(string path, string title, string tables)
    {
        var lines = File.Exists(path) ? InputFile.Decode(InputFile.ReadBytes(path, YamlTree.MaximumBytes), path).ReplaceLineEndings("\n").Split('\n') : [$"# {Markdown.Escape(title)}", "", Begin, End, ""];
        var (begin, end) = (Array.IndexOf(lines, Begin), Array.IndexOf(lines, End));
        if (begin < 0 || end < begin || lines.Count(static line => line is Begin or End) != 2)
            throw new InputException($"{path}: is not written over: it lacks the lines between which tables stand, each once: {Begin} and {End}");
        return string.Join('\n', [.. lines[..(begin + 1)], "", tables.ReplaceLineEndings("\n").Trim('\n'), "", .. lines[end..]]);
    }
}
