using NoisyRnn.Analyses;
using NoisyRnn.Reports;
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
        Assert.Equal("rho_in - rho_out = 0.9 [0.8, 1]", Wording.Of(new Effect("rho_in - rho_out", new(.9, .8, 1))));
    }

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
