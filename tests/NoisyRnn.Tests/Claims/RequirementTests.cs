using NoisyRnn.Claims;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>A line that asks for several things: all of them for yes, one of them for no.</summary>
public sealed class RequirementTests
{
    private static readonly double[] Near1 = [.96, .97, .98, .99, 1, 1, 1.01, 1.02, 1.03, 1.04];

    [Fact]
    public void It_is_met_where_the_whole_interval_lies_on_the_asked_side()
    {
        Assert.True(Ask(Above(.9)).Criterion.Met);
        Assert.True(Ask(Below(1.1)).Criterion.Met);
        // The interval of the mean, about 1 -+ .02, is crossed: neither met nor broken.
        Assert.Equal((false, false), (Ask(Above(1)).Criterion.Met, Ask(Above(1)).Contrary.Met));
        Assert.Equal((false, false), (Ask(Below(1)).Criterion.Met, Ask(Below(1)).Contrary.Met));
        Assert.Equal((false, true), (Ask(Above(1.1)).Criterion.Met, Ask(Above(1.1)).Contrary.Met));
        Assert.Equal((false, true), (Ask(Below(.9)).Criterion.Met, Ask(Below(.9)).Contrary.Met));
    }

    [Fact]
    public void All_are_needed_to_hold_and_the_weakest_gives_the_p_value()
    {
        var both = Ask(Above(.9), Above(.985));
        Assert.False(both.Criterion.Met);
        Assert.Equal(OneSidedTest.Above(Near1, .985), both.Criterion.P);
        Assert.Equal("x may be below 0.985", both.UndecidedNote);
    }

    [Fact]
    public void One_is_enough_against_it_at_a_price_for_having_several()
    {
        var question = Ask(Above(.9), Above(1.03), Below(1.1));
        Assert.True(question.Contrary.Met);
        Assert.Equal(3 * OneSidedTest.Below(Near1, 1.03), question.Contrary.P);
        Assert.Equal("broken", question.FailsNote);
    }

    [Fact]
    public void An_infinite_value_is_a_very_large_one_and_no_error()
    {
        double[] values = [.. Near1, double.PositiveInfinity];
        var question = Requirement.Ask(Line(), [new("x", values, .9, true, "broken")], new(), "met");
        Assert.True(double.IsFinite(question.Effects[0].Value.High));
        Assert.False(question.Contrary.Met);
        Assert.Equal((true, true), (question.Effects[0].Value.Mean > 1, question.Withheld is null));
    }

    [Fact]
    public void Where_a_value_is_not_a_number_the_line_is_undecided()
    {
        double[] values = [.. Near1, double.NaN];
        var question = Requirement.Ask(Line(), [Above(.9), new("y", values, .9, true, "broken")], new(), "met");
        Assert.Equal((Outcome.Undecided, "y is not a number in 1 of 11 networks"), (question.Withheld, question.UndecidedNote));
        // What withheld the line before says more.
        var preview = Requirement.Ask(Line() with { Withheld = Outcome.Preview, UndecidedNote = "preview, n=2" }, [new("y", values, .9, true, "broken")], new(), "met");
        Assert.Equal((Outcome.Preview, "preview, n=2"), (preview.Withheld, preview.UndecidedNote));
    }

    private static Requirement Above(double limit) => new("x", Near1, limit, true, "broken");

    private static Requirement Below(double limit) => new("x", Near1, limit, false, "broken");

    private static Question Line() => new() { Claim = "C", Cell = "cell", Place = new("part", "row", 1), N = Near1.Length };

    private static Question Ask(params Requirement[] requirements) => Requirement.Ask(Line(), [.. requirements], new(), "met");
}
