using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>Noise outside a layer is noise inside the next: nothing moves outside the last, and outside an earlier one the noise is preferred.</summary>
public sealed class OutsideNoiseInDepthTests
{
    private static readonly OutsideNoiseInDepth Claim = new();

    [Theory]
    [InlineData(.004, .004, Outcome.Holds, "the mean output does not move")]
    [InlineData(.004, .0036, Outcome.Holds, "the mean output does not move")]     // .04 of L(s0) = .01
    [InlineData(.004, .0048, Outcome.DoesNotHold, "the noise raises bias^2")]
    [InlineData(.0048, .004, Outcome.DoesNotHold, "the noise lowers bias^2")]
    public void Outside_the_last_layer_the_bias_stays(double silent, double noisy, Outcome outcome, string note)
    {
        var verdict = Runs("a", layer: 2, layers: 2, rho: 0, silent, noisy).Decide(Claim).Of("a, outside, s0 = 1");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
        Assert.Equal("noise outside the last layer", verdict.Place!.Part);
    }

    [Theory]
    [InlineData(.8, .009, .002, Outcome.Holds, "preferred, as noise inside the next layer")]
    [InlineData(.3, .009, .002, Outcome.DoesNotHold, "it is not preferred")]
    [InlineData(.8, .002, .003, Outcome.DoesNotHold, "the noise raises bias^2")]
    [InlineData(.8, .00209, .002, Outcome.Undecided, "bias^2(s0)/bias^2(0) may be above 0.909")]
    [InlineData(1.5, .009, .002, Outcome.Undecided, "rho_bias may be above 1.25")]
    public void Outside_an_earlier_layer_the_noise_is_preferred(double rho, double silent, double noisy, Outcome outcome, string note)
    {
        var verdict = Runs("a", layer: 1, layers: 2, rho, silent, noisy).Decide(Claim).Of("a, outside, s0 = 1");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
    }

    [Fact]
    public void The_whole_needs_the_last_layers_and_a_threshold_in_two_thirds_of_the_others()
    {
        var last = Runs("a", 2, 2, 0, .004, .004);
        var (good, weak) = (Runs("b", 1, 2, .8, .009, .002), Runs("b", 1, 2, .1, .002, .002, sigma: .1));
        Assert.Equal(Outcome.Holds, last.Concat(good).Concat(weak).Decide(Claim).Of("all").Outcome);
        Assert.Equal(Outcome.DoesNotHold, last.Concat(Runs("b", 1, 2, .1, .009, .002)).Decide(Claim).Of("all").Outcome);
        Assert.Equal(Outcome.DoesNotHold, Runs("a", 2, 2, 0, .004, .006).Concat(good).Decide(Claim).Of("all").Outcome);
    }

    [Fact]
    public void The_prediction_from_the_weights_stands_beside_the_measured_level()
    {
        var runs = Runs("a", 1, 2, .8, .009, .002).Select(static run => run with { Results = [new PredictedPreferenceResult { TrainingSigma = 1, Trials = 4, Points = [], Preferred = new(0, RangeEnd.AtMost), PreferredBias = new(.75, RangeEnd.Inside) }] });
        Assert.Equal(.75, runs.Decide(Claim).Of("a, outside, s0 = 1").Effects.Single(static effect => effect.Symbol == "rho_bias from the weights").Value.Mean, 1e-9);
    }

    [Fact]
    public void Networks_with_noise_in_all_layers_or_inside_do_not_speak()
    {
        var all = Runs("a", 1, 2, .8, .009, .002).Select(static run => run with { NoisyLayer = null });
        Assert.Equal("no network was trained with noise outside one layer", Assert.Single(all.Concat(Cell("inside", 1, 1, 1)).Decide(Claim).Verdicts).Note);
    }

    private static NetworkRun[] Runs(string name, int layer, int layers, double rho, double silent, double noisy, double sigma = 1) =>
        [.. Cell("outside", sigma, rho: 0, gain: -1, name).Select(run => run with
        {
            Layers = layers,
            NoisyLayer = layer,
            Sweep = run.Sweep! with
            {
                Points = [new(0, 0, silent, silent, 0, silent, silent), new(1, sigma, .01, noisy, .01 - noisy, .01, .01)],
                PreferredBias = new(rho, RangeEnd.Inside),
            },
        })];
}
