using System.Collections.Immutable;
using System.Text;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The verdicts that were others by the rules before 2026-11-30, as a Markdown table: a row an experiment and claim.</summary>
internal static class MarkdownFormer
{
    /// <summary>The table; empty where no verdict was another.</summary>
    /// <param name="entries">The experiments.</param>
    public static string Of(ImmutableArray<IndexEntry> entries)
    {
        var rows = (from entry in entries
                    where entry.Content is not null
                    from claim in entry.Content!.Verdicts.GroupBy(static verdict => verdict.Claim)
                    where claim.Any(static verdict => verdict.Formerly is not null)
                    select Row(entry.Name, claim.First(static verdict => verdict.Cell == Verdict.All), claim.Where(static verdict => verdict.Cell != Verdict.All && verdict.Formerly is not null))).ToList();
        if (rows.Count == 0)
            return "";
        var text = new StringBuilder($"Verdicts that the rules of {CommonRules.Since} changed, as they were -> as they are:\n\n| experiment | claim | over all | lines that changed |\n| --- | --- | --- | --- |\n");
        foreach (var row in rows)
            text.Append($"| {string.Join(" | ", row.Select(Markdown.Escape))} |\n");
        return text.Append('\n').ToString();
    }

    private static IEnumerable<string> Row(string experiment, Verdict whole, IEnumerable<Verdict> lines) =>
    [
        experiment,
        whole.Claim,
        whole.Formerly is { } formerly ? Change(formerly, whole.Outcome) : $"{Wording.Of(whole.Outcome)}, as before",
        string.Join("; ", lines.GroupBy(static line => (Formerly: line.Formerly!.Value, line.Outcome)).Select(static change => $"{change.Count()}: {Change(change.Key.Formerly, change.Key.Outcome)}")),
    ];

    private static string Change(Outcome then, Outcome now) => $"{Wording.Of(then)} -> {Wording.Of(now)}";
}
