using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>The slope of the line of least squares.</summary>
public sealed class LeastSquaresTests
{
    [Fact]
    public void Of_points_on_a_line_it_is_that_of_the_line() => Assert.Equal(-2.5, LeastSquares.Slope([(0, 7), (1, 4.5), (4, -3)]));

    [Fact]
    public void Of_two_points_it_is_the_difference_of_y_over_that_of_x() => Assert.Equal(3, LeastSquares.Slope([(1, 2), (2, 5)]));

    // By hand: means 2 and 3, sum (x - 2)(y - 3) = 2 + 0 + 3, sum (x - 2)^2 = 2.
    [Fact]
    public void Of_points_off_a_line_distances_in_y_count() => Assert.Equal(2.5, LeastSquares.Slope([(1, 1), (2, 2), (3, 6)]));

    [Fact]
    public void The_order_of_the_points_does_not_matter() => Assert.Equal(2.5, LeastSquares.Slope([(3, 6), (1, 1), (2, 2)]));

    [Fact]
    public void Points_above_each_other_have_none() => Assert.Equal(double.NaN, LeastSquares.Slope([(1, 2), (1, 5)]));
}
