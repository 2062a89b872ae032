using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The names of columns in a comment above the rows, as numpy.savetxt writes them.</summary>
internal static class CommentNames
{
    /// <summary>Finds them; empty where no comment names columns.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="start">How it begins.</param>
    /// <exception cref="InputException">A comment names columns, but not as many as there are; or it may be a sentence.</exception>
    internal static ImmutableArray<string> In(string path, CsvStart start)
    {
        var lines = start.Comments.Reverse().SelectMany(comment => new[] { start.Separator, ',', ';', '\t', CsvLine.Blanks }.Select(separator => (comment.Line, Separator: separator, Names: Split(comment.Text, separator)))).ToArray();
        // Words of a sentence are not all known, whatever separates them.
        if (Array.Find(lines, line => line.Names.Length == start.First.Length && line.Names.Length > 1 && AreAllKnown(line.Names)) is { Line: > 0 } known)
            return [.. known.Names];
        foreach (var (line, separator, names) in lines)
        {
            if (names.Length > 1 && separator == start.Separator && names.Length == start.First.Length && NamesLine.Is([.. names], start.First, static (_, _) => true) == true)
            {
                return separator != CsvLine.Blanks ? [.. names] : throw new InputException($"{path}:{line}: {ColumnNames.Listed(names)}: a comment of as many words as there are columns: their names, or a sentence? "
                    + "task.header: false passes over comments; names stand in a first line of their own, without a sign");
            }

            if (names.Length > 2 && AreAllKnown(names))
                throw new InputException($"{path}:{line}: a comment names {names.Length} columns ({ColumnNames.Listed(names)}), and the first row has {start.First.Length}; allowed are as many, or task.header: false, which passes over names");
        }

        return [];

        string[] Split(string text, char separator)
        {
            var fields = new CsvLine(separator);
            fields.Split(text.AsMemory(), path, start.FirstLine);
            return fields.Texts();
        }
    }

    private static bool AreAllKnown(string[] names) =>
        Array.Exists(names, ColumnNames.IsKnown) && Array.TrueForAll(names, static name => ColumnNames.IsKnown(name) || ColumnNames.IsNumbered(name, out _, out _, out _));
}
