using NoisyRnn.Analyses;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>How much the targets of test trials vary: what an untrained network is told by.</summary>
public sealed class TargetSpreadTests
{
    [Theory]
    [InlineData(.3)]
    [InlineData(1 / 3.0)]
    [InlineData(.5)]
    public void A_constant_target_has_none_to_the_last_bit(double target) =>
        Assert.Equal(0, TargetSpread.Of(new Regulator { Low = target, High = target }, 1, 64).Variance);

    [Fact]
    public void A_uniform_target_has_that_of_its_law()
    {
        // (high - low)^2/12; the relative error of a variance of 20,000 uniform draws is sqrt(.8/20,000), half a percent.
        var spread = TargetSpread.Of(new Regulator { Low = .5, High = 1 }, 1, 20_000);
        Assert.Equal(.25 / 12, spread.Variance, .25 / 12 * 5 * Math.Sqrt(.8 / 20_000));
    }
}
