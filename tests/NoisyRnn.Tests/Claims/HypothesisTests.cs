using NoisyRnn.Claims;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>What may be true of a line, and a line that holds by one thing and fails by another.</summary>
public sealed class HypothesisTests
{
    private static readonly CommonRules Rules = new();

    private static readonly double[] Near1 = [.96, .97, .98, .99, 1, 1, 1.01, 1.02, 1.03, 1.04];

    private static readonly Hypothesis
        Likely = new("likely", true, .001), Sure = new("sure", true, .0001), Open = new("open", false, .4);

    [Fact]
    public void A_requirement_s_interval_and_p_are_taken_over()
    {
        var above = Hypothesis.Of(Rules, new("x", Near1, .9, true));
        Assert.Equal((true, OneSidedTest.Above(Near1, .9)), (above.IsMet, above.PUnlessMet));
        var crossed = Hypothesis.Of(Rules, new("x", Near1, 1, false));
        Assert.Equal((false, OneSidedTest.Below(Near1, 1)), (crossed.IsMet, crossed.PUnlessMet));
    }

    [Fact]
    public void All_are_true_with_the_largest_p()
    {
        Assert.Equal(new Hypothesis("both", true, .001), Hypothesis.All("both", Sure, Likely));
        Assert.Equal(new Hypothesis("both", false, .4), Hypothesis.All("both", Likely, Open));
    }

    [Fact]
    public void One_is_true_with_the_smallest_p_times_their_number()
    {
        Assert.Equal(new Hypothesis("likely", true, .002), Hypothesis.Any(Open, Likely));
        Assert.Equal(new Hypothesis("likely", true, .003), Hypothesis.Any(Open, Likely, Open));
        Assert.Equal("sure", Hypothesis.Any(Sure, Likely).Says);
        Assert.Equal(new Hypothesis("open", false, .8), Hypothesis.Any(Open, Open));
        Assert.Equal(1, Hypothesis.Any(Open, Open, Open).PUnlessMet);
    }

    [Fact]
    public void A_line_holds_by_the_one_and_fails_by_the_other()
    {
        Assert.Equal((Outcome.Holds, "sure", .0001), Weighed(Sure, Open));
        Assert.Equal((Outcome.DoesNotHold, "sure", .0001), Weighed(Open, Sure));
        Assert.Equal((Outcome.Undecided, "neither", .4), Weighed(Open, Open));
        Assert.Equal(Outcome.Undecided, Weighed(Sure with { PUnlessMet = .03 }, Open).Outcome);
    }

    [Fact]
    public void A_preview_keeps_its_outcome_and_shows_what_was_measured()
    {
        var line = ClaimLine.Of(ClaimLineTests.Cell(3), "part").Weigh(Rules, Sure, Open, "neither", new Quantity("x", [1, 2, 3]));
        var verdict = Assert.Single(ClaimLines.Decide("C", [line], Rules.Tail));
        Assert.Equal((Outcome.Preview, "preview, n=3", 2), (verdict.Outcome, verdict.Note, Assert.Single(verdict.Effects).Value.Mean));
    }

    private static (Outcome Outcome, string Note, double? P) Weighed(Hypothesis holds, Hypothesis fails)
    {
        var line = ClaimLine.Of(ClaimLineTests.Cell(), "part").Weigh(Rules, holds, fails, "neither", new Quantity("x", Near1));
        var verdict = Assert.Single(ClaimLines.Decide("C", [line], Rules.Tail));
        return (verdict.Outcome, verdict.Note, verdict.AdjustedP);
    }
}
