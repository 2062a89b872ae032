using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The verdicts that were others by the former rules, as a table.</summary>
public sealed class MarkdownFormerTests
{
    [Fact]
    public void A_row_a_claim_with_the_lines_counted_by_their_change()
    {
        var text = MarkdownFormer.Of([Entry(Of(Verdict.All, Outcome.Undecided, Outcome.Holds), Of("a", Outcome.Undecided, Outcome.Holds), Of("b", Outcome.Undecided, Outcome.Holds), Of("c", Outcome.NoEffect, Outcome.DoesNotHold), Of("d", Outcome.Holds, null))]);
        Assert.Contains("| x | C2 | holds -> undecided | 2: holds -> undecided; 1: does not hold -> no effect |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_whole_stands_it_says_so() =>
        Assert.Contains("| x | C2 | holds, as before | 1: holds -> undecided |\n", MarkdownFormer.Of([Entry(Of(Verdict.All, Outcome.Holds, null), Of("a", Outcome.Undecided, Outcome.Holds))]), StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_changed_there_is_no_table() => Assert.Empty(MarkdownFormer.Of([Entry(Of(Verdict.All, Outcome.Holds, null))]));

    private static IndexEntry Entry(params ImmutableArray<Verdict> verdicts) => new("x", SyntheticReport.Quick() with { Verdicts = verdicts }, null, "");

    private static Verdict Of(string cell, Outcome now, Outcome? then) => new() { Claim = "C2", Cell = cell, Outcome = now, Formerly = then, N = 10 };
}
