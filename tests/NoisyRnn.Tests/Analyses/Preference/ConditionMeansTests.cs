using NoisyRnn.Analyses;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

public sealed class ConditionMeansTests
{
    [Fact]
    public void The_squared_difference_of_means_is_freed_from_their_variance()
    {
        ConditionMeans noisy = new(), exact = new();
        // Means 2 and 0, variances of the mean 2/2 and 8/2; weights 1 and 3; what has no weight does not count.
        noisy.Add([1, 3], 1);
        noisy.Add([-2, 2], 3);
        noisy.Add([double.NaN], 0);
        exact.Add([5], 1);
        exact.Add([1], 3);
        Assert.Equal(((9 - 1) + (3 * (1 - 4))) / 4.0, noisy.SquaredDifference(exact));
        Assert.Equal(0, exact.SquaredDifference(exact));
    }

    [Fact]
    public void Other_conditions_are_refused()
    {
        var one = new ConditionMeans();
        one.Add([1], 1);
        Assert.Throws<ArgumentException>(() => one.SquaredDifference(new()));
    }
}
