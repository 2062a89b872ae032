using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>The preferred level over the widths of one kind of network, by seed.</summary>
public sealed class WiderPrefersMoreTests
{
    private static readonly WiderPrefersMore Claim = new();

    [Theory]
    [InlineData(.5, .7, .9, Outcome.Holds, "wider networks prefer more")]
    [InlineData(.9, .7, .5, Outcome.DoesNotHold, "wider networks prefer less")]
    [InlineData(1, 1, 1, Outcome.NoEffect, "too small to speak either way")]
    public void By_the_interval_of_the_slope_a_doubling(double at32, double at64, double at128, Outcome outcome, string note)
    {
        var verdict = Widths("relu", (32, at32), (64, at64), (128, at128)).Decide(Claim).Of("relu, inside, s0 = 1");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
        Assert.Equal((at128 - at32) / 2, verdict.Effects.Single(static effect => effect.Symbol == "slope of rho").Value.Mean, 1e-9);
        Assert.Equal(at64, verdict.Effects.Single(static effect => effect.Symbol == "rho at 64 units").Value.Mean, 1e-9);
    }

    [Theory]
    [InlineData(.9, 1, Outcome.Holds, "of 2 lines 1 hold, 1 have no effect, 0 do not hold")]
    [InlineData(.9, .2, Outcome.DoesNotHold, "of 2 lines 1 hold, 0 have no effect, 1 do not hold")]
    [InlineData(.5, 1, Outcome.DoesNotHold, "of 2 lines 0 hold, 2 have no effect, 0 do not hold")]
    public void One_line_that_grows_is_enough_where_the_others_have_no_effect(double relu, double tanh, Outcome outcome, string note)
    {
        var whole = Widths("relu", (32, .5), (128, relu)).Concat(Widths("tanh", (32, 1), (128, tanh))).Decide(Claim).Of(Verdict.All);
        Assert.Equal((outcome, $"{note}; 32 to 128 units"), (whole.Outcome, whole.Note));
    }

    [Fact]
    public void A_width_that_did_not_learn_is_passed_over()
    {
        var runs = Widths("relu", (64, .5), (128, .8)).Concat(Widths("relu", (32, 0)).Select(static run => run.Untrained()));
        Assert.Equal(.3, runs.Decide(Claim).Of("relu, inside, s0 = 1").Effects[0].Value.Mean, 1e-9);
    }

    [Fact]
    public void One_trained_width_has_no_slope()
    {
        var runs = Widths("relu", (64, .5)).Concat(Widths("relu", (32, 0)).Select(static run => run.Untrained()));
        Assert.Equal((Outcome.Undecided, "trained at one width alone"), Short(runs.Decide(Claim).Of("relu, inside, s0 = 1")));
    }

    [Fact]
    public void Networks_of_one_width_do_not_speak() =>
        Assert.Equal("the grid does not vary the number of units", Assert.Single(Cell("inside", 1, 1, 1).Decide(Claim).Verdicts).Beside);

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    // A thousandth of spread over seeds around each level.
    private static IEnumerable<NetworkRun> Widths(string activation, params (int Units, double Rho)[] widths) =>
        widths.SelectMany(width => Cell("inside", 1, width.Rho, .5, activation, rhoSpread: .001).Select(run => run with { Run = $"{run.Run}-{width.Units}", Units = width.Units, Arm = run.Arm with { Width = width.Units } }));
}
