using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

public sealed class HolmTests
{
    [Fact]
    public void An_example_worked_by_hand()
    {
        // Ascending: .005 x 4 = .02, .01 x 3 = .03, .03 x 2 = .06, .04 x 1 = .04 raised to .06 by the one before.
        var adjusted = Holm.Adjust([.01, .04, .03, .005]);
        Assert.Equal([.03, .06, .06, .02], adjusted.Select(p => Math.Round(p, 14)));
    }

    [Fact]
    public void Values_stay_within_one_and_are_never_lowered()
    {
        var p = new[] { 0, .9, .4, .4, 1, .02 };
        var adjusted = Holm.Adjust(p);
        Assert.All(p.Zip(adjusted), pair => Assert.InRange(pair.Second, pair.First, 1));
    }

    [Fact]
    public void One_test_needs_no_correction_and_none_gives_none()
    {
        Assert.Equal([.04], Holm.Adjust([.04]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void The_order_given_does_not_matter()
    {
        var forward = Holm.Adjust([.001, .2, .02, .02, .7]);
        var backward = Holm.Adjust([.7, .02, .02, .2, .001]);
        Assert.Equal(forward, backward.Reverse());
    }

    [Theory]
    [InlineData(-.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Other_numbers_are_refused(double p) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([.5, p]));
}
