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

    /// <summary>The same without empty halves: the experiments that share claims, the most of them first, and the others.</summary>
    public ImmutableArray<ClaimMatrix> Parts
    {
        get
        {
            var groups = new List<HashSet<string>>();
            foreach (var (_, cells) in Rows)
            {
                var asked = Claims.Where((_, column) => cells[column] is not null).ToHashSet(StringComparer.Ordinal);
                foreach (var group in groups.FindAll(group => group.Overlaps(asked)))
                {
                    asked.UnionWith(group);
                    groups.Remove(group);
                }

                groups.Add(asked);
            }

            var most = groups.MaxBy(group => Only(group).Rows.Length) ?? [];
            return [.. new[] { Only(most), Only(Claims.Except(most, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal)) }.Where(static part => !part.Claims.IsEmpty)];
        }
    }

    /// <summary>What a claim says, in a few words.</summary>
    /// <param name="claim">Its symbol, a column.</param>
    public string Title(string claim) => Rows.SelectMany(static row => row.Entry.Content!.Claims).FirstOrDefault(statement => statement.Symbol == claim)?.Title ?? "";

    private ClaimMatrix Only(HashSet<string> claims)
    {
        var columns = Enumerable.Range(0, Claims.Length).Where(column => claims.Contains(Claims[column])).ToImmutableArray();
        return new([.. columns.Select(column => Claims[column])],
            [.. Rows.Select(row => (row.Entry, columns.Select(column => row.Cells[column]).ToImmutableArray())).Where(static row => row.Item2.Any(static cell => cell is not null))]);
    }

    private static ClaimMatrixCell? Cell(ReportContent content, string claim)
    {
        var lines = content.Verdicts.Where(verdict => verdict.Claim == claim).ToList();
        return lines.Find(static verdict => verdict.Cell == Verdict.All) is { } whole ? new(whole, ClaimSize.OfRows(lines)) : null;
    }
}
