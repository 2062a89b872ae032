using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

public sealed class OneSidedTestTests
{
    [Fact]
    public void Student_t_with_one_degree_of_freedom_is_known_in_closed_form()
    {
        // Values 1 and 3 against 0: t = 2/(sqrt 2/sqrt 2) = 2; P(T >= 2) = 1/2 - atan(2)/pi for one degree of freedom.
        var expected = .5 - Math.Atan(2) / Math.PI;
        Assert.Equal(expected, OneSidedTest.Above([1, 3], 0), 1e-12);
        Assert.Equal(1 - expected, OneSidedTest.Below([1, 3], 0), 1e-12);
        Assert.Equal(expected, OneSidedTest.Below([-1, -3], 0), 1e-12);
        Assert.Equal(expected, OneSidedTest.Above([6, 8], 5), 1e-12);
    }

    [Fact]
    public void The_tabulated_quantile_gives_its_level()
    {
        // t_{.975, 9} = 2.262157: ten values with mean t s / sqrt n lie exactly at p = .025.
        double[] unit = [-1, -1, -1, -1, -1, 1, 1, 1, 1, 1]; // s = sqrt(10/9)
        var mean = 2.262157 * Math.Sqrt(10.0 / 9) / Math.Sqrt(10);
        Assert.Equal(.025, OneSidedTest.Above(unit.Select(u => u + mean).ToArray(), 0), 1e-7);
    }

    [Fact]
    public void Equal_values_are_decided_by_the_limit_itself()
    {
        Assert.Equal(0, OneSidedTest.Above([1, 1, 1], .5));
        Assert.Equal(0, OneSidedTest.Above([1, 1, 1], 1));
        Assert.Equal(1, OneSidedTest.Above([1, 1, 1], 1.5));
        Assert.Equal(0, OneSidedTest.Below([0, 0, 0], .1));
    }

    [Fact]
    public void One_value_decides_nothing()
    {
        Assert.Equal(1, OneSidedTest.Above([100], 0));
        Assert.Equal(1, OneSidedTest.Below([], 0));
    }

    [Fact]
    public void Non_finite_values_are_refused() =>
        Assert.Throws<ArgumentException>(() => OneSidedTest.Above([1, double.NaN], 0));
}
