using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>g_c: the smallest step g = dt/tau at which noise outside is preferred.</summary>
public sealed class PreferenceAtLargeStepsTests
{
    private static readonly PreferenceAtLargeSteps Boundary = new();

    [Fact]
    public void The_boundary_is_the_smallest_step_that_holds_whatever_the_arms_are_called()
    {
        // By name, the arms stand the other way round.
        var table = Arm("c", .1, bias: 0, gain: -1).Concat(Arm("b", .5, bias: .8, gain: .5)).Concat(Arm("a", 1, bias: .9, gain: 1)).Decide(Boundary);
        Assert.Equal(["c, outside, s0 = 1", "b, outside, s0 = 1", "a, outside, s0 = 1", "all"], table.Verdicts.Select(static verdict => verdict.Cell));
        Assert.Equal([Outcome.DoesNotHold, Outcome.Holds, Outcome.Holds, Outcome.Holds], table.Verdicts.Select(static verdict => verdict.Outcome));
        Assert.Equal("g_c = 0.5: noise outside is preferred in b, outside, s0 = 1; a, outside, s0 = 1", table.Of("all").Note);
        Assert.All(table.Verdicts, static verdict => Assert.Equal("g_c", verdict.Claim));
        Assert.Equal(["g = 0.1", "g = 0.5", "g = 1"], table.Verdicts.SkipLast(1).Select(static verdict => verdict.Place!.Row));
    }

    [Fact]
    public void A_line_shows_the_preferred_level_of_the_bias_the_gain_and_the_preferred_level()
    {
        var line = Arm("a", .5, bias: .8, gain: .5).Decide(Boundary).Of("a, outside, s0 = 1");
        Assert.Equal((Outcome.Holds, "noise outside is preferred"), Short(line));
        Assert.Equal([("rho_bias", .8), ("D", .5), ("rho", .4)], line.Effects.Select(static effect => (effect.Symbol, Math.Round(effect.Value.Mean, 12))));
    }

    [Theory]
    [InlineData(.01, .0954, Outcome.Holds)]         // ln 1.1 = .09531
    [InlineData(.01, .0953, Outcome.DoesNotHold)]
    [InlineData(0, .5, Outcome.Undecided)]          // rho_bias must exclude 0; a gain alone is not the contrary
    public void The_limits_of_the_bias_and_of_the_gain(double bias, double gain, Outcome outcome) =>
        Assert.Equal(outcome, Arm("a", .5, bias, gain).Decide(Boundary).Of("a, outside, s0 = 1").Outcome);

    [Fact]
    public void That_no_step_holds_is_a_result()
    {
        var table = Arm("a", .1, bias: 0, gain: -1).Concat(Arm("b", 1, bias: .5, gain: 0)).Decide(Boundary);
        Assert.Equal((Outcome.DoesNotHold, "no g_c; 0 of 2 cells are undecided"), Short(table.Of("all")));
        Assert.Equal("noise outside is not preferred", table.Verdicts[0].Note);
    }

    [Fact]
    public void A_step_that_may_hold_leaves_it_undecided()
    {
        var table = Arm("a", .1, bias: 0, gain: -1).Concat(Arm("b", 1, bias: .5, gain: .1, gainSpread: .5)).Decide(Boundary);
        Assert.Equal((Outcome.Undecided, "neither by its intervals"), Short(table.Of("b, outside, s0 = 1")));
        Assert.Equal((Outcome.Undecided, "no g_c; 1 of 2 cells are undecided"), Short(table.Of("all")));
    }

    [Fact]
    public void Networks_with_noise_inside_do_not_speak()
    {
        var inside = Arm("a", .5, bias: 1, gain: 1).Select(static run => run with { Arm = run.Arm with { Placement = Placement.Inside } });
        Assert.Equal((Outcome.Undecided, "no network was trained with noise outside"), Short(Assert.Single(inside.Decide(Boundary).Verdicts)));
    }

    [Fact]
    public void A_loss_without_bias_is_not_judged()
    {
        var runs = Arm("a", .5, bias: 1, gain: 1).Select(static run => run with { Sweep = run.Sweep! with { PreferredBias = null } });
        Assert.Equal((Outcome.Undecided, "the loss has no bias^2"), Short(runs.Decide(Boundary).Of("a, outside, s0 = 1")));
    }

    [Fact]
    public void Few_seeds_are_a_preview()
    {
        var table = Arm("a", .5, bias: .8, gain: .5, seeds: 3).Decide(Boundary);
        Assert.Equal([(Outcome.Preview, "preview, n=3; so far for, 3 of 3 seeds; noise outside is preferred"), (Outcome.Preview, "preview, n=3; so far for; g_c = 0.5: noise outside is preferred in a, outside, s0 = 1")], table.Verdicts.Select(Short));
    }

    [Fact]
    public void Networks_that_are_not_trained_are_no_evidence_against_it()
    {
        var untrained = Arm("a", .5, bias: .8, gain: .5).Select(static run => run.Diverged());
        var table = untrained.Decide(Boundary);
        Assert.Equal((Outcome.NotTrained, "no cell is trained"), Short(table.Of("all")));
        // It still stands in the row of its step, and in the order of steps.
        Assert.Equal("g = 0.5", table.Verdicts[0].Place!.Row);
        var among = untrained.Concat(Arm("b", 1, bias: 0, gain: -1)).Decide(Boundary);
        Assert.Equal(["a, outside, s0 = 1", "b, outside, s0 = 1", "all"], among.Verdicts.Select(static verdict => verdict.Cell));
        Assert.Equal(Outcome.DoesNotHold, among.Of("all").Outcome);
    }

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    private static NetworkRun[] Arm(string name, double step, double bias, double gain, double gainSpread = 0, int seeds = 10) =>
        [.. Cell("outside", 1, rho: .4, gain, name, seeds, gainSpread: gainSpread).Select(run => run with { Step = step, Sweep = run.Sweep! with { PreferredBias = new(bias, RangeEnd.Inside) } })];
}
