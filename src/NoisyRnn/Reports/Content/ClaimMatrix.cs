using System.Collections.Immutable;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>All claims of several experiments: a row an experiment, a column a claim.</summary>
/// <param name="Claims">The columns.</param>
/// <param name="Rows">The rows: of each claim its cell, null where the experiment does not ask it.</param>
public sealed record ClaimMatrix(ImmutableArray<string> Claims, ImmutableArray<(IndexEntry Entry, ImmutableArray<ClaimMatrixCell?> Cells)> Rows)
{
    /// <summary>Of experiments that have claims.</summary>
    /// <param name="entries">The experiments.</param>
    public static ClaimMatrix Of(IEnumerable<IndexEntry> entries)
    {
        var asked = entries.Where(static entry => entry.Content is { Verdicts.IsEmpty: false }).ToList();
        ImmutableArray<string> claims = [.. asked.SelectMany(static entry => entry.Content!.Verdicts).Select(static verdict => verdict.Claim).Distinct().Order(StringComparer.Ordinal)];
        return new(claims, [.. asked.Select(entry => (entry, claims.Select(claim => Cell(entry.Content!, claim)).ToImmutableArray()))]);
    }

    /// <summary>What a claim says, in a few words.</summary>
    /// <param name="claim">Its symbol, a column.</param>
    public string Title(string claim) => Rows.SelectMany(static row => row.Entry.Content!.Claims).FirstOrDefault(statement => statement.Symbol == claim)?.Title ?? "";

    private static ClaimMatrixCell? Cell(ReportContent content, string claim)
    {
        var lines = content.Verdicts.Where(verdict => verdict.Claim == claim).ToList();
        return lines.Find(static verdict => verdict.Cell == Verdict.All) is { } whole ? new(whole, ClaimSize.OfRows(lines)) : null;
    }
}
