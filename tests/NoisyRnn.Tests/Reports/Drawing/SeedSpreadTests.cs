using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Mean and standard deviation over seeds, as a reader sees them.</summary>
public sealed class SeedSpreadTests
{
    [Theory]
    [InlineData("2 \u00b1 1.4", 1.0, 3.0)]
    [InlineData("0.95 \u00b1 0", .95, .95, .95)] // the mean of equal values is off by a rounding
    [InlineData("0.5", .5)]
    [InlineData("n/a", double.NaN, 1.0)]
    public void It_is_read_as_it_is_meant(string expected, params double[] values) => Assert.Equal(expected, SeedSpread.Of(values).Plain);
}
