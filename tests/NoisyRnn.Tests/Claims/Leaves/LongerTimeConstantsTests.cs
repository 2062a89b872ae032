using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>Trained time constants of noisy networks beside those of their twins, by population.</summary>
public sealed class LongerTimeConstantsTests
{
    private static readonly LongerTimeConstants Claim = new();

    [Theory]
    [InlineData(1.3, Outcome.Holds, "longer than without noise")]
    [InlineData(.8, Outcome.DoesNotHold, "shorter than without noise")]
    public void By_the_interval_of_the_ratio_in_each_population(double ratio, Outcome outcome, string note)
    {
        var table = Runs("inside", 1, ratio, 1).Concat(Runs("inside", 0, 1, 1)).Decide(Claim);
        var verdict = table.Of("relu, inside, s0 = 1, excitatory units");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
        Assert.Equal(Math.Log(ratio), verdict.Effects[0].Value.Mean, 1e-9);
        Assert.Equal(Outcome.NoEffect, table.Of("relu, inside, s0 = 1, inhibitory units").Outcome);
    }

    [Fact]
    public void Without_a_twin_nothing_is_decided() =>
        Assert.Equal((Outcome.Undecided, "no twin without noise"), Short(Runs("inside", 1, 2, 2).Decide(Claim).Of("relu, inside, s0 = 1, excitatory units")));

    [Fact]
    public void A_level_at_which_every_training_diverged_does_not_drop_out()
    {
        var table = Runs("inside", 1, 1.3, 1.3).Concat(Cell("inside", 2, 1, 1).Select(static run => run.Diverged())).Concat(Runs("inside", 0, 1, 1)).Decide(Claim);
        Assert.Equal(Outcome.NotTrained, table.Of("relu, inside, s0 = 2, excitatory units").Outcome);
        Assert.Equal((Outcome.Undecided, "2 of 4 lines hold, 0 do not"), Short(table.Of("all")));
    }

    [Fact]
    public void Networks_with_fixed_time_constants_do_not_speak() =>
        Assert.Equal("no network's time constants were trained under noise", Assert.Single(Cell("inside", 1, 1, 1).Decide(Claim).Verdicts).Note);

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    // A tenth of a percent of spread over seeds around each ratio.
    private static IEnumerable<NetworkRun> Runs(string placement, double sigma, double excitatory, double inhibitory) =>
        Cell(placement, sigma, 1, 1).Select(run => run with
        {
            Training = $"{sigma}-{run.Seed}",
            Twin = $"0-{run.Seed}",
            Results = [new TimeConstantsResult { TrainingSigma = sigma, Populations = [Of("excitatory", excitatory), Of("inhibitory", inhibitory)] }],
        });

    private static PopulationTau Of(string name, double tau) => new(name, 1, tau, tau, tau, tau);
}
