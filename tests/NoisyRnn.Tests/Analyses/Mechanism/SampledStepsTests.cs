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

    [Theory]
    [InlineData(12, 3, new[] { 3, 7, 11 })]
    [InlineData(13, 3, new[] { 3, 7, 11 })]
    [InlineData(11, 3, new[] { 2, 5, 8 })]
    [InlineData(10, 4, new[] { 1, 3, 5, 7, 9 })]
    [InlineData(3, 8, new[] { 0, 1, 2 })]
    [InlineData(0, 8, new int[0])]
    public void Steps_of_a_whole_trial_are_as_far_apart_as_leaves_no_fewer_than_are_wanted(int length, int wanted, int[] steps) =>
        Assert.Equal(steps, SampledSteps.Spread(length, wanted));

    private static Trial Asked(int steps, int from, int to)
    {
        var trial = new Trial(steps, 1, 1);
        for (var t = from; t <= to; t++)
            trial.Mask[t, 0] = 1;
        return trial;
    }
}
