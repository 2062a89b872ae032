using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

public sealed class ResamplingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    // The last that is kept for ever, and the first of which only the last is.
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(3_000)]
    // The first that is never kept.
    [InlineData(134_218)]
    public void Kept_or_not_the_means_are_those_of_the_drawn_multiplicities(int n)
    {
        const int Resamples = 500;
        double[] values = [.. Enumerable.Range(0, n).Select(static i => 1 / (3.0 + i))];
        var means = Resampling.Means(values, Resamples);
        var times = new int[n];
        for (var b = 0; b < Resamples; b++)
        {
            Resampling.Draw(times, b);
            Assert.Equal(n, times.Sum());
            var sum = 0.0;
            for (var i = 0; i < n; i++)
                sum += times[i] * values[i];
            Assert.Equal(sum / n, means[b]);
        }

        Assert.Equal(means, Resampling.Means(values, Resamples));
    }
}
