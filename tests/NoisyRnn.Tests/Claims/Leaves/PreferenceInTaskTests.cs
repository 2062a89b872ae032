using NoisyRnn.Claims;
using NoisyRnn.Tests.Experiments;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>C3 for one task: C1's threshold s_c, and C2 at that same level.</summary>
public sealed class PreferenceInTaskTests
{
    private static readonly PreferenceInTask C3 = new();

    [Fact]
    public void It_holds_where_C1_has_a_threshold_and_C2_holds_there()
    {
        // Outside, the level below the threshold and that above prefer noise: only s_c is asked.
        var table = Task(.3, outsideHolds: [.3]).Decide(C3);
        var line = table.Of("relu, inside and outside, s0 = 0.3");
        Assert.Equal((Outcome.Holds, "s_c = 0.3; C2 there: prefers silence"), Short(line));
        Assert.Equal(["rho_in", "D_in", "rho_out", "D_out", "share with rho > 0.1_out"], line.Effects.Select(static effect => effect.Symbol));
        Assert.Equal([.9, 1, 0, -.5, 0], line.Effects.Select(static effect => Math.Round(effect.Value.Mean, 12)));
        Assert.Equal((40, true), (line.N, line.AtThreshold));
        Assert.Equal(new VerdictPlace("inside prefers noise, outside silence", "relu", .3), line.Place);
        Assert.Equal((Outcome.Holds, line.Note), Short(table.Of("all")));
        Assert.All(table.Verdicts, static verdict => Assert.Equal("C3", verdict.Claim));
    }

    [Fact]
    public void It_does_not_hold_where_C2_fails_at_the_threshold()
    {
        var table = Task(.3, outsideHolds: [.1, 1]).Decide(C3);
        Assert.Equal((Outcome.DoesNotHold, "s_c = 0.3; C2 there: prefers noise"), Short(table.Of("relu, inside and outside, s0 = 0.3")));
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void It_is_undecided_where_C2_is_undecided_at_the_threshold()
    {
        var runs = Inside(.3).Concat(Cell("outside", .3, 0, 0, gainSpread: .5));
        Assert.Equal((Outcome.Undecided, "s_c = 0.3; C2 there: D may reach 0"), Short(runs.Decide(C3).Of("all")));
    }

    [Fact]
    public void It_is_undecided_where_noise_outside_has_no_effect_at_the_threshold()
    {
        var table = Cell("inside", .3, .9, 1).Concat(Cell("outside", .3, 0, 0)).Decide(new PreferenceInTask());
        Assert.Equal((Outcome.Undecided, "s_c = 0.3; C2 there: no effect"), (table.Of("relu, inside and outside, s0 = 0.3").Outcome, table.Of("relu, inside and outside, s0 = 0.3").Note.Split("; held")[0]));
    }

    [Fact]
    public void It_fails_where_C1_fails_at_the_largest_level()
    {
        var runs = Cell("inside", .3, .9, 1).Concat(Cell("inside", 1, 0, -1)).Concat(Outside([.3, 1]));
        var table = runs.Decide(C3);
        Assert.Equal((Outcome.DoesNotHold, "C1 fails at the largest s0"), Short(table.Of("relu, inside and outside, s0 = 1")));
        Assert.False(table.Verdicts[0].AtThreshold);
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void Where_larger_levels_are_not_trained_it_says_up_to_which_it_was_asked()
    {
        var runs = Cell("inside", .3, 0, -1).Concat(Cell("inside", 1, .9, 1).Select(static run => run.Untrained())).Concat(Outside([.3, 1]));
        Assert.Equal((Outcome.DoesNotHold, "C1 fails at s0 = 0.3, the largest that is trained"), Short(runs.Decide(C3).Of("relu, inside and outside, s0 = 0.3")));
        Assert.Equal("relu (up to s0 = 0.3, the largest that is trained) has no threshold", runs.Decide(new PreferenceInside()).Of("all").Note);
    }

    [Fact]
    public void Without_a_threshold_it_is_undecided_while_the_largest_level_is()
    {
        var runs = Cell("inside", .3, .9, 1).Concat(Cell("inside", 1, .6, 1, rhoSpread: 1)).Concat(Outside([.3, 1]));
        Assert.Equal((Outcome.Undecided, "C1 has no threshold s_c among these levels"), Short(runs.Decide(C3).Of("all")));
    }

    [Fact]
    public void Without_an_outside_network_at_the_threshold_it_is_undecided()
    {
        var runs = Inside(.3).Concat(Cell("outside", .1, 0, -.5)).Concat(Cell("outside", 1, 0, -.5));
        var line = runs.Decide(C3).Of("relu, inside and outside, s0 = 0.3");
        Assert.Equal((Outcome.Undecided, "s_c = 0.3; no network was trained with noise outside there"), Short(line));
        Assert.Equal(["rho_in", "D_in"], line.Effects.Select(static effect => effect.Symbol));
    }

    [Fact]
    public void One_cell_of_too_few_seeds_makes_the_claim_a_preview()
    {
        var few = Cell("inside", .3, .9, 1, seeds: 3).Concat(Cell("outside", .3, 0, -.5, seeds: 3)).Decide(C3);
        Assert.Equal(Enumerable.Repeat((Outcome.Preview, "preview, n=3; so far for; s_c = 0.3; C2 there: prefers silence"), 2), few.Verdicts.Select(Short));
        var half = Inside(.3).Concat(Cell("outside", .3, 0, -.5, seeds: 3)).Decide(C3);
        Assert.All(half.Verdicts, static verdict => Assert.Equal(Outcome.Preview, verdict.Outcome));
    }

    [Fact]
    public void Where_no_inside_network_is_trained_nothing_is_said()
    {
        var runs = Inside(.3).Select(static run => run.Diverged()).Concat(Outside([.1, .3, 1]));
        var table = runs.Decide(C3);
        Assert.All(table.Verdicts, static verdict => Assert.Equal((Outcome.NotTrained, "no cell with noise inside is trained"), Short(verdict)));
        var two = runs.Concat(runs.Select(static run => run with { Arm = run.Arm with { Base = "tanh" } })).Decide(C3);
        Assert.Equal((Outcome.NotTrained, "no arm is trained both inside and outside"), Short(two.Of("all")));
    }

    [Fact]
    public void Where_the_outside_networks_at_the_threshold_are_not_trained_it_says_so()
    {
        var table = Inside(.3).Concat(Cell("outside", .3, 0, -.5).Select(static run => run.Diverged())).Decide(C3);
        Assert.All(table.Verdicts, static verdict => Assert.Equal(
            (Outcome.NotTrained, "s_c = 0.3; C2 there: 40 of 40 networks diverged or did not learn the task"), Short(verdict)));
    }

    [Fact]
    public void An_untrained_level_does_not_hide_the_threshold_below_it()
    {
        var runs = Task(.3, outsideHolds: [.3]).Select(static run => run.Arm == Arms.Of("relu", "inside", 1) ? run.Untrained() : run);
        Assert.Equal((Outcome.Holds, "s_c = 0.3; C2 there: prefers silence"), Short(runs.Decide(C3).Of("all")));
    }

    [Fact]
    public void Without_an_inside_arm_there_is_nothing_to_say() =>
        Assert.Equal((Outcome.Undecided, "no network was trained with noise inside"), Short(Outside([.3]).Decide(C3).Of("all")));

    [Fact]
    public void Two_of_three_activations_are_enough_one_of_two_is_not()
    {
        var holds = Task(.3, outsideHolds: [.3]);
        var later = Task(1, outsideHolds: [1], activation: "softplus");
        var fails = Task(.3, outsideHolds: [], activation: "tanh");
        var undecided = Inside(.3, "tanh").Concat(Cell("outside", .3, 0, 0, "tanh"));

        Assert.Equal((Outcome.Holds, "2 of 3 arms hold, 1 do not"), Short(holds.Concat(later).Concat(fails).Decide(C3).Of("all")));
        Assert.Equal((Outcome.DoesNotHold, "1 of 2 arms hold, 1 do not"), Short(holds.Concat(fails).Decide(C3).Of("all")));
        Assert.Equal((Outcome.Undecided, "1 of 2 arms hold, 0 do not"), Short(holds.Concat(undecided).Decide(C3).Of("all")));
        Assert.Equal(Outcome.Holds, holds.Concat(fails).Decide(new PreferenceInTask { ArmShare = .5 }).Of("all").Outcome);
        // Each activation has a line at a threshold of its own.
        Assert.Equal(
            ["relu, inside and outside, s0 = 0.3", "softplus, inside and outside, s0 = 1"],
            holds.Concat(later).Decide(C3).Verdicts.Where(static verdict => verdict.AtThreshold).Select(static verdict => verdict.Cell));
    }

    [Fact]
    public void The_criteria_of_the_listed_C1_and_C2_are_used()
    {
        // D is 1, the loss without noise 2.7 times that with it: too little for a C1 that asks for 5 times.
        var runs = Task(.3, outsideHolds: [.3]);
        Assert.Equal(Outcome.DoesNotHold, Alone(runs, new PreferenceInside { LowestRho = .95 }));
        Assert.Equal(Outcome.Undecided, Alone(runs, new PreferenceInside { LeastLossRatio = 5 }));
        Assert.Equal(Outcome.Undecided, Alone([.. Inside(.3), .. Cell("outside", .3, .2, -.5, rhoSpread: .4)], new PreferenceOutside()));
        Assert.Equal(Outcome.Holds, Alone([.. Inside(.3), .. Cell("outside", .3, .2, -.5, rhoSpread: .4)], new PreferenceOutside { HighestRho = .6 }));
        // One on the mean output says nothing of single draws.
        Assert.Equal(Outcome.Holds, Alone(runs, new PreferenceInside { On = SweptOutput.MeanOutput, LowestRho = .95 }));

        static Outcome Alone(IEnumerable<NetworkRun> runs, Claim listed) =>
            Assert.Single(runs.Decide(listed, C3).Verdicts, static verdict => verdict is { Claim: "C3", Cell: "all" }).Outcome;
    }

    [Fact]
    public void The_mean_output_is_decided_on_its_own_cells_and_single_draws_on_theirs()
    {
        var onMean = new PreferenceInTask { On = SweptOutput.MeanOutput };
        var single = Task(.3, outsideHolds: [.3]);
        var mean = Task(1, outsideHolds: []).Select(static run => run with { Arm = run.Arm with { Judged = Judged.MeanOutput } });

        var table = single.Concat(mean).Decide(C3, onMean);
        var lines = table.Verdicts.Select(static verdict => (verdict.Claim, verdict.Cell, verdict.Outcome)).ToArray();
        Assert.Equal(
            [
                ("C3", "relu, inside and outside, s0 = 0.3", Outcome.Holds), ("C3", "all", Outcome.Holds),
                ("C3, mean output", "relu, inside and outside, s0 = 1", Outcome.DoesNotHold), ("C3, mean output", "all", Outcome.DoesNotHold),
            ],
            lines);
        Assert.Equal((Outcome.Undecided, "no network was trained with noise inside"), Short(single.Decide(onMean).Of("all")));
        Assert.Equal((Outcome.Undecided, "no network was trained with noise inside"), Short(mean.Decide(C3).Of("all")));
    }

    [Fact]
    public void Its_yaml_says_what_it_is_decided_on()
    {
        var claims = SmallExperiment.Of("sweep: {mean-output: true}\nclaims: [c3-in-this-task, {kind: c3-in-this-task, on: mean-output, arm-share: 1}]").Spec.Claims;
        Assert.Equal([C3, new PreferenceInTask { On = SweptOutput.MeanOutput, ArmShare = 1 }], claims);
        Assert.Contains("at least 67 % of the arms", C3.Criterion(Rules), StringComparison.Ordinal);
    }

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    // Levels .1, .3 and 1: inside prefers its noise from the threshold on; outside prefers silence at the levels named, else noise.
    private static NetworkRun[] Task(double threshold, double[] outsideHolds, string activation = "relu") =>
        [.. Inside(threshold, activation), .. Outside(outsideHolds, activation)];

    private static NetworkRun[] Inside(double threshold, string activation = "relu") =>
        [.. new[] { .1, .3, 1 }.SelectMany(s => s >= threshold ? Cell("inside", s, .9, 1, activation) : Cell("inside", s, 0, -1, activation))];

    private static NetworkRun[] Outside(double[] holds, string activation = "relu") =>
        [.. new[] { .1, .3, 1 }.SelectMany(s => holds.Contains(s) ? Cell("outside", s, 0, -.5, activation) : Cell("outside", s, 1, 1, activation))];

    // As many seeds as bound the share of networks that prefer noise, over the cells of a table.
    private static IEnumerable<NetworkRun> Cell(
        string placement, double sigma, double rho, double gain, string activation = "relu", int seeds = 40, double rhoSpread = 0, double gainSpread = 0, double variance = .01) =>
        ConstructedRuns.Cell(placement, sigma, rho, gain, activation, seeds, rhoSpread, gainSpread, variance);
}
