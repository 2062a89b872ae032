using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class CompensatedSumTests
{
    [Fact]
    public void A_term_lost_beside_a_large_one_is_kept()
    {
        var sum = new CompensatedSum();
        foreach (var term in new[] { 1.0, 1e100, 1.0, -1e100 })
            sum.Add(term);
        Assert.Equal(2.0, sum.Value); // plain summation gives 0
    }

    [Fact]
    public void Ten_million_tenths_are_a_million_to_the_last_bit()
    {
        var sum = new CompensatedSum();
        for (var i = 0; i < 10_000_000; i++)
            sum.Add(0.1);
        // 0.1 as a double is 1.0000000000000000555e-1: the exact sum rounds to 1e6; plain summation is off by 1.6e-4.
        Assert.Equal(1e6, sum.Value);
    }

    [Fact]
    public void Nothing_sums_to_zero() => Assert.Equal(0.0, new CompensatedSum().Value);
}
