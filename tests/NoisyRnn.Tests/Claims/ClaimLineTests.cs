using NoisyRnn.Claims;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>What a line says before any test, and how lines are corrected together.</summary>
public sealed class ClaimLineTests
{
    private static readonly CommonRules Rules = new();

    private static readonly double[] Values = [.96, .97, .98, .99, 1, 1, 1.01, 1.02, 1.03, 1.04];

    [Fact]
    public void A_line_has_the_name_the_place_and_the_networks_of_its_cell()
    {
        var verdict = Answer(ClaimLine.Of(Cell(), "noise inside"));
        Assert.Equal(("C", "relu, inside, s0 = 0.3", 10), (verdict.Claim, verdict.Cell, verdict.N));
        Assert.Equal(new VerdictPlace("noise inside", "relu", .3), verdict.Place);
    }

    [Fact]
    public void Without_a_verdict_on_a_cell_there_is_none_on_a_line_that_compares_it()
    {
        Assert.Equal((Outcome.Preview, "preview, n=3"), Short(ClaimLine.Of(Cell(3), "part")));
        Assert.Equal((Outcome.Preview, "preview, n=3"), Short(ClaimLine.Of(Cell(), "part", null, Cell(3))));
        // What is said first stays; and that nothing could be asked is said.
        Assert.Equal((Outcome.Preview, "preview, n=3; nothing to compare"), Short(ClaimLine.Of(Cell(3), "part").Undecided("nothing to compare").CannotHold("never")));
    }

    [Fact]
    public void A_minimum_of_seeds_is_a_preview_and_a_share_of_them_nothing_decided()
    {
        var line = ClaimLine.Of(Cell(), "part");
        Assert.Equal((Outcome.Preview, "preview, n=9"), Short((line with { N = 9 }).UnlessPreview(10)));
        Assert.Null(line.UnlessPreview(10).Given);
        // A fifth of them may lack.
        Assert.Equal((Outcome.Undecided, "of 10 seeds 7 have both"), Short((line with { N = 7 }).UnlessMostLack(10, "have both", Rules)));
        Assert.Null((line with { N = 8 }).UnlessMostLack(10, "have both", Rules).Given);
    }

    [Fact]
    public void A_line_that_cannot_hold_may_still_fail()
    {
        Assert.Equal((Outcome.Undecided, "not monotone"), Short(Asked(.9).CannotHold("not monotone")));
        Assert.Equal((Outcome.DoesNotHold, "broken"), Short(Asked(1.1).CannotHold("not monotone")));
    }

    [Fact]
    public void A_line_that_is_not_counted_says_why_and_keeps_its_outcome()
    {
        var verdict = Answer((Asked(.9) with { Remark = "remark" }).NotCounted("s0 is below 0.1"));
        Assert.Equal((Outcome.Holds, "not counted: s0 is below 0.1; met; remark", false), (verdict.Outcome, verdict.Note, verdict.Counted));
        var preview = Answer(ClaimLine.Of(Cell(3), "part").NotCounted("s0 is below 0.1"));
        Assert.Equal(("preview, n=3; not counted: s0 is below 0.1", false), (preview.Note, preview.Counted));
    }

    [Fact]
    public void Of_how_many_seeds_a_preview_is_stands_beside_what_else_is_said()
    {
        var preview = Answer(ClaimLine.Of(Cell(3), "part") with { Remark = "preview, n=9; of another" });
        Assert.Equal(("preview, n=3", "preview, n=9; of another"), (preview.Preview, preview.Beside));
        Assert.Equal("preview, n=3; preview, n=9; of another", preview.Note);
        Assert.Equal(("", "met"), (Answer(Asked(.9)).Preview, Answer(Asked(.9)).Beside));
    }

    [Fact]
    public void A_preview_tells_its_direction_and_how_many_seeds_say_it_alone()
    {
        Assert.Equal((Outcome.Preview, "preview, n=3; so far for, 3 of 3 seeds; met"), Short(Few([.96, .97, .98], .9)));
        Assert.Equal((Outcome.Preview, "preview, n=3; so far against, 0 of 3 seeds; broken"), Short(Few([.96, .97, .98], 1.1)));
        Assert.Equal((Outcome.Preview, "preview, n=3; so far open, 1 of 3 seeds; x may be below 1.1"), Short(Few([.5, .8, 1.6], 1.1)));
        // Nothing was asked, nothing is said; and a verdict needs no direction.
        Assert.Null(Answer(ClaimLine.Of(Cell(3), "part")).SoFar);
        Assert.Equal("", Answer(Asked(.9)).Direction);

        static ClaimLine Few(double[] values, double limit) => ClaimLine.Of(Cell(3), "part").Require(Rules, "met", new Requirement("x", values, limit, true, "broken"));
    }

    [Fact]
    public void Lines_are_corrected_within_their_kind_and_those_that_are_not_tested_have_no_part_in_it()
    {
        var (one, other) = (Asked(.985), Asked(.985) with { Kind = LineKind.PairAtEqualLevel });
        var alone = Answer(one).AdjustedP;
        Assert.Equal([alone, alone], ClaimLines.Decide("C", [one, other], Rules.Tail).Select(static verdict => verdict.AdjustedP));
        Assert.Equal([2 * alone, 2 * alone], ClaimLines.Decide("C", [one, one], Rules.Tail).Select(static verdict => verdict.AdjustedP));
        Assert.Equal([null, alone], ClaimLines.Decide("C", [one.Undecided("nothing"), one], Rules.Tail).Select(static verdict => verdict.AdjustedP));
    }

    [Fact]
    public void What_its_intervals_say_alone_is_not_enough()
    {
        var verdicts = ClaimLines.Decide("C", [.. Enumerable.Repeat(Asked(.98), 20)], Rules.Tail);
        Assert.Equal((Outcome.Holds, "met"), Short(Asked(.98)));
        Assert.All(verdicts, static verdict => Assert.Equal((Outcome.Undecided, "for it by its intervals alone: p, corrected, is too large"), (verdict.Outcome, verdict.Note)));
    }

    /// <summary>A cell of networks that count.</summary>
    internal static RunCell Cell(int seeds = 10) =>
        Assert.Single(RunTable.Of(ConstructedRuns.Cell("inside", .3, .9, 1, seeds: seeds), Rules, []).Cells);

    private static ClaimLine Asked(double limit) => ClaimLine.Of(Cell(), "part").Require(Rules, "met", new Requirement("x", Values, limit, true, "broken"));

    private static Verdict Answer(ClaimLine line) => Assert.Single(ClaimLines.Decide("C", [line], Rules.Tail));

    private static (Outcome, string) Short(ClaimLine line) => (Answer(line).Outcome, Answer(line).Note);
}
