using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Reports;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(1, "1")]
    [InlineData(.97049, "0.97")]
    [InlineData(-.1370, "-0.137")]
    [InlineData(.00033149, "0.000331")]
    [InlineData(.000033149, "3.31e-5")]
    [InlineData(-2e-7, "-2e-7")]
    [InlineData(112.4, "112")]
    [InlineData(999.7, "1000")]
    [InlineData(12345.6, "12346")]
    [InlineData(123456, "1.23e5")]
    [InlineData(double.NaN, "n/a")]
    [InlineData(double.PositiveInfinity, "infinite")]
    [InlineData(double.NegativeInfinity, "-infinite")]
    public void A_number_has_three_significant_digits_and_is_never_longer_than_it_says(double value, string words) =>
        Assert.Equal(words, Wording.Number(value));

    [Fact]
    public void An_interval_is_a_mean_with_limits_and_without_limits_a_mean_alone()
    {
        Assert.Equal("0.97 [0.91, 1.02]", Wording.Of(new Interval(.97, .91, 1.02)));
        Assert.Equal("0.97", Wording.Of(new Interval(.97, double.NaN, double.NaN)));
        Assert.Equal("0.97", Wording.Of(new Interval(.97, double.NegativeInfinity, double.PositiveInfinity)));
        Assert.Equal("rho_in - rho_out = 0.9 [0.8, 1]", Wording.Of(new Effect("rho_in - rho_out", new(.9, .8, 1))));
    }

    [Theory]
    [InlineData(1, .97, RangeEnd.Inside, "rho = 0.97 [0.91, 1.02]")]
    [InlineData(1, 0, RangeEnd.AtMost, "none (rho = 0)")]
    [InlineData(1, .06, RangeEnd.AtMost, "mostly none, rho = 0.06 [0.91, 1.02]")]
    [InlineData(1, 2, RangeEnd.AtLeast, "rho at least 2 [0.91, 1.02]")]
    [InlineData(0, 0, RangeEnd.AtMost, "none (s = 0)")]
    [InlineData(0, .3, RangeEnd.Inside, "s = 0.3 [0.91, 1.02]")]
    public void A_preferred_level_at_an_end_of_the_range_says_so(double sigma, double level, RangeEnd end, string words)
    {
        var cell = SyntheticReport.Quick().Cells[0] with { Arm = Arm.Of("relu", Placement.Inside, sigma), Preferred = new(level, .91, 1.02), PreferredEnd = end };
        Assert.Equal(words, Wording.Preferred(cell));
    }

    [Theory]
    [InlineData(0, "p (Holm) < 1e-15")]
    [InlineData(9e-16, "p (Holm) < 1e-15")]
    [InlineData(1e-15, "p (Holm) = 1e-15")]
    [InlineData(.0123, "p (Holm) = 0.0123")]
    public void A_p_value_is_never_nought(double p, string words) => Assert.Equal(words, Wording.AdjustedP(p));

    [Theory]
    [InlineData(.937, "0.94")]
    [InlineData(-1.0249, "-1.02")]
    [InlineData(1.7, "1.7")]
    [InlineData(-.0049, "0")]
    [InlineData(1234.5, "1234")]
    public void A_matrix_has_two_digits_after_the_point(double value, string words) => Assert.Equal(words, Wording.Short(value));

    [Fact]
    public void Every_outcome_has_words_of_its_own()
    {
        var words = Enum.GetValues<Outcome>().Select(Wording.Of).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.Contains("does not hold", words);
    }

    [Fact]
    public void An_outcome_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wording.Of((Outcome)99));
}
