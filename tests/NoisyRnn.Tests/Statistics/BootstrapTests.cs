using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

public sealed class BootstrapTests
{
    private static readonly double[] Skewed = [.1, .2, .25, .3, .3, .4, .5, .9, 1.6, 3.2];

    [Fact]
    public void Symmetric_values_give_the_textbook_interval()
    {
        // Two hundred normal quantiles: z0 and the acceleration vanish, and the resampled means are normal with
        // standard deviation s sqrt((n-1)/n)/sqrt n. An end is a quantile of 10,000 resamples: its standard error is
        // sqrt(.025 x .975/10,000)/phi(1.96) = .027 of that; 4 of them.
        var values = Enumerable.Range(0, 200).Select(i => MathNet.Numerics.Distributions.Normal.InvCDF(5, 2, (i + .5) / 200)).ToArray();
        var deviation = Math.Sqrt(values.Sum(v => (v - 5) * (v - 5)) / 200 / 200);
        var interval = Bootstrap.PlainBca(values);
        Assert.Equal(5, interval.Mean, 1e-12);
        Assert.Equal(5 - 1.96 * deviation, interval.Low, 4 * .027 * deviation);
        Assert.Equal(5 + 1.96 * deviation, interval.High, 4 * .027 * deviation);
    }

    [Fact]
    public void The_expanded_interval_of_few_symmetric_values_is_near_Students()
    {
        double[] values = [-1.5, -1, -.6, -.4, -.1, .1, .4, .6, 1, 1.5];
        var s = Math.Sqrt(values.Sum(v => v * v) / 9);
        var interval = Bootstrap.ExpandedBca(values);
        // t_{.975, 9} s / sqrt 10; the bootstrap's lighter tail at n = 10 shortens it by a few per cent.
        Assert.InRange(interval.High, .93 * 2.262 * s / Math.Sqrt(10), 1.03 * 2.262 * s / Math.Sqrt(10));
        Assert.True(Bootstrap.PlainBca(values).High < .9 * interval.High);
    }

    [Fact]
    public void The_interval_leans_the_way_the_values_do()
    {
        var interval = Bootstrap.ExpandedBca(Skewed);
        Assert.True(interval.High - interval.Mean > 1.5 * (interval.Mean - interval.Low));
        var mirrored = Bootstrap.ExpandedBca(Skewed.Select(v => -v).ToArray());
        // The mirror image sorts the other way, so other resamples are drawn; twice the standard error above.
        Assert.Equal(interval.Low, -mirrored.High, .1);
        Assert.Equal(interval.High, -mirrored.Low, .2);
    }

    [Fact]
    public void Shift_and_scale_go_with_the_values()
    {
        var interval = Bootstrap.ExpandedBca(Skewed);
        var moved = Bootstrap.ExpandedBca(Skewed.Select(v => 100 + 3 * v).ToArray());
        Assert.Equal(100 + 3 * interval.Low, moved.Low, 1e-10);
        Assert.Equal(100 + 3 * interval.High, moved.High, 1e-10);
    }

    [Fact]
    public void The_same_values_in_any_order_give_the_same_bits()
    {
        var interval = Bootstrap.ExpandedBca(Skewed);
        Assert.Equal(interval, Bootstrap.ExpandedBca(Skewed.Reverse().ToArray()));
        Assert.Equal(interval, Bootstrap.ExpandedBca(Skewed));
    }

    [Fact]
    public void Higher_confidence_is_wider()
    {
        var narrow = Bootstrap.ExpandedBca(Skewed, .8);
        var wide = Bootstrap.ExpandedBca(Skewed, .95);
        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
    }

    [Fact]
    public void Equal_values_have_no_width_and_one_value_no_limits()
    {
        Assert.Equal(new Interval(.3, .3, .3), Bootstrap.ExpandedBca([.3, .3, .3]));
        Assert.Equal(new Interval(.3, double.NegativeInfinity, double.PositiveInfinity), Bootstrap.ExpandedBca([.3]));
    }

    [Fact]
    public void Two_and_three_values_stay_within_their_range()
    {
        foreach (var values in new double[][] { [0, 1], [0, 0, 1], [0, .1, 5] })
        {
            var interval = Bootstrap.ExpandedBca(values);
            Assert.InRange(interval.Low, values.Min(), interval.Mean);
            Assert.InRange(interval.High, interval.Mean, values.Max());
        }
    }

    [Fact]
    public void Where_most_values_are_the_smallest_the_interval_ends_there_to_the_last_bit()
    {
        // Nine networks of ten prefer silence: a resample of zeros alone has the mean zero, not one rounded below it.
        Assert.Equal(0, Bootstrap.ExpandedBca([0, 0, 0, 0, 0, 0, 0, 0, 0, .586]).Low);
        Assert.Equal(.1, Bootstrap.ExpandedBca([.1, .1, .1, .1, .1, .1, .1, .1, .1, .7]).Low);
        Assert.Equal(.7, Bootstrap.ExpandedBca([.1, .7, .7, .7, .7, .7, .7, .7, .7, .7]).High);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.ExpandedBca([]));
        Assert.Throws<ArgumentException>(() => Bootstrap.ExpandedBca([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => Bootstrap.ExpandedBca([1, double.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.ExpandedBca([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.PlainBca([1, 2], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.PlainBca([1, 2], .95, 0));
    }
}
