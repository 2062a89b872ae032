using NoisyRnn.Analyses;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

public sealed class PreferredLevelTests
{
    private static readonly double[] Levels = [0, .1, .25, .5, .75, .9, 1, 1.1, 1.25, 1.5, 2];

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.83)]
    [InlineData(1.0)]
    [InlineData(1.4)]
    public void The_vertex_of_a_parabola_is_found_exactly_between_uneven_levels(double optimum)
    {
        var losses = Levels.Select(r => 0.3 + 2 * (r - optimum) * (r - optimum)).ToArray();
        var preferred = PreferredLevel.Of(Levels, losses)!;
        // Losses carry eps * .3; divided by the curvature term 2 * .1: a few 1e-16.
        Assert.Equal(optimum, preferred.Level, 1e-13);
        Assert.Equal(RangeEnd.Inside, preferred.End);
    }

    [Fact]
    public void Ends_of_the_range_are_said_and_not_refined()
    {
        Assert.Equal(new(0, RangeEnd.AtMost), PreferredLevel.Of([0, 1, 2], [1, 1.01, 3]));
        Assert.Equal(new(2, RangeEnd.AtLeast), PreferredLevel.Of([0, 1, 2], [3, 1.01, 1]));
        Assert.Equal(new(5, RangeEnd.AtMost), PreferredLevel.Of([5], [1]));
    }

    [Fact]
    public void The_refined_level_stays_between_the_midpoints_to_the_neighbours()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            double left = random.NextDouble() + 0.01, right = left + random.NextDouble() + 0.01;
            double[] losses = [1 + random.NextDouble(), 1, 1 + random.NextDouble()];
            var level = PreferredLevel.Of([0, left, right], losses)!.Level;
            Assert.InRange(level, left / 2 - 1e-12, (left + right) / 2 + 1e-12);
        }
    }

    [Fact]
    public void Of_equal_losses_the_lowest_level_wins()
    {
        Assert.Equal(new(0, RangeEnd.AtMost), PreferredLevel.Of([0, 1, 2], [1, 1, 1]));
        // Two equal neighbours inside the range: the vertex lies midway.
        Assert.Equal(new(1.5, RangeEnd.Inside), PreferredLevel.Of([0, 1, 2, 3], [5, 1, 1, 5]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_diverged_level_is_never_the_best_and_stops_the_refinement(double diverged)
    {
        Assert.Equal(new(1, RangeEnd.Inside), PreferredLevel.Of([0, 1, 2], [3, 1, diverged]));
        Assert.Equal(new(1, RangeEnd.Inside), PreferredLevel.Of([0, 1, 2], [diverged, 1, 2]));
        Assert.Equal(new(2, RangeEnd.AtLeast), PreferredLevel.Of([0, 1, 2], [diverged, 2, 1]));
        Assert.Null(PreferredLevel.Of([0, 1, 2], [diverged, diverged, diverged]));
    }

    [Fact]
    public void A_negative_bias_squared_is_a_loss_like_any_other() =>
        Assert.Equal(1, PreferredLevel.Of([0, 1, 2], [0.5, -0.01, 0.5])!.Level, 1e-15);

    [Fact]
    public void Losses_of_any_scale_are_refined()
    {
        Assert.Equal(0.75, PreferredLevel.Of([0, 1, 2], [2e-300, 1e-300, 4e-300])!.Level, 1e-12);
        Assert.Equal(0.75, PreferredLevel.Of([0, 1, 2], [2e300, 1e300, 4e300])!.Level, 1e-12);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PreferredLevel.Of([], []));
        Assert.Throws<ArgumentException>(() => PreferredLevel.Of([0, 1], [1]));
        Assert.Throws<ArgumentException>(() => PreferredLevel.Of([0, 0], [1, 2]));
        Assert.Throws<ArgumentException>(() => PreferredLevel.Of([0, double.NaN], [1, 2]));
    }
}
