using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>Intervals of a share, against the closed forms at its ends and against the binomial distribution itself.</summary>
public sealed class ShareIntervalTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(23)]
    [InlineData(1)]
    public void Of_none_the_upper_end_solves_a_power(int of)
    {
        // P(0 of n) = (1 - p)^n = 2.5 %.
        var interval = ShareInterval.ClopperPearson(0, of, .95);
        Assert.Equal((0.0, 0.0), (interval.Mean, interval.Low));
        Assert.Equal(1 - Math.Pow(.025, 1.0 / of), interval.High, 1e-9);
        var all = ShareInterval.ClopperPearson(of, of, .95);
        Assert.Equal((1.0, 1.0), (all.Mean, all.High));
        Assert.Equal(Math.Pow(.025, 1.0 / of), all.Low, 1e-9);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(17, 40)]
    public void At_either_end_what_was_seen_or_more_extreme_has_half_of_the_rest(int count, int of)
    {
        var interval = ShareInterval.ClopperPearson(count, of, .95);
        Assert.Equal(.025, OneSidedTest.ShareBelow(count, of, interval.High), 1e-9);
        Assert.Equal(.025, OneSidedTest.ShareAbove(count, of, interval.Low), 1e-9);
    }

    [Fact]
    public void Counts_beyond_the_number_are_refused() => Assert.Multiple(
        static () => Assert.Throws<ArgumentOutOfRangeException>(static () => ShareInterval.ClopperPearson(3, 2, .95)),
        static () => Assert.Throws<ArgumentOutOfRangeException>(static () => ShareInterval.ClopperPearson(0, 0, .95)));
}
