using NoisyRnn.Claims;
using NoisyRnn.Noise;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>A verdict names the width of the networks that it is of.</summary>
public sealed class RunWidthTests
{
    [Theory]
    [InlineData("64 units", 64)]
    [InlineData("1 unit", 1)]
    [InlineData("32 to 256 units", 256, 32, 64)]
    [InlineData("", 0)]
    [InlineData("", 64, 0)]
    public void In_words(string words, params int[] widths) =>
        Assert.Equal(words, RunWidth.Of(widths.Select(static (units, seed) => Run("inside", 1, (ulong)seed, 1, 1) with { Units = units })));

    [Fact]
    public void Of_the_networks_that_a_claim_speaks_of_and_of_no_others()
    {
        var runs = Cell("inside", 1, 1, .5).Select(static run => run with { Units = 128 }).Concat(Cell("outside", 1, 0, -.5).Select(static run => run with { Units = 32 })).ToArray();
        var verdicts = runs.Decide(new PreferenceInside(), new PreferenceOutside()).Verdicts.Where(static verdict => verdict.Cell == Verdict.All).ToArray();
        Assert.EndsWith("; 128 units", verdicts[0].Note, StringComparison.Ordinal);
        Assert.EndsWith("; 32 units", verdicts[1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_width_at_which_no_network_counts_is_not_named()
    {
        var runs = Cell("inside", .3, 1, .5).Select(static run => run with { Units = 32 }).Concat(Cell("inside", 1, 1, .5).Select(static run => run.Diverged() with { Units = 256 }));
        Assert.EndsWith("; 32 units", runs.Decide(new PreferenceInside()).Of("all").Note, StringComparison.Ordinal);
    }
}
