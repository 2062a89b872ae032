using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>Two kinds of arms prefer their noise alike, as common and independent noise should: pairs of one seed, by the level of the smallest bias^2.</summary>
public sealed class PreferredAlikeTests
{
    private static readonly PreferredAlike Claim = new();

    [Theory]
    [InlineData(.9, .8, Outcome.Holds, "preferred alike")]
    [InlineData(1.2, .8, Outcome.DoesNotHold, "common is preferred at higher levels")]
    [InlineData(.2, .8, Outcome.DoesNotHold, "common is preferred at lower levels")]
    public void By_the_interval_of_the_difference(double common, double own, Outcome outcome, string note)
    {
        var verdict = Runs("common additive", common).Concat(Runs("independent additive", own)).Decide(Claim).Of("common additive, inside, s0 = 1");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
        Assert.Equal(common - own, verdict.Effects[0].Value.Mean, 1e-9);
    }

    [Fact]
    public void Arms_pair_by_what_follows_their_first_word()
    {
        var table = Runs("common additive", .8).Concat(Runs("independent multiplicative", .1)).Decide(Claim);
        Assert.Equal("no arm is called 'common ...'", Assert.Single(Runs("independent additive", .8).Decide(Claim).Verdicts).Note);
        Assert.Equal(["all"], table.Verdicts.Select(static verdict => verdict.Cell));
    }

    [Fact]
    public void At_equal_output_variance_a_pair_is_shown_and_not_counted()
    {
        var table = Runs("common", .8, variance: .01).Concat(Runs("independent", .8, variance: .001)).Concat(Runs("independent", .2, sigma: 2, variance: .009)).Decide(Claim);
        var shown = table.Verdicts.Single(static verdict => verdict.Place?.Part == "common less independent, at equal output variance");
        Assert.Equal((Outcome.DoesNotHold, false), (shown.Outcome, shown.Counted));
        Assert.Equal(Outcome.Holds, table.Of("all").Outcome);
    }

    private static IEnumerable<NetworkRun> Runs(string arm, double rho, double sigma = 1, double variance = .005) =>
        Cell("inside", sigma, .9, 1, arm, variance: variance).Select(run => run with { Sweep = run.Sweep! with { PreferredBias = new(rho, RangeEnd.Inside) } });
}
