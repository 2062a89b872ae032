using NoisyRnn.Claims;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>From several outcomes to one: by every one, by one, by a number or a share of them.</summary>
public sealed class TallyTests
{
    [Theory]
    [InlineData("", Outcome.Undecided, Outcome.Undecided)]
    [InlineData("+", Outcome.Holds, Outcome.Holds)]
    [InlineData("-", Outcome.DoesNotHold, Outcome.DoesNotHold)]
    [InlineData("++", Outcome.Holds, Outcome.Holds)]
    [InlineData("+?", Outcome.Undecided, Outcome.Holds)]
    [InlineData("+-", Outcome.DoesNotHold, Outcome.Holds)]
    [InlineData("-?", Outcome.DoesNotHold, Outcome.Undecided)]
    [InlineData("--", Outcome.DoesNotHold, Outcome.DoesNotHold)]
    [InlineData("==", Outcome.NoEffect, Outcome.NoEffect)]
    [InlineData("=?", Outcome.Undecided, Outcome.Undecided)]
    [InlineData("=+", Outcome.Undecided, Outcome.Holds)]
    [InlineData("=-", Outcome.DoesNotHold, Outcome.Undecided)]
    public void All_or_any_of_them(string outcomes, Outcome all, Outcome any) => Assert.Equal((all, any), (Of(outcomes).All, Of(outcomes).Any));

    [Theory]
    [InlineData("++??", Outcome.Holds)]
    [InlineData("+--?", Outcome.Undecided)]
    [InlineData("+---", Outcome.DoesNotHold)]
    [InlineData("+", Outcome.DoesNotHold)]
    public void So_many_of_them_or_out_of_reach(string outcomes, Outcome two) => Assert.Equal(two, Of(outcomes).AtLeast(2));

    [Theory]
    [InlineData("++-", Outcome.Holds, Outcome.DoesNotHold)]
    [InlineData("++?", Outcome.Holds, Outcome.Holds)]
    [InlineData("+??", Outcome.Undecided, Outcome.Undecided)]
    [InlineData("+--", Outcome.DoesNotHold, Outcome.DoesNotHold)]
    public void A_share_of_exactly_so_many_is_reached(string outcomes, Outcome share, Outcome andNoneFails) =>
        Assert.Equal((share, andNoneFails), (Of(outcomes).AtLeastShare(2.0 / 3), Of(outcomes).AtLeastShareAndNoneFails(2.0 / 3)));

    [Fact]
    public void A_preview_and_what_is_not_trained_count_as_undecided() =>
        Assert.Equal(new Tally(1, 0, 3, 0), Tally.Of([Outcome.Holds, Outcome.Preview, Outcome.NotTrained]));

    [Theory]
    [InlineData("", "")]
    [InlineData("+", "so far 1 of 1 cell for")]
    [InlineData("++-", "so far 2 of 3 cells for, 1 against")]
    [InlineData("?-", "so far 0 of 2 cells for, 1 against, 1 open")]
    public void The_directions_of_previews_are_counted(string outcomes, string words) => Assert.Equal(words, Of(outcomes).SoFar("cells"));

    private static Tally Of(string outcomes) =>
        Tally.Of(outcomes.Select(static sign => sign switch { '+' => Outcome.Holds, '-' => Outcome.DoesNotHold, '=' => Outcome.NoEffect, _ => Outcome.Undecided }));
}
