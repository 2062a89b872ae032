using NoisyRnn.Claims;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>Trained at levels from 0 to s0, a network has one bias at all of them and prefers silence.</summary>
public sealed class RandomLevelNoPreferenceTests
{
    private static readonly RandomLevelNoPreference Claim = new();

    [Theory]
    [InlineData(.8, .05, Outcome.Undecided, "rho may be above 0.1; of 10 networks 10 have rho > 0.1: their share may be above 0.15; did not hold by the rules before 2026-11-30", 0)] // a minimum at which nothing is gained
    [InlineData(0, .05, Outcome.Undecided, "of 10 networks 0 have rho > 0.1: their share may be above 0.15; held by the rules before 2026-11-30")]
    [InlineData(0, .3, Outcome.DoesNotHold, "the bias depends on the level")]
    [InlineData(.8, .05, Outcome.DoesNotHold, "prefers noise", .3)]
    public void By_the_preferred_level_and_the_change_of_the_bias(double rho, double change, Outcome outcome, string note, double gain = -1)
    {
        var verdict = Runs(rho, change, gain).Decide(Claim).Of("relu, inside, s0 = 1");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
        Assert.Equal(change, verdict.Effects.Single(static effect => effect.Symbol == "change of bias^2 / L(s0)").Value.Mean, 1e-9);
    }

    [Fact]
    public void Forty_networks_bound_the_share_that_prefers_noise() =>
        Assert.Equal((Outcome.Holds, "prefers silence, with the same bias at every level"), Short(Runs(0, .05, seeds: 40).Decide(Claim).Of("relu, inside, s0 = 1")));

    [Fact]
    public void Networks_of_a_constant_level_do_not_speak() =>
        Assert.Equal("no network was trained with noise of a random level", Assert.Single(Cell("inside", 1, 0, -1).Decide(Claim).Verdicts).Note);

    [Fact]
    public void A_loss_without_bias_is_not_judged() =>
        Assert.Equal((Outcome.Undecided, "the loss has no bias^2"), Short(Runs(0, 0).Select(static run => run with { Sweep = run.Sweep! with { PreferredBias = null } }).Decide(Claim).Of("relu, inside, s0 = 1")));

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    // The loss at s0 is .01; levels beyond s0 do not count.
    private static IEnumerable<NetworkRun> Runs(double rho, double change, double gain = -1, int seeds = 10) => Cell("inside", 1, rho, gain, seeds: seeds).Select(run => run with
    {
        Schedule = new RandomNoise(),
        Sweep = run.Sweep! with
        {
            Points =
            [
                new(0, 0, .002, .002, 0, .002, .002),
                new(.5, .5, .005, .002 + (.01 * change), .004, .005, .005),
                new(1, 1, .01, .002, .008, .01, .01),
                new(2, 2, .1, .05, .05, .1, .1),
            ],
        },
    });
}
