using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>Intervals of resampled units, against what is known of the mean.</summary>
public class PercentileBootstrapTests
{
    [Theory]
    [InlineData(10, false)]
    [InlineData(30, false)]
    [InlineData(30, true)]
    public void The_interval_of_a_mean_covers_it_about_as_often_as_it_says(int units, bool isSkewed)
    {
        var (random, covered, sets) = (new Random(units), 0, 600);
        for (var n = 0; n < sets; n++)
        {
            var values = Enumerable.Range(0, units).Select(_ => isSkewed ? -Math.Log(1 - random.NextDouble()) - 1 : Normal(random)).ToArray();
            var interval = MeanOf(values, 400);
            covered += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        // 95 % within three standard errors of 600 sets, .027; of 30 skewed units any such interval covers some 2 % less.
        Assert.InRange((double)covered / sets, isSkewed ? 0.90 : 0.923, 0.985);
    }

    [Fact]
    public void Each_figure_has_an_interval_around_that_of_all_units_and_the_same_bits_each_time()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        var intervals = PercentileBootstrap.Of(8, 2, (times, figures) => (figures[0], figures[1]) = (Mean(values, times), -Mean(values, times)));
        Assert.Equal((4.5, -4.5), (intervals[0].Mean, intervals[1].Mean));
        Assert.True(intervals[0].Low < 4.5 && intervals[0].High > 4.5);
        Assert.Equal((intervals[0].Low, intervals[0].High), (-intervals[1].High, -intervals[1].Low));
        Assert.Equal(intervals[0], MeanOf(values, PercentileBootstrap.Resamples));
        // Standard error sqrt(5.25/8) = .81, times sqrt(8/7) t_7 = 2.53.
        Assert.Equal(2 * 0.81 * 2.53, intervals[0].High - intervals[0].Low, 0.4);
    }

    [Fact]
    public void One_unit_and_figures_that_are_not_finite_have_no_limits()
    {
        Assert.Equal(new Interval(3, double.NegativeInfinity, double.PositiveInfinity), MeanOf([3], 100));
        Assert.Equal(double.PositiveInfinity, PercentileBootstrap.Of(5, 1, static (times, figures) => figures[0] = times[0] == 0 ? double.NaN : 1)[0].High);
    }

    private static Interval MeanOf(double[] values, int resamples) =>
        PercentileBootstrap.Of(values.Length, 1, (times, figures) => figures[0] = Mean(values, times), resamples: resamples)[0];

    private static double Mean(double[] values, ReadOnlySpan<int> times)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            sum += times[i] * values[i];
        return sum / values.Length;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
