using System.Collections.Immutable;
using System.Text;

namespace NoisyRnn.Reports;

/// <summary>Claims of several experiments as one Markdown table, and what each experiment found in a sentence.</summary>
public static class MarkdownMatrix
{
    /// <summary>The table, its key, the verdicts that once were others, and the sentences.</summary>
    /// <param name="entries">The experiments; their pages are linked.</param>
    public static string Of(ImmutableArray<IndexEntry> entries)
    {
        var matrix = ClaimMatrix.Of(entries);
        var text = new StringBuilder();
        if (!matrix.Claims.IsEmpty)
        {
            foreach (var part in matrix.Parts)
            {
                Row(text, ["experiment", .. part.Claims]);
                Row(text, ["---", .. part.Claims.Select(static _ => "---")]);
                foreach (var (entry, cells) in part.Rows)
                    Row(text, [Name(entry), .. cells.Select(static cell => cell is null ? "" : Markdown.Escape(cell.Words))]);
                text.Append('\n');
            }

            text.Append("\\+ holds, - does not hold, = no effect, ? undecided, n not trained; in brackets: so far, of a preview. Behind it the size of the effect, mean over seeds, at the largest training noise, from the arm where it is smallest to that where it is largest.\n\n");
        }

        text.Append(MarkdownFormer.Of(entries));
        foreach (var entry in entries)
            text.Append($"- {Name(entry)} ({(entry.Content is { } content ? $"{ReportAnswer.Networks(content)}): {Markdown.Escape(ReportAnswer.Of(content))}" : $"not run): {Markdown.Escape(entry.NotRun)}")}\n");
        return text.ToString();
    }

    private static string Name(IndexEntry entry) => entry.Page is null ? Markdown.Escape(entry.Name) : $"[{Markdown.Escape(entry.Name)}]({entry.Page})";

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
}
