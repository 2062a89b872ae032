using NoisyRnn.Analyses;
using NoisyRnn.Training;
using NoisyRnn.Tests.Claims;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>A sweep judged by outputs averaged over draws, without what a finite number of draws adds to the error of their mean.</summary>
public sealed class UnbiasedMeanTests
{
    [Fact]
    public void What_a_half_of_the_draws_adds_is_taken_away()
    {
        // 64 draws: 32 in each half, so each half's error is bias^2 + v/32; the bias is .01 at both levels.
        var mean = Sweep(new(0, 0, .01, .01, 0, .01, .01), new(1, 1, .02, .01, .32, .02, .02)).OfUnbiasedMeans();
        Assert.Equal([.01, .01], mean.Points.Select(static point => Math.Round(point.EvenLoss, 12)));
        Assert.Equal(0, mean.Gain!.Value, 1e-12);
        Assert.Equal((.01, .01), (mean.SilentLoss, mean.TrainingLevelLoss));
    }

    [Theory]
    [InlineData(.04, .01, .6)]     // tanh(ln 4 / 2)
    [InlineData(.01, .04, -.6)]
    [InlineData(.01, -.002, 1)]    // below 0, as an unbiased estimate may be
    public void The_gain_is_told_of_errors_of_either_sign(double silent, double noisy, double gain) =>
        Assert.Equal(gain, Sweep(new(0, 0, silent, silent, 0, silent, silent), new(1, 1, noisy, noisy, 0, noisy, noisy)).OfUnbiasedMeans().Gain!.Value, 1e-12);

    private static NoiseSweepResult Sweep(params SweepPoint[] points) => ConstructedRuns.Sweep(1, 1, 0) with { Points = [.. points] };
}
