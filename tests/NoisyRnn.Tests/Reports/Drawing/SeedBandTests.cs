using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

public sealed class SeedBandTests
{
    [Fact]
    public void The_band_is_the_mean_and_one_standard_error()
    {
        var band = SeedBand.Over([(2, 5), (1, 1), (1, 3), (1, 8), (2, 7), (2, 6)]);

        Assert.Equal([1, 2], band.X);
        Assert.Equal([4, 6], band.Mean);
        // Of 1, 3, 8: sum of squared deviations 26, variance 13, standard error sqrt(13/3). Of 5, 6, 7: sqrt(1/3).
        Assert.Equal(4 + Math.Sqrt(13 / 3.0), band.High[0], 1e-14);
        Assert.Equal(4 - Math.Sqrt(13 / 3.0), band.Low[0], 1e-14);
        Assert.Equal(6 + Math.Sqrt(1 / 3.0), band.High[1], 1e-14);
    }

    [Fact]
    public void One_seed_has_a_band_without_width()
    {
        var band = SeedBand.Over([(0, .5)]);
        Assert.Equal(band.Mean, band.Low);
        Assert.Equal(band.Mean, band.High);
    }

    [Theory]
    [InlineData(0, 0, 9)]
    [InlineData(0, 0, 0)]
    [InlineData(1e-9, 1e-9, 1)]
    public void The_lower_edge_of_losses_is_never_negative_so_that_a_log_axis_can_show_it(double a, double b, double c)
    {
        // mean - standard error >= 0 for values >= 0, equal where all but one are 0; the tolerance is rounding.
        Assert.InRange(SeedBand.Over([(0, a), (0, b), (0, c)]).Low[0], -1e-15, double.MaxValue);
    }

    [Fact]
    public void A_value_that_is_not_finite_makes_a_gap_not_a_mean_over_the_rest() =>
        Assert.False(double.IsFinite(SeedBand.Over([(0, 1), (0, double.NaN)]).Mean[0]));

    [Fact]
    public void No_seeds_no_band() => Assert.Empty(SeedBand.Over([]).Mean);
}
