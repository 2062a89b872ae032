using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>C1, cell by cell and over the table.</summary>
public sealed class PreferenceInsideTests
{
    private static readonly PreferenceInside C1 = new();

    [Fact]
    public void Where_no_level_has_another_loss_there_is_no_effect()
    {
        var verdict = Cell("inside", .3, 0, 0).Decide(new PreferenceInside()).Of("relu, inside, s0 = 0.3");
        Assert.Equal((Outcome.NoEffect, "too small to speak either way; did not hold by the rules before 2026-11-30"), (verdict.Outcome, verdict.Note));
    }

    /// <summary>A sweep that ends at s0 cannot tell that they do not prefer more.</summary>
    [Fact]
    public void Where_the_levels_end_below_the_upper_limit_it_may_lie_beyond()
    {
        var runs = Cell("inside", .3, 1, .5).Select(static run => run with { Sweep = run.Sweep! with { Preferred = new(1, RangeEnd.AtLeast) } });
        var verdict = runs.Decide(new PreferenceInside()).Of("relu, inside, s0 = 0.3");
        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.StartsWith("tested up to 1 s0 alone: rho may be above 1.25", verdict.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_prefers_about_its_training_noise_and_gains_by_it_holds()
    {
        var verdict = Cell("inside", .3, rho: .8, gain: 1, rhoSpread: .1, gainSpread: .3).Decide(C1).Of("relu, inside, s0 = 0.3");
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Equal("near the training noise", verdict.Note);
        Assert.Equal(["rho", "D"], verdict.Effects.Select(effect => effect.Symbol));
        Assert.Equal(.8, verdict.Effects[0].Value.Mean, 1e-12);
        Assert.Equal(1, verdict.Effects[1].Value.Mean, 1e-12);
        Assert.Equal(10, verdict.N);
        Assert.InRange(verdict.AdjustedP!.Value, 0, .025);
    }

    [Theory]
    [InlineData(1.0, .05, "at the training noise")]
    [InlineData(.95, .05, "at the training noise")]
    [InlineData(.92, .2, "near the training noise")] // the interval reaches below .9
    public void Near_and_at_are_told_apart_by_the_interval(double rho, double spread, string note) =>
        Assert.Equal(note, Only(rho, 1, spread).Note);

    [Theory]
    [InlineData(.5, Outcome.Holds)]         // the limits belong to the criterion
    [InlineData(1.25, Outcome.Holds)]
    [InlineData(.499, Outcome.DoesNotHold)]
    [InlineData(1.251, Outcome.Undecided)]  // preferring more noise is not the contrary
    public void The_limits_of_rho(double rho, Outcome outcome) => Assert.Equal(outcome, Only(rho, 1).Outcome);

    [Fact]
    public void The_gain_must_be_more_than_a_tenth()
    {
        Assert.Equal(Outcome.Undecided, Only(1, Math.Log(1.1)).Outcome);
        Assert.Equal(Outcome.Holds, Only(1, Math.Log(1.1) + 1e-6).Outcome);
        var verdict = Only(1, .05, gainSpread: .2);
        Assert.Equal((Outcome.Undecided, "the loss without noise may be below 1.1 times that with it"), (verdict.Outcome, verdict.Note));
    }

    [Fact]
    public void A_gain_that_is_shown_to_be_small_is_no_effect()
    {
        var verdict = Only(1, .05, gainSpread: .02);
        Assert.Equal((Outcome.NoEffect, "too small to speak either way; was undecided by the rules before 2026-11-30"), (verdict.Outcome, verdict.Note));
    }

    [Fact]
    public void It_does_not_hold_where_less_noise_is_preferred_or_noise_costs()
    {
        var less = Only(.1, 1, rhoSpread: .1);
        Assert.Equal((Outcome.DoesNotHold, "prefers less than 0.5 s0"), (less.Outcome, less.Note));
        var costs = Only(.9, -.5, gainSpread: .2);
        Assert.Equal((Outcome.DoesNotHold, "the training noise raises the loss"), (costs.Outcome, costs.Note));
        Assert.InRange(costs.AdjustedP!.Value, 0, .025);
    }

    [Theory]
    [InlineData(1.0, Outcome.Holds, "at the training noise")]
    [InlineData(-0.1, Outcome.DoesNotHold, "it is gone where silence has the mean of the noise")]
    public void Of_noise_with_a_mean_it_must_survive_a_silence_with_that_mean(double gain, Outcome outcome, string note)
    {
        var verdict = Cell("inside", .3, 1, 1).Select(run => run with { Sweep = run.Sweep! with { MeanMatched = Sweep(.3, 1, gain) } }).Decide(C1).Of("relu, inside, s0 = 0.3");
        Assert.Equal((outcome, note), (verdict.Outcome, verdict.Note));
        Assert.Equal(["rho", "D", "rho, mean matched", "D, mean matched"], verdict.Effects.Select(static effect => effect.Symbol));
    }

    [Fact]
    public void Wide_intervals_leave_it_undecided_and_say_why()
    {
        Assert.Equal((Outcome.Undecided, "rho may be below 0.5"), Short(Only(.6, 1, rhoSpread: .5)));
        Assert.Equal((Outcome.Undecided, "rho may be above 1.25"), Short(Only(1.1, 1, rhoSpread: .5)));
        Assert.Equal((Outcome.Undecided, "prefers more than 1.25 s0"), Short(Only(1.6, 1, rhoSpread: .1)));
        Assert.Equal((Outcome.Undecided, "prefers more than 1.25 s0; 10 of 10 prefer at least the highest level"), Short(Only(2, 1)));
    }

    [Fact]
    public void A_preview_is_for_the_claim_where_so_far_all_levels_from_some_threshold_on_are()
    {
        var all = Cell("inside", .1, 0, -1, seeds: 3).Concat(Cell("inside", .3, .9, 1, seeds: 3)).Concat(Cell("inside", 1, 1, 1, seeds: 3)).Decide(C1).Verdicts[^1];
        Assert.Equal((Outcome.Preview, Outcome.Holds), (all.Outcome, all.SoFar));
        Assert.Equal("preview, n=3; so far for; relu prefers the training noise from s0 = 0.3 on", all.Note);
        Assert.Equal(Outcome.DoesNotHold, Cell("inside", .3, .9, 1, seeds: 3).Concat(Cell("inside", 1, 0, -1, seeds: 3)).Decide(C1).Verdicts[^1].SoFar);
    }

    [Fact]
    public void Fewer_than_ten_seeds_are_a_preview_with_numbers_and_never_a_verdict()
    {
        var table = Cell("inside", .3, 1, 1, seeds: 3).Decide(C1);
        Assert.Equal(["preview, n=3; so far for, 3 of 3 seeds; at the training noise", "preview, n=3; so far for; relu prefers the training noise from s0 = 0.3 on"], table.Verdicts.Select(static verdict => verdict.Note));
        Assert.All(table.Verdicts, static verdict => Assert.Equal(Outcome.Preview, verdict.Outcome));
        Assert.All(table.Verdicts, verdict => Assert.Null(verdict.AdjustedP));
        Assert.Equal(2, table.Verdicts[0].Effects.Length);
        Assert.Equal("preview, n=3", table.Preview);
        Assert.Equal("", Cell("inside", .3, 1, 1).Decide(C1).Preview);
    }

    [Fact]
    public void Two_of_ten_left_out_are_still_decided_on_three_are_not()
    {
        var runs = Cell("inside", .3, 1, 1).ToArray();
        var two = runs.Select((run, i) => i < 2 ? run.Untrained() : run).Decide(C1).Of("relu, inside, s0 = 0.3");
        Assert.Equal((Outcome.Holds, 8, 2), (two.Outcome, two.N, two.LeftOut.Length));
        var three = runs.Select((run, i) => i < 3 ? run.Diverged() : run).Decide(C1);
        Assert.Equal((Outcome.NotTrained, "3 of 10 networks diverged or did not learn the task"), Short(three.Of("relu, inside, s0 = 0.3")));
        Assert.Equal(Outcome.NotTrained, three.Of("all").Outcome);
    }

    [Fact]
    public void The_threshold_is_the_smallest_level_from_which_all_larger_ones_hold()
    {
        var table = Levels("relu", false, true, false, true, true).Decide(C1);
        Assert.Equal((Outcome.Holds, "relu prefers the training noise from s0 = 1 on"), Short(table.Of("all")));
        Assert.Equal((Outcome.DoesNotHold, "relu has no threshold"), Short(Levels("relu", true, true, true, true, false).Decide(C1).Of("all")));
    }

    [Fact]
    public void A_level_that_is_not_trained_neither_helps_nor_hinders_the_threshold()
    {
        var runs = Levels("relu", false, true, true, true, true).Select(run => run.Arm.TrainingSigma == 1 ? run.Diverged() : run);
        Assert.Equal("relu prefers the training noise from s0 = 0.1 on", runs.Decide(C1).Of("all").Note);
    }

    [Fact]
    public void Two_of_three_activations_with_a_threshold_are_enough()
    {
        var one = Levels("relu", false, true, true, true, true);
        var two = Levels("softplus", false, false, false, true, true);
        var without = Levels("tanh", false, false, false, false, false);
        Assert.Equal((Outcome.Holds, "relu prefers the training noise from s0 = 0.1 on, softplus from s0 = 1 on; tanh has no threshold"), Short(one.Concat(two).Concat(without).Decide(C1).Of("all")));
        var another = Levels("gelu", false, false, false, false, false);
        Assert.Equal(Outcome.DoesNotHold, one.Concat(without).Concat(another).Decide(C1).Of("all").Outcome);
    }

    [Fact]
    public void The_cell_at_which_the_threshold_lies_is_marked_and_no_other()
    {
        var table = Levels("relu", false, true, false, true, true).Concat(Levels("tanh", true, true, true, true, false)).Decide(C1);
        Assert.Equal("relu, inside, s0 = 1", Assert.Single(table.Verdicts, verdict => verdict.AtThreshold).Cell);
    }

    [Fact]
    public void Of_many_arms_with_one_threshold_the_others_are_named()
    {
        string[] names = ["gelu", "relu", "sigmoid", "softplus", "tanh"];
        Assert.Equal("all 5 arms prefer the training noise from s0 = 0.1 on", names.SelectMany(name => Levels(name, false, true, true, true, true)).Decide(C1).Of("all").Note);
        var runs = names.Append("elu").SelectMany(name => Levels(name, false, true, name != "elu", true, true)).ToArray();
        Assert.Equal("elu prefers the training noise from s0 = 1 on, the other 5 arms from s0 = 0.1 on", runs.Decide(C1).Of("all").Note);
        // Where some have none, the others are not all.
        Assert.Equal(
            "elu prefers the training noise from s0 = 1 on, gelu, relu, sigmoid, softplus and tanh from s0 = 0.1 on; silu has no threshold",
            runs.Concat(Levels("silu", true, true, true, true, false)).Decide(C1).Of("all").Note);
    }

    [Fact]
    public void Activations_with_the_same_threshold_share_a_clause()
    {
        string[] names = ["gelu", "relu", "sigmoid", "softplus", "tanh"];
        var runs = names.SelectMany(name => Levels(name, false, false, name != "softplus", true, name is not ("gelu" or "tanh")));
        Assert.Equal(
            "relu and sigmoid prefer the training noise from s0 = 0.3 on, softplus from s0 = 1 on; gelu and tanh have no threshold",
            runs.Decide(C1).Of("all").Note);
    }

    [Fact]
    public void Every_cell_has_its_place_in_the_matrix_and_says_where_most_networks_sit_at_an_end()
    {
        var runs = Cell("inside", .1, 0, -1).Concat(Cell("inside", 1, 1.5, 1, rhoSpread: .5)).Concat(Cell("inside", 2, 2, 1));
        var table = runs.Decide(C1);
        Assert.Equal(new VerdictPlace("noise inside", "relu", .1), table.Verdicts[0].Place);
        Assert.Null(table.Of("all").Place);
        Assert.Equal([RangeEnd.AtMost, RangeEnd.Inside, RangeEnd.AtLeast], table.Verdicts.SkipLast(1).Select(verdict => verdict.Effects[0].End));
        Assert.Equal([RangeEnd.AtMost, RangeEnd.Inside, RangeEnd.AtLeast], table.Cells.Select(cell => cell.PreferredEnd));
    }

    [Fact]
    public void Undecided_at_the_largest_level_leaves_the_table_undecided()
    {
        var runs = Cell("inside", 1, 1, 1).Concat(Cell("inside", 2, .6, 1, rhoSpread: .5));
        Assert.Equal((Outcome.Undecided, "relu has no threshold"), Short(runs.Decide(C1).Of("all")));
    }

    [Fact]
    public void A_cell_that_holds_alone_may_not_hold_among_many()
    {
        // Its t-test gives p near .01: enough alone, not once it is multiplied by the number of undecided cells.
        var marginal = Cell("inside", 3, .8, .1 + .07, rhoSpread: .05, gainSpread: .14);
        Assert.Equal(Outcome.Holds, marginal.Decide(C1).Of("relu, inside, s0 = 3").Outcome);
        var others = Enumerable.Range(1, 5).SelectMany(i => Cell("inside", i / 10.0, .6, 1, rhoSpread: .5));
        Assert.Equal(
            (Outcome.Undecided, "for it by its intervals alone: p, corrected, is too large"),
            Short(marginal.Concat(others).Decide(C1).Of("relu, inside, s0 = 3")));
    }

    [Fact]
    public void Without_an_inside_arm_there_is_nothing_to_say() =>
        Assert.Equal((Outcome.Undecided, "no network was trained with noise inside"), Short(Cell("outside", 1, 0, -1).Decide(C1).Of("all")));

    [Fact]
    public void Thresholds_can_be_set_and_stand_in_the_criterion()
    {
        var strict = new PreferenceInside { LowestRho = .95, LeastLossRatio = 3 };
        var runs = Cell("inside", .3, .9, 1.5).ToArray();
        Assert.Equal(Outcome.Holds, runs.Decide(C1).Of("all").Outcome);
        Assert.Equal(Outcome.DoesNotHold, runs.Decide(strict).Of("all").Outcome);
        Assert.Contains("[0.95, 1.25]", strict.Criterion(Rules), StringComparison.Ordinal);
        Assert.Contains("above ln 3", strict.Criterion(Rules), StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_mean_output_it_speaks_of_those_cells_alone_and_else_never_does()
    {
        var onMean = new PreferenceInside { On = SweptOutput.MeanOutput };
        var runs = Cell("inside", 1, 0, -1).Concat(Cell("inside, mean output", .3, 1, 1)).ToArray();
        var table = runs.Decide(C1, onMean);
        Assert.Equal(
            [
                ("C1", "relu, inside, s0 = 1", Outcome.DoesNotHold), ("C1", "all", Outcome.DoesNotHold),
                ("C1, mean output", "relu, inside, mean output, s0 = 0.3", Outcome.Holds), ("C1, mean output", "all", Outcome.Holds),
            ],
            table.Verdicts.Select(static verdict => (verdict.Claim, verdict.Cell, verdict.Outcome)));
        Assert.Equal(new VerdictPlace("noise inside, mean output", "relu", .3), table.Verdicts[2].Place);
        Assert.Equal(["C1", "C1, mean output"], table.Claims.Select(static claim => claim.Symbol));
    }

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    private static Verdict Only(double rho, double gain, double rhoSpread = 0, double gainSpread = 0) =>
        Cell("inside", .3, rho, gain, rhoSpread: rhoSpread, gainSpread: gainSpread).Decide(C1).Of("relu, inside, s0 = 0.3");

    private static NetworkRun[] Levels(string activation, params bool[] holds) =>
        [.. holds.SelectMany((h, i) => Cell("inside", new[] { .03, .1, .3, 1, 2 }[i], h ? 1 : 0, h ? 1 : -1, activation))];
}
