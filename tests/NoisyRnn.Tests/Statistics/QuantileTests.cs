using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>Selected, a quantile is the one that sorting finds, to the last bit.</summary>
public sealed class QuantileTests
{
    [Fact]
    public void It_is_that_of_the_sorted_values() => Prop.ForAll(
        // Few different values too: ties are where a selection goes wrong.
        Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(-1_000_000, 1_000_000)).Select(static k => k / 7.0).ArrayOf().Where(static values => values.Length > 0).ToArbitrary(),
        Gen.Choose(0, 1000).Select(static k => k / 1000.0).ToArbitrary(),
        static (values, level) =>
        {
            double[] sorted = [.. values.Order()];
            var position = Math.Clamp(level * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, sorted.Length - 1);
            Assert.Equal(sorted[below] + (position - below) * (sorted[above] - sorted[below]), Quantile.Of([.. values], level));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(.5, 2)]
    [InlineData(1, 3)]
    public void Levels_run_from_the_smallest_to_the_largest(double level, double expected) => Assert.Equal(expected, Quantile.Of([3, 1, 2], level));
}
