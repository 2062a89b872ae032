using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>C4 to C7: what is asked, in which cells, and what speaks against each.</summary>
public sealed class MechanismClaimTests
{
    private static readonly BiasExplanation Explained = new()
    {
        Explained = .98, FirstOrderExplained = .8, RemovedShare = 1, AtHalfLoss = .02, AtMoreLoss = .03, RandomShiftRemovedShare = -.5,
        LargestThirdContribution = .9, LargestThirdRemovedShare = .8, RandomThirdRemovedShare = .4,
    };

    [Fact]
    public void Nothing_is_explained_where_nothing_is_preferred()
    {
        var table = With(Cell("inside", .3, 0, -1), Explained).Decide(new BiasFromShift());
        Assert.Equal((Outcome.Undecided, "C1 has no threshold s_c: nothing to explain"), Short(Assert.Single(table.Verdicts)));
    }

    [Fact]
    public void Cells_below_the_threshold_are_not_asked()
    {
        var runs = With(Cell("inside", .1, 0, -1), Explained).Concat(With(Cell("inside", .3, .9, 1), Explained)).Concat(With(Cell("inside", 1, .9, 1), Explained));
        Assert.Equal(["relu, inside, s0 = 0.3", "relu, inside, s0 = 1", "all"], runs.Decide(new BiasFromShift()).Verdicts.Select(static v => v.Cell));
    }

    [Fact]
    public void C4_holds_where_the_shift_is_predicted_and_undone_and_placebos_fail()
    {
        var runs = With(Cell("inside", .3, .9, 1), Explained).Concat(Swapped(3));
        var line = runs.Decide(new BiasFromShift()).Of("relu, inside, s0 = 0.3");
        Assert.Equal((Outcome.Holds, "predicted, undone, and not by placebos"), Short(line));
        Assert.Equal(["R^2", "removed", "ln L(.5)/L", "ln L(1.5)/L", "random shift", "ln swapped"], line.Effects.Select(static e => e.Symbol));
        Assert.Equal(Math.Log(3), line.Effects[^1].Value.Mean, 1e-12);
    }

    [Theory]
    [InlineData("R^2", "the shift is not predicted")]
    [InlineData("removed", "F_s0 does not remove the excess")]
    [InlineData("half", "F at .5 s0 does as well")]
    [InlineData("more", "F at 1.5 s0 does as well")]
    [InlineData("random", "a random shift does as well")]
    public void C4_does_not_hold_where_one_of_them_is_otherwise(string what, string note)
    {
        var changed = what switch
        {
            "R^2" => Explained with { Explained = .5 },
            "removed" => Explained with { RemovedShare = .6 },
            "half" => Explained with { AtHalfLoss = .005 },
            "more" => Explained with { AtMoreLoss = .005 },
            _ => Explained with { RandomShiftRemovedShare = .9 },
        };
        var table = With(Cell("inside", .3, .9, 1), changed).Concat(Swapped(3)).Decide(new BiasFromShift());
        Assert.Equal((Outcome.DoesNotHold, note), Short(table.Of("relu, inside, s0 = 0.3")));
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void C4_does_not_hold_where_the_average_does_no_harm_outside() =>
        Assert.Equal(
            (Outcome.DoesNotHold, "F_s0 does not harm the network trained with noise outside"),
            Short(With(Cell("inside", .3, .9, 1), Explained).Concat(Swapped(.5)).Decide(new BiasFromShift()).Of("relu, inside, s0 = 0.3")));

    [Fact]
    public void Without_its_analysis_a_claim_is_undecided()
    {
        var runs = Cell("inside", .3, .9, 1).ToArray();
        Assert.Equal((Outcome.Undecided, "bias was not analysed"), Short(runs.Decide(new BiasFromShift()).Verdicts[0]));
        Assert.Equal((Outcome.Undecided, "bias was not analysed"), Short(runs.Decide(new ShiftAtNonlinearity()).Verdicts[0]));
        Assert.StartsWith("operating points of all three arms", runs.Decide(new IncentiveToOperate()).Verdicts[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void C5_asks_for_the_third_with_the_largest_shift()
    {
        Assert.Equal(Outcome.Holds, Third(Explained).Outcome);
        Assert.Equal((Outcome.DoesNotHold, "the shift is spread over more units"), Short(Third(Explained with { LargestThirdContribution = .6 })));
        Assert.Equal((Outcome.DoesNotHold, "undone there alone, most of the excess stays; a random third does as well"), Short(Third(Explained with { LargestThirdRemovedShare = .3 })));

        static Verdict Third(BiasExplanation explanation) => With(Cell("inside", .3, .9, 1), explanation).Decide(new ShiftAtNonlinearity()).Of("relu, inside, s0 = 0.3");
    }

    [Fact]
    public void C5_asks_linear_networks_for_no_preference_and_no_difference()
    {
        Assert.Equal((Outcome.Holds, "no preference without a nonlinearity"), Short(Linear(0, -1, 40).Of("control, inside, s0 = 1")));
        Assert.Equal((Outcome.DoesNotHold, "noise is preferred without any nonlinearity"), Short(Linear(.9, 1).Of("control, inside, s0 = 1")));
        Assert.Equal((Outcome.Undecided, "of 10 networks 0 have rho > 0.1: their share may be above 0.15; held by the rules before 2026-11-30"), Short(Linear(0, -1).Of("control, inside, s0 = 1")));
        // They show no shift, and so none at a nonlinearity.
        Assert.Equal((Outcome.Undecided, "(i) alone was asked; 1 of 1 lines hold, 0 do not"), Short(Linear(0, -1, 40).Of("all")));

        static ClaimTable Linear(double rho, double gain, int seeds = 10) => Cell("inside", 1, rho, gain, activation: "control", seeds: seeds)
            .Concat(Cell("outside", 1, 0, -1, activation: "control", seeds: seeds)).Select(static run => run with { IsLinear = true }).Decide(new ShiftAtNonlinearity());
    }

    [Fact]
    public void C5_tells_linear_networks_by_the_network_not_by_the_name_of_the_arm()
    {
        var called = Cell("inside", 1, .9, 1, activation: "identity").Concat(Cell("outside", 1, 0, -1, activation: "identity"));
        Assert.Equal((Outcome.Undecided, "bias was not analysed"), Short(called.Decide(new ShiftAtNonlinearity()).Of("identity, inside, s0 = 1")));
    }

    [Theory]
    [InlineData(-.3, .1, .1, Outcome.Holds, "noise inside alone moves the units")]
    [InlineData(-.3, -.3, .1, Outcome.DoesNotHold, "noise outside lowers V too")]
    [InlineData(.2, .1, .1, Outcome.DoesNotHold, "training without noise does as much; training with noise outside does as much; noise outside raises V")]
    public void C6_compares_the_change_of_V_in_three_arms(double inside, double outside, double silent, Outcome outcome, string note)
    {
        var runs = Moved(Cell("inside", .3, .9, 1), inside).Concat(Moved(Cell("outside", .3, 0, -1), outside)).Concat(Moved(Cell("silent", 0, 0, 0), silent));
        var verdict = runs.Decide(new IncentiveToOperate()).Of("relu, inside, s0 = 0.3");
        Assert.Equal(outcome, verdict.Outcome);
        Assert.Contains(note.Split("; ")[0], verdict.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void C7_holds_where_the_optimum_follows_the_training_noise_and_silent_networks_lose_by_any()
    {
        var runs = Cell("inside", .3, .95, 1, rhoSpread: .02).Concat(Cell("inside", 1, .98, 1, rhoSpread: .02)).Concat(Cell("silent", 0, 0, -.5));
        var table = runs.Decide(new FollowsTrainingNoise());
        Assert.Equal((Outcome.Holds, "the preferred level follows the training level"), Short(table.Of("relu, inside, s0 from 0.3 on")));
        Assert.Equal(1 + (Math.Log(.98 / .95) / Math.Log(1 / .3)), table.Verdicts[0].Effects[0].Value.Mean, 1e-3);
        Assert.Equal(Outcome.Holds, table.Of("all").Outcome);
    }

    [Fact]
    public void C7_does_not_hold_where_a_network_trained_without_noise_gains_by_it()
    {
        var runs = Cell("inside", .3, .95, 1).Concat(Cell("inside", 1, .98, 1)).Concat(Cell("silent", 0, 1, .5));
        var table = runs.Decide(new FollowsTrainingNoise());
        Assert.Contains(table.Verdicts, static verdict => verdict is { Outcome: Outcome.DoesNotHold, Note: "gains by noise of 1" });
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void C7_does_not_hold_where_the_optimum_stays()
    {
        // Best at s = .3 whatever the training noise: resonance.
        var runs = Cell("inside", .3, 1, 1).Concat(Cell("inside", .5, .6, 1)).Concat(Cell("silent", 0, 0, -.5));
        Assert.Equal((Outcome.DoesNotHold, "the preferred level follows less than the training level"), Short(runs.Decide(new FollowsTrainingNoise()).Of("relu, inside, s0 from 0.3 on")));
    }

    [Fact]
    public void C7_is_a_preview_while_one_of_its_levels_has_too_few_seeds()
    {
        // The smaller level is done, the larger one under way: a slope of three seeds decides nothing.
        var runs = Cell("inside", .3, .95, 1, rhoSpread: .02).Concat(Cell("inside", 1, .98, 1, seeds: 3)).Concat(Cell("silent", 0, 0, -.5));
        var table = runs.Decide(new FollowsTrainingNoise());
        Assert.Equal(Outcome.Preview, table.Verdicts[0].Outcome);
        Assert.Equal(Outcome.Preview, table.Of("all").Outcome);
    }

    [Fact]
    public void A_preview_asks_from_the_threshold_so_far_on_and_says_so_where_there_is_none()
    {
        var runs = Cell("inside", .1, 0, -1, seeds: 3).Concat(Cell("inside", .3, .95, 1, seeds: 3)).Concat(Cell("inside", 1, .98, 1, seeds: 3));
        Assert.Equal("relu, inside, s0 from 0.3 on", runs.Decide(new FollowsTrainingNoise()).Verdicts[0].Cell);
        var none = Cell("inside", .1, 0, -1, seeds: 3).Decide(new FollowsTrainingNoise()).Of("all");
        Assert.Equal((Outcome.Preview, "preview, n=3; C1 has no threshold s_c: nothing to explain"), Short(none));
    }

    [Fact]
    public void C7_has_no_slope_where_there_is_one_level_or_a_network_prefers_none()
    {
        var one = Cell("inside", .3, .95, 1).Concat(Cell("silent", 0, 0, -.5)).Decide(new FollowsTrainingNoise());
        Assert.Equal((Outcome.Undecided, "one level from s_c on: no slope"), Short(one.Verdicts[0]));
        var none = Cell("inside", .3, .95, 1, seeds: 20).Concat(Cell("inside", 1, .98, 1, seeds: 20).Select(static (run, k) => k == 0 ? Run("inside", 1, run.Seed, 0, 1) : run)).Concat(Cell("silent", 0, 0, -.5));
        Assert.Equal((Outcome.Undecided, "a network prefers none: no logarithm"), Short(none.Decide(new FollowsTrainingNoise()).Verdicts[0]));
    }

    [Fact]
    public void C7_is_undecided_where_nothing_is_preferred_whatever_silent_networks_learned()
    {
        var weak = Cell("inside", .3, 0, -1).Concat(Cell("silent", 0, 0, -.5).Select(static run => run.Untrained()));
        Assert.Equal(Outcome.Undecided, weak.Decide(new FollowsTrainingNoise()).Of("all").Outcome);
        var unswept = Cell("silent", 0, 0, -.5).Select(static run => run with { Sweep = run.Sweep! with { Points = [run.Sweep.Points[0]] } });
        Assert.Equal((Outcome.Undecided, "tested at no level above 0"), Short(unswept.Decide(new FollowsTrainingNoise()).Verdicts[0]));
    }

    [Fact]
    public void C7_takes_a_network_that_diverges_under_noise_as_one_that_loses_by_it()
    {
        var silent = Cell("silent", 0, 0, -.5).Select(static (run, k) => k > 0 ? run : run with
        {
            Sweep = run.Sweep! with { Points = [run.Sweep.Points[0], run.Sweep.Points[1] with { Loss = double.PositiveInfinity }] },
        });
        var line = silent.Decide(new FollowsTrainingNoise()).Verdicts[0];
        Assert.NotEqual(Outcome.DoesNotHold, line.Outcome);
        Assert.InRange(line.Effects[0].Value.Mean, 1, double.MaxValue);
    }

    [Fact]
    public void C4_counts_a_placebo_that_diverges_as_one_that_fails()
    {
        var runs = With(Cell("inside", .3, .9, 1), Explained with { AtMoreLoss = double.PositiveInfinity }).Concat(Swapped(3));
        Assert.Equal(Outcome.Holds, runs.Decide(new BiasFromShift()).Of("relu, inside, s0 = 0.3").Outcome);
    }

    [Fact]
    public void C5_is_undecided_where_there_is_no_contribution_to_share()
    {
        var runs = With(Cell("inside", .3, .9, 1), Explained with { LargestThirdContribution = double.NaN });
        Assert.Equal((Outcome.Undecided, "part is not a number in 10 of 10 networks"), Short(runs.Decide(new ShiftAtNonlinearity()).Of("relu, inside, s0 = 0.3")));
    }

    [Theory]
    [InlineData(3, Outcome.Preview)]
    [InlineData(10, Outcome.Holds)]
    public void C4_is_a_preview_while_the_networks_with_noise_outside_are_under_way(int outside, Outcome outcome) =>
        Assert.Equal(outcome, With(Cell("inside", .3, .9, 1), Explained).Concat(Swapped(3).Take(outside)).Decide(new BiasFromShift()).Of("relu, inside, s0 = 0.3").Outcome);

    [Fact]
    public void C4_does_not_swap_into_networks_that_did_not_learn_the_task()
    {
        // Eight of ten with noise outside are not trained; the two that are decide nothing.
        var verdict = With(Cell("inside", .3, .9, 1), Explained).Concat(Swapped(3).Select(static (run, k) => k < 8 ? run.Untrained() : run)).Decide(new BiasFromShift()).Of("relu, inside, s0 = 0.3");
        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.Contains("no trained network with noise outside to swap F_s0 into", verdict.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-.05, Outcome.Holds)]
    [InlineData(-.15, Outcome.DoesNotHold)]
    [InlineData(.25, Outcome.Holds)]
    [InlineData(.35, Outcome.DoesNotHold)]
    public void C6_allows_the_change_outside_half_of_that_inside(double outside, Outcome outcome)
    {
        // Inside -.3, silent .1: outside must end within .2 of silent.
        var runs = Moved(Cell("inside", .3, .9, 1), -.3).Concat(Moved(Cell("outside", .3, 0, -1), outside)).Concat(Moved(Cell("silent", 0, 0, 0), .1));
        Assert.Equal(outcome, runs.Decide(new IncentiveToOperate()).Of("relu, inside, s0 = 0.3").Outcome);
    }

    [Fact]
    public void C6_pairs_the_seeds_that_count_in_all_three_arms()
    {
        // One of ten outside did not learn the task, another one without noise: eight seeds are left.
        var runs = Moved(Cell("inside", .3, .9, 1), -.3)
            .Concat(Moved(Cell("outside", .3, 0, -1), .1).Select(static (run, k) => k == 0 ? run.Untrained() : run))
            .Concat(Moved(Cell("silent", 0, 0, 0), .1).Select(static (run, k) => k == 1 ? run.Untrained() : run));
        var verdict = runs.Decide(new IncentiveToOperate()).Of("relu, inside, s0 = 0.3");
        Assert.Equal((Outcome.Holds, 8, 2), (verdict.Outcome, verdict.N, verdict.LeftOut.Length));
    }

    [Fact]
    public void C6_is_not_asked_where_too_many_of_an_arm_did_not_learn_the_task()
    {
        var runs = Moved(Cell("inside", .3, .9, 1), -.3)
            .Concat(Moved(Cell("outside", .3, 0, -1), .1).Select(static (run, k) => k < 3 ? run.Untrained() : run)).Concat(Moved(Cell("silent", 0, 0, 0), .1));
        var verdict = runs.Decide(new IncentiveToOperate()).Of("relu, inside, s0 = 0.3");
        Assert.Equal((Outcome.Undecided, "outside: 3 of 10 networks diverged or did not learn the task"), Short(verdict));
    }

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    private static IEnumerable<NetworkRun> With(IEnumerable<NetworkRun> runs, BiasExplanation explanation) => runs.Select(run => run with
    {
        Results = [new BiasResult { Sigma = run.Arm.TrainingSigma, SilentLoss = .1, NoisyLoss = .03, BiasSquared = .01, AveragedLoss = .01, ShiftSquared = .05, Inside = explanation }],
    });

    private static IEnumerable<NetworkRun> Swapped(double ratio) => Cell("outside", .3, 0, -1).Select(run => run with
    {
        Results = [new BiasResult { Sigma = .3, SilentLoss = .1, NoisyLoss = .2, BiasSquared = .1, AveragedLoss = .1 * ratio, ShiftSquared = 0 }],
    });

    private static IEnumerable<NetworkRun> Moved(IEnumerable<NetworkRun> runs, double change) => runs.Select(run => run with
    {
        Results = [new OperatingPointsResult { Points = [Point(TrainingMoment.Start, .5), Point(TrainingMoment.End, .5 + change + (.001 * run.Seed))] }],
    });

    private static OperatingPoint Point(TrainingMoment moment, double v) =>
        new() { Moment = moment, Sigma = .3, WeightedAttenuation = v, Attenuation = v, Shift = 0, Position = 0, Histogram = ImmutableArray<double>.Empty };
}
