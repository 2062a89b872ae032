using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>s_c: from which level on an arm prefers its training noise.</summary>
public sealed class ThresholdTests
{
    private static readonly double[] Levels = [.1, .3, 1];

    [Theory]
    [InlineData("+++", .1, Outcome.Holds)]
    [InlineData("-++", .3, Outcome.Holds)]
    [InlineData("+-+", 1.0, Outcome.Holds)]
    [InlineData("++-", null, Outcome.DoesNotHold)]
    // What is not trained does not speak.
    [InlineData("-+x", .3, Outcome.Holds)]
    [InlineData("+-x", null, Outcome.DoesNotHold)]
    [InlineData("xxx", null, Outcome.Undecided)]
    public void It_is_the_smallest_level_from_which_on_all_that_are_trained_hold(string levels, double? expected, Outcome outcome)
    {
        var threshold = Assert.Single(Of(levels).Thresholds<PreferenceInside>(SweptOutput.SingleDraw));
        Assert.Equal((expected, outcome), (threshold.Cell?.Arm.TrainingSigma, threshold.Outcome));
    }

    [Fact]
    public void The_experiment_may_have_another_criterion_for_it()
    {
        Claim[] claims = [new PreferenceInside { LowestRho = 0, LeastLossRatio = 1.01 }];
        var weak = Cell("inside", .1, .2, .05);
        Assert.Null(Assert.Single(RunTable.Of(weak, Rules, []).Thresholds<PreferenceInside>(SweptOutput.SingleDraw)).Cell);
        Assert.NotNull(Assert.Single(RunTable.Of(weak, Rules, [.. claims]).Thresholds<PreferenceInside>(SweptOutput.SingleDraw)).Cell);
        // That of another output is another claim's.
        Assert.Empty(RunTable.Of(weak, Rules, [.. claims]).Thresholds<PreferenceInside>(SweptOutput.MeanOutput));
    }

    private static RunTable Of(string levels) => RunTable.Of(
        levels.SelectMany((sign, k) => Cell("inside", Levels[k], sign == '+' ? .9 : 0, sign == '+' ? 1 : -1).Select(run => sign == 'x' ? run.Untrained() : run)), Rules, []);
}
