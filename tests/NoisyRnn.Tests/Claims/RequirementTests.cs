using NoisyRnn.Claims;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>A line that asks for several things: all of them for yes, one of them for no.</summary>
public sealed class RequirementTests
{
    private const double Tail = .025;

    private static readonly double[] Near1 = [.96, .97, .98, .99, 1, 1, 1.01, 1.02, 1.03, 1.04];

    [Fact]
    public void It_is_met_where_the_whole_interval_lies_on_the_asked_side()
    {
        Assert.Equal((Outcome.Holds, "met"), Short(Answer(Above(.9))));
        Assert.Equal((Outcome.Holds, "met"), Short(Answer(Below(1.1))));
        // The interval of the mean, about 1 -+ .02, is crossed: neither met nor broken.
        Assert.Equal((Outcome.Undecided, "x may be below 1"), Short(Answer(Above(1))));
        Assert.Equal((Outcome.Undecided, "x may be above 1"), Short(Answer(Below(1))));
        Assert.Equal((Outcome.DoesNotHold, "broken"), Short(Answer(Above(1.1))));
        Assert.Equal((Outcome.DoesNotHold, "broken"), Short(Answer(Below(.9))));
    }

    [Fact]
    public void All_are_needed_to_hold_and_the_weakest_gives_the_p_value()
    {
        var both = Answer(Above(.9), Above(.985));
        Assert.Equal(Outcome.Undecided, both.Outcome);
        Assert.Equal(OneSidedTest.Above(Near1, .985), both.AdjustedP);
        Assert.Equal("x may be below 0.985", both.Note);
    }

    [Fact]
    public void One_is_enough_against_it_at_a_price_for_having_several()
    {
        var verdict = Answer(Above(.9), Above(1.03), Below(1.1));
        Assert.Equal((Outcome.DoesNotHold, "broken"), Short(verdict));
        Assert.Equal(3 * OneSidedTest.Below(Near1, 1.03), verdict.AdjustedP);
    }

    [Fact]
    public void One_that_nothing_breaks_has_no_part_in_that_price_and_only_leaves_the_line_open()
    {
        var free = Above(1.1) with { Broken = "" };
        Assert.Equal((Outcome.Undecided, "x may be below 1.1"), Short(Answer(free)));
        Assert.Equal(OneSidedTest.Below(Near1, 1.03), Answer(free, Above(1.03)).AdjustedP);
    }

    [Fact]
    public void It_may_be_broken_by_another_limit_than_the_one_it_must_pass()
    {
        Assert.Equal(Outcome.Undecided, Answer(Above(1.1) with { BrokenBeyond = .9 }).Outcome);
        var verdict = Answer(Above(1.2) with { BrokenBeyond = 1.1 });
        Assert.Equal((Outcome.DoesNotHold, OneSidedTest.BelowSkewed(Near1, 1.1)), (verdict.Outcome, verdict.AdjustedP));
    }

    [Fact]
    public void The_limit_itself_is_passed_only_where_that_is_said()
    {
        double[] ones = [1, 1, 1];
        Assert.Equal(Outcome.Undecided, Answer(new Requirement("x", ones, 1, true, "broken")).Outcome);
        Assert.Equal(Outcome.Holds, Answer(new Requirement("x", ones, 1, true, "broken") { IsInclusive = true }).Outcome);
        Assert.Equal(Outcome.Holds, Answer(new Requirement("x", ones, 1, false, "broken") { IsInclusive = true }).Outcome);
    }

    [Fact]
    public void Where_only_what_is_broken_counts_the_p_of_the_others_is_1()
    {
        // 1.015 lies within the interval and 1.03 beyond it, so the smaller p is that of the second, twice; alone the first counts as 1.
        Requirement[] both = [Above(1.015) with { CountsOnceBroken = true }, Above(1.03) with { CountsOnceBroken = true }];
        Assert.Equal(2 * OneSidedTest.Below(Near1, 1.03), Answer(both).AdjustedP);
        Assert.Equal(1, both[0].PUnlessBroken(new CommonRules(), new CommonRules().IntervalOf(Near1)));
    }

    [Fact]
    public void One_that_is_broken_only_with_another_needs_both_and_the_larger_p()
    {
        var level = Below(.9) with { BrokenWith = new Requirement("gain", [.. Near1.Select(static value => value - .995)], 0, false, "broken") };
        Assert.Equal((Outcome.Undecided, "x may be above 0.9"), Short(Answer(level)));
        var gained = level with { BrokenWith = new Requirement("gain", [.. Near1.Select(static value => value - .98)], 0, false, "broken") };
        Assert.Equal((Outcome.DoesNotHold, "broken"), Short(Answer(gained)));
        Assert.Equal(OneSidedTest.AboveSkewed(Near1, .98), Answer(gained).AdjustedP!.Value, 1e-12);
    }

    [Fact]
    public void One_that_speaks_only_against_the_claim_is_met_whatever_its_interval()
    {
        var against = Below(.985) with { IsOnlyAgainst = true };
        Assert.Equal((Outcome.Holds, OneSidedTest.AboveSkewed(Near1, .9)), (Answer(Above(.9), against).Outcome, Answer(Above(.9), against).AdjustedP!.Value));
        Assert.Equal((Outcome.DoesNotHold, "broken"), Short(Answer(Above(.9), Below(.9) with { IsOnlyAgainst = true })));
    }

    /// <summary>Nine networks lose half and one loses all: every one of them loses. Against it the infinite one stays very large.</summary>
    [Fact]
    public void A_value_that_is_infinite_in_favour_does_not_make_the_others_unsure()
    {
        double[] losses = [.45, .5, .55, .45, .5, .55, .45, .5, .55, double.PositiveInfinity];
        Assert.Equal(Outcome.Holds, Answer(new Requirement("x", losses, 0, true, "broken")).Outcome);
        Assert.Equal(Outcome.Undecided, Answer(new Requirement("x", losses, .6, true, "broken")).Outcome);
    }

    [Fact]
    public void Without_any_network_it_can_be_neither_met_nor_broken()
    {
        var missing = new Requirement("y", [], 0, true, "broken");
        var verdict = Answer(Above(.9), missing);
        Assert.Equal((Outcome.Undecided, 1.0), (verdict.Outcome, verdict.AdjustedP));
        Assert.Equal("x", Assert.Single(verdict.Effects).Symbol);
        Assert.Equal(OneSidedTest.Below(Near1, 1.03), Answer(Above(1.03), missing).AdjustedP);
    }

    [Fact]
    public void An_infinite_value_is_a_very_large_one_and_no_error()
    {
        var verdict = Answer(new Requirement("x", [.. Near1, double.PositiveInfinity], 1.1, false, "broken"));
        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.True(double.IsFinite(verdict.Effects[0].Value.High) && verdict.Effects[0].Value.Mean > 1);
    }

    [Fact]
    public void Where_a_value_is_not_a_number_the_line_is_undecided()
    {
        var unknown = new Requirement("y", [.. Near1, double.NaN], .9, true, "broken");
        Assert.Equal((Outcome.Undecided, "y is not a number in 1 of 11 networks"), Short(Answer(Above(.9), unknown)));
        // An outcome that the line was given before stays.
        var preview = (Line() with { N = 2 }).UnlessPreview(10);
        Assert.Equal((Outcome.Preview, "preview, n=2; y is not a number in 1 of 11 networks"), Short(Answer(preview.Require(new(), "met", unknown))));
    }

    [Fact]
    public void What_is_shown_beside_it_asks_for_nothing_and_keeps_its_place_among_the_effects()
    {
        var verdict = Answer(Above(.9), new Quantity("y", [1, 2, double.PositiveInfinity]), new Requirement("z", Near1, .9, true, "broken"), new Quantity("none", []));
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Equal(["x", "y", "z"], verdict.Effects.Select(static effect => effect.Symbol));
    }

    private static Requirement Above(double limit) => new("x", Near1, limit, true, "broken");

    private static Requirement Below(double limit) => new("x", Near1, limit, false, "broken");

    private static ClaimLine Line() => ClaimLine.Of(ClaimLineTests.Cell(), "part");

    private static Verdict Answer(params Quantity[] quantities) => Answer(Line().Require(new(), "met", [.. quantities]));

    private static Verdict Answer(ClaimLine line) => Assert.Single(ClaimLines.Decide("C", [line], Tail));

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);
}
