using NoisyRnn.Analyses;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>At which steps of a trial an analysis looks.</summary>
public sealed class SampledStepsTests
{
    [Theory]
    [InlineData(1, new[] { 29 })]
    [InlineData(2, new[] { 19, 29 })]
    [InlineData(4, new[] { 14, 19, 24, 29 })]
    [InlineData(20, new[] { 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 })]
    [InlineData(21, new[] { 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 })]
    public void They_are_spread_over_those_that_count_and_end_with_the_last(int most, int[] steps) =>
        Assert.Equal(steps, SampledSteps.Of(Asked(40, 10, 29), most));

    [Fact]
    public void One_output_that_counts_is_enough()
    {
        var trial = new Trial(5, 1, 3);
        trial.Mask[3, 2] = .5;
        Assert.Equal([3], SampledSteps.Of(trial, 4));
        Assert.Empty(SampledSteps.Of(new Trial(5, 1, 3), 4));
    }

    private static Trial Asked(int steps, int from, int to)
    {
        var trial = new Trial(steps, 1, 1);
        for (var t = from; t <= to; t++)
            trial.Mask[t, 0] = 1;
        return trial;
    }
}
