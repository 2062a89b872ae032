using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Sums over trials and steps: weights are shared within each, and each counts once.</summary>
public sealed class OperatingSumTests
{
    [Fact]
    public void Each_trial_and_step_counts_once_whatever_its_gains()
    {
        // At the kink 1/2 - 1/(2 pi) of the noise passes, and all of it far above, at 8; gains of 100 and of 1.
        var sum = new OperatingSum(new Relu(), 1);
        sum.Add([0], [100]);
        sum.Add([8], [1]);
        sum.Add([8], null);
        var point = sum.ToPoint(TrainingMoment.End, null, 1);
        var kink = .5 - (1 / (2 * Math.PI));
        Assert.Equal((kink + 1) / 2, point.WeightedAttenuation!.Value, 1e-9);
        Assert.Equal((kink + 2) / 3, point.Attenuation, 1e-9);
        Assert.Equal(1, point.WithoutGain);
    }

    [Fact]
    public void Gains_on_several_outputs_add_by_their_squares()
    {
        // Two units, gains (3, 4) and (0, 1) on two outputs: 25 and 1.
        var sum = new OperatingSum(new Relu(), 1);
        sum.Add([0, 8], [3, 4, 0, 1]);
        Assert.Equal(((25 * (.5 - (1 / (2 * Math.PI)))) + 1) / 26, sum.ToPoint(TrainingMoment.End, null, 1).WeightedAttenuation!.Value, 1e-9);
    }

    [Fact]
    public void Gains_that_are_not_finite_do_not_count()
    {
        var sum = new OperatingSum(new Relu(), 1);
        sum.Add([0], [double.PositiveInfinity]);
        sum.Add([0], [double.NaN]);
        sum.Add([0], [0]);
        var point = sum.ToPoint(TrainingMoment.End, null, 1);
        Assert.Equal((null, 3), (point.WeightedAttenuation, point.WithoutGain));
    }
}
