using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>C2, cell by cell, paired with the inside arm, and over the table.</summary>
public sealed class PreferenceOutsideTests
{
    private static readonly PreferenceOutside C2 = new();

    [Fact]
    public void A_cell_that_prefers_silence_and_loses_by_its_noise_holds()
    {
        var verdict = Only(rho: .02, gain: -.5, rhoSpread: .02, gainSpread: .2);
        Assert.Equal((Outcome.Holds, "prefers silence"), Short(verdict));
        Assert.Equal(["rho", "D", "share with rho > 0.1"], verdict.Effects.Select(effect => effect.Symbol));
        Assert.InRange(verdict.AdjustedP!.Value, 0, .025);
    }

    [Theory]
    [InlineData(0, -.5, Outcome.Holds)]
    [InlineData(.1, -.5, Outcome.Holds)]          // the limit belongs to the criterion
    [InlineData(.101, -.5, Outcome.Undecided)]     // a minimum above the limit that gains nothing does not speak against it
    [InlineData(.101, .5, Outcome.DoesNotHold)]
    [InlineData(0, 0, Outcome.NoEffect)]          // the loss must be lower without noise
    public void The_limits_of_rho_and_of_the_gain(double rho, double gain, Outcome outcome) =>
        Assert.Equal(outcome, Only(rho, gain).Outcome);

    [Fact]
    public void Ten_networks_that_agree_do_not_bound_the_share_of_those_that_do_not()
    {
        var ten = ConstructedRuns.Cell("outside", 1, 0, -.5).Decide(C2).Of("relu, outside, s0 = 1");
        Assert.Equal((Outcome.Undecided, "of 10 networks 0 have rho > 0.1: their share may be above 0.15; held by the rules before 2026-11-30"), Short(ten));
        Assert.Equal((Outcome.Holds, Outcome.Undecided), (ten.Formerly!.Value, ten.Outcome));
        // 1 - .025^(1/n) is below .15 from n = 23 on.
        Assert.Equal([Outcome.Undecided, Outcome.Holds], new[] { 22, 23 }.Select(static seeds => Cell("outside", 1, 0, -.5, seeds: seeds).Decide(C2).Of("relu, outside, s0 = 1").Outcome));
        Assert.Null(Cell("outside", 1, 0, -.5).Decide(C2).Of("relu, outside, s0 = 1").Formerly);
    }

    [Fact]
    public void Of_noise_with_a_mean_the_silence_that_has_it_decides()
    {
        // Silent, the mean is missed, and noise seems to be preferred; beside the silence that keeps it, it is not.
        var runs = Cell("outside", 1, 1.35, .5, seeds: 40).Select(static run => run with { Sweep = run.Sweep! with { MeanMatched = Sweep(1, 0, -.5) } });
        var verdict = runs.Decide(C2).Of("relu, outside, s0 = 1");
        Assert.Equal((Outcome.Holds, Outcome.DoesNotHold), (verdict.Outcome, verdict.Formerly!.Value));
        Assert.Equal(["rho, mean matched", "D, mean matched", "share with rho > 0.1", "rho", "D"], verdict.Effects.Select(static effect => effect.Symbol));
    }

    [Fact]
    public void Noise_in_two_places_is_not_noise_outside() =>
        Assert.Empty(Cell("outside", 1, 0, -.5).Select(static run => run with { Arm = run.Arm with { Beside = "inside" } }).Decide(C2).Verdicts.Where(static verdict => verdict.Cell != Verdict.All));

    [Fact]
    public void Where_no_cell_shows_an_effect_the_claim_has_none()
    {
        var whole = Cell("outside", 1, 0, 0).Concat(Cell("outside", 2, 0, .01)).Decide(C2).Of("all");
        Assert.Equal(Outcome.NoEffect, whole.Outcome);
        Assert.StartsWith("no effect in any of 2 cells; 0 of 2 cells", whole.Note, StringComparison.Ordinal);
        // One that is open leaves the whole open.
        Assert.Equal(Outcome.Undecided, Cell("outside", 1, 0, 0).Concat(Cell("outside", 2, 0, -.05, gainSpread: .5)).Decide(C2).Of("all").Outcome);
    }

    [Fact]
    public void Undecided_cells_say_why()
    {
        Assert.Equal((Outcome.Undecided, "rho may be above 0.1; of 40 networks 20 have rho > 0.1: their share may be above 0.15"), Short(Only(.1, -.5, rhoSpread: .1)));
        Assert.Equal((Outcome.Undecided, "D may reach 0"), Short(Only(0, -.05, gainSpread: .5)));
        Assert.Equal((Outcome.DoesNotHold, "prefers noise"), Short(Only(.8, .5, rhoSpread: .1)));
    }

    [Fact]
    public void The_whole_claim_holds_where_cells_and_both_pairings_do()
    {
        var table = Dichotomy().Decide(new PreferenceInside(), C2);
        var all = Assert.Single(table.Verdicts, verdict => verdict is { Claim: "C2", Cell: "all" });
        Assert.Equal(
            (Outcome.Holds, "3 of 3 cells with s0 >= 0.1 hold; where C1 holds, inside prefers more noise than outside in 3 of 3 pairs at equal s0 and 3 of 3 at equal output variance"), Short(all));
        var pair = table.Of("relu, inside - outside, s0 = 0.3");
        Assert.Equal((Outcome.Holds, "inside prefers more noise"), Short(pair));
        Assert.Equal("rho_in - rho_out", Assert.Single(pair.Effects).Symbol);
        Assert.Equal(.9, pair.Effects[0].Value.Mean, 1e-12);
    }

    [Fact]
    public void A_preview_counts_its_pairs_as_the_verdict_does()
    {
        var few = Dichotomy().Where(static run => run.Seed < 3).Decide(new PreferenceInside(), C2);
        var all = Assert.Single(few.Verdicts, static verdict => verdict is { Claim: "C2", Cell: "all" });
        Assert.Equal((Outcome.Preview, Outcome.Holds), (all.Outcome, all.SoFar));
        Assert.Equal("so far for; 3 of 3 cells with s0 >= 0.1 hold; where C1 holds, inside prefers more noise than outside in 3 of 3 pairs at equal s0 and 3 of 3 at equal output variance", $"{all.Direction}; {all.Beside}");
        // A pair below the threshold of C1 says nothing of C2.
        var weak = Dichotomy().Where(static run => run.Arm != Arms.Of("relu", "inside", .1)).Concat(Cell("inside", .1, 0, -1)).Where(static run => run.Seed < 3).Decide(C2);
        Assert.False(weak.Of("relu, inside - outside, s0 = 0.1").Counted);
        Assert.Equal(Outcome.Holds, weak.Verdicts[^1].SoFar);
    }

    [Fact]
    public void Cells_below_the_smallest_level_are_shown_and_do_not_count()
    {
        var runs = Dichotomy().Concat(Cell("outside", .03, 1, 1, variance: 1e-4));
        var table = runs.Decide(new PreferenceInside(), C2);
        Assert.Equal((Outcome.DoesNotHold, "not counted: s0 is below 0.1; prefers noise"), Short(table.Of("relu, outside, s0 = 0.03")));
        Assert.False(table.Of("relu, outside, s0 = 0.03").Counted);
        Assert.Equal(Outcome.Holds, table.Verdicts[^1].Outcome);
    }

    [Fact]
    public void One_failing_cell_is_enough_against_the_claim()
    {
        var all = Dichotomy().Concat(Cell("outside", 2, 1, 1)).Decide(C2).Verdicts[^1];
        Assert.Equal(Outcome.DoesNotHold, all.Outcome);
        Assert.StartsWith("3 of 4 (1 fails) cells", all.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Nine_tenths_of_the_cells_must_hold()
    {
        var nine = Enumerable.Range(1, 9).SelectMany(i => Cell("outside", i, 0, -1)).ToArray();
        var tenth = Cell("outside", 10, 0, 0).ToArray(); // undecided
        var eleventh = Cell("outside", 11, 0, 0).ToArray();
        Assert.StartsWith("9 of 10 cells", With(tenth).Note, StringComparison.Ordinal);
        Assert.Equal(Outcome.Holds, With(tenth).Outcome);
        Assert.Equal(Outcome.Undecided, With([.. tenth, .. eleventh]).Outcome);

        Verdict With(NetworkRun[] more) => nine.Concat(more).Concat(Cell("inside", 1, 1, 1)).Decide(C2).Verdicts[^1];
    }

    [Fact]
    public void Pairs_speak_only_where_the_inside_network_prefers_its_noise()
    {
        // At .1 the inside network prefers silence: the pair differs by nothing, which is C1's affair, not C2's.
        var runs = Dichotomy().Where(run => run.Arm != Arms.Of("relu", "inside", .1)).Concat(Cell("inside", .1, 0, -1));
        var table = runs.Decide(C2);
        var pair = table.Of("relu, inside - outside, s0 = 0.1");
        Assert.Equal((Outcome.DoesNotHold, "not counted: C1 is not shown to hold inside at this level; differ by less than 0.5"), Short(pair));
        Assert.False(pair.Counted);
        Assert.True(table.Of("relu, inside - outside, s0 = 0.3").Counted);
        Assert.Equal(Outcome.Holds, table.Verdicts[^1].Outcome);
        Assert.Contains("in 2 of 2 pairs at equal s0", table.Verdicts[^1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void The_thresholds_of_a_listed_C1_decide_which_pairs_speak()
    {
        var strict = new PreferenceInside { LeastLossRatio = 100 };
        Assert.Contains("in 0 of 0 pairs at equal s0", Dichotomy().Decide(strict, C2).Verdicts[^1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_are_paired_by_seed()
    {
        // rho varies over seeds by far more than the difference does: unpaired, the interval would reach below .5.
        var inside = Cell("inside", 1, 1.5, 1, rhoSpread: .5);
        var outside = Cell("outside", 1, .6, -1, rhoSpread: .5);
        var pair = inside.Concat(outside).Decide(C2).Of("relu, inside - outside, s0 = 1");
        Assert.Equal(.9, pair.Effects[0].Value.Low, 1e-9);
        Assert.Equal(.9, pair.Effects[0].Value.High, 1e-9);
        Assert.Equal(Outcome.Holds, pair.Outcome);
    }

    [Fact]
    public void A_seed_that_one_arm_leaves_out_is_left_out_of_the_pair()
    {
        var inside = Cell("inside", 1, 1, 1).Select(run => run.Seed == 3 ? run.Untrained() : run);
        var outside = Cell("outside", 1, 0, -1).Select(run => run.Seed == 7 ? run.Diverged() : run);
        var pair = inside.Concat(outside).Decide(C2).Of("relu, inside - outside, s0 = 1");
        Assert.Equal(38, pair.N);
        Assert.Equal(["relu, inside, s0 = 1", "relu, outside, s0 = 1"], pair.LeftOut.Select(left => left.Cell));
    }

    [Fact]
    public void At_equal_variance_the_nearest_outside_level_in_log_is_the_partner()
    {
        var runs = Cell("inside", 1, 1, 1, variance: .01)
            .Concat(Cell("outside", .1, 0, -1, variance: .006)).Concat(Cell("outside", .3, .3, -1, variance: .019));
        var pair = runs.Decide(C2).Of("relu, inside - outside at equal variance, s0 = 1");
        // ln(.01/.006) = .51 is less than ln(.019/.01) = .64, though .004 and .009 apart point the same way.
        Assert.Equal("inside prefers more noise; matched with outside s0 = 0.1, variance ratio 0.6", pair.Note);
        Assert.Equal(1, pair.Effects[0].Value.Mean, 1e-12);
    }

    [Theory]
    [InlineData(.02, true)]
    [InlineData(.005, true)]
    [InlineData(.0201, false)]
    [InlineData(.0049, false)]
    public void Variances_match_within_a_factor_of_two(double variance, bool matches)
    {
        var pair = Cell("inside", 1, 1, 1, variance: .01).Concat(Cell("outside", .3, 0, -1, variance: variance))
            .Decide(C2).Of("relu, inside - outside at equal variance, s0 = 1");
        Assert.Equal(matches ? Outcome.Holds : Outcome.Undecided, pair.Outcome);
        Assert.Equal(matches, pair.Counted);
        Assert.Equal(!matches, pair.Note.StartsWith(
            "not counted: no outside network of equal variance; no match: the nearest, outside s0 = 0.3, has", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_an_output_variance_there_is_no_match()
    {
        var pair = Cell("inside", 1, 1, 1, variance: 0).Concat(Cell("outside", 1, 0, -1)).Decide(C2)
            .Of("relu, inside - outside at equal variance, s0 = 1");
        Assert.Equal((Outcome.Undecided, "not counted: no outside network of equal variance; no match: no output variance to compare"), Short(pair));
    }

    [Fact]
    public void Few_seeds_are_a_preview_in_every_line()
    {
        var runs = Cell("inside", 1, 1, 1, seeds: 3).Concat(Cell("outside", 1, 0, -1, seeds: 3));
        Assert.All(runs.Decide(C2).Verdicts, verdict => Assert.Equal((Outcome.Preview, true), (verdict.Outcome, verdict.Counted)));
    }

    [Fact]
    public void Without_an_outside_arm_there_is_nothing_to_say() =>
        Assert.Equal((Outcome.Undecided, "no network was trained with noise outside"), Short(Cell("inside", 1, 1, 1).Decide(C2).Of("all")));

    [Fact]
    public void On_the_mean_output_it_speaks_of_those_cells_alone_and_else_never_does()
    {
        var onMean = new PreferenceOutside { On = SweptOutput.MeanOutput };
        var mean = Dichotomy().Select(static run => run with { Arm = run.Arm with { Judged = Judged.MeanOutput } });
        var table = mean.Concat(Cell("outside", 1, 1, 1)).Concat(Cell("inside", 1, 1, 1)).Decide(C2, onMean);
        Assert.Equal((Outcome.Holds, "prefers silence"), Short(table.Of("relu, outside, mean output, s0 = 1")));
        Assert.Equal((Outcome.DoesNotHold, "prefers noise"), Short(table.Of("relu, outside, s0 = 1")));
        Assert.Equal(
            [("C2", Outcome.DoesNotHold), ("C2, mean output", Outcome.Holds)],
            table.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).Select(static verdict => (verdict.Claim, verdict.Outcome)));
        // Its pairs are of mean outputs too: three at equal s0, where C1 holds on the mean output.
        Assert.Contains("3 of 3 pairs at equal s0", table.Verdicts[^1].Note, StringComparison.Ordinal);
    }

    private static NetworkRun[] Dichotomy() =>
        [.. new[] { .1, .3, 1 }.SelectMany(s => Cell("inside", s, .9, 1, variance: s * s).Concat(Cell("outside", s, 0, -.5, variance: 1.5 * s * s)))];

    [Fact]
    public void Pairs_that_hold_leave_a_claim_open_of_which_no_cell_shows_an_effect()
    {
        var table = Cell("inside", .3, .9, 1).Concat(Cell("outside", .3, 0, 0)).Decide(C2);
        Assert.Equal((Outcome.NoEffect, Outcome.Undecided), (table.Of("relu, outside, s0 = 0.3").Outcome, table.Of("all").Outcome));
        Assert.Equal(Outcome.NoEffect, Cell("outside", .3, 0, 0).Decide(C2).Of("all").Outcome);
    }

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    private static Verdict Only(double rho, double gain, double rhoSpread = 0, double gainSpread = 0) =>
        Cell("outside", .3, rho, gain, rhoSpread: rhoSpread, gainSpread: gainSpread).Decide(C2).Of("relu, outside, s0 = 0.3");

    // As many seeds as bound the share of networks that prefer noise, over the cells of a table.
    private static IEnumerable<NetworkRun> Cell(
        string placement, double sigma, double rho, double gain, string activation = "relu", int seeds = 40, double rhoSpread = 0, double gainSpread = 0, double variance = .01) =>
        ConstructedRuns.Cell(placement, sigma, rho, gain, activation, seeds, rhoSpread, gainSpread, variance);
}
