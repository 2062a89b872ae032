using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>The folds of a seed are one network: the mean over them, figure by figure, before anything is decided.</summary>
public sealed class PartMeanTests
{
    private static readonly ImmutableArray<string> Folds = ["fold 0", "fold 1", "fold 2"];

    [Fact]
    public void Each_figure_is_averaged_level_by_level_and_the_rest_follows_from_the_means()
    {
        // Losses at levels 0, 1, 2: best at 1, at 1 and at 2 by themselves; the mean curve is best at 2.
        NetworkRun[] runs = [Fold(0, [3, 1, 2]), Fold(1, [6, 2, 4]), Fold(2, [9, 9, 0])];
        var network = Assert.Single(PartMean.Of(runs, Rules));
        var sweep = network.Sweep!;
        Assert.Equal([6, 4, 2], sweep.Points.Select(static p => p.Loss));
        Assert.Equal([6.25, 4.25, 2.25], sweep.Points.Select(static p => p.EvenLoss));
        Assert.Equal([5.75, 3.75, 1.75], sweep.Points.Select(static p => p.OddLoss));
        Assert.Equal([5, 3, 1], sweep.Points.Select(static p => p.BiasSquared!.Value));
        Assert.Equal([1, 1, 1], sweep.Points.Select(static p => p.Variance!.Value));
        Assert.Equal(new(2, RangeEnd.AtLeast), sweep.Preferred);
        Assert.Equal(Math.Log(5.75) - Math.Log(3.75), sweep.Gain!.Value, 1e-15);
        Assert.Equal((6, 4, 50), (sweep.SilentLoss, sweep.TrainingLevelLoss, sweep.TargetVariance));
        Assert.Equal((30, 64), (sweep.Conditions, sweep.Draws));
        Assert.Equal(("0-7+2", 7UL, "", null), (network.Run, network.Seed, network.Part, network.LeftOutReason));
    }

    [Fact]
    public void The_sweep_with_the_mean_kept_is_averaged_too()
    {
        NetworkRun[] runs = [WithMatched(Fold(0, [3, 1, 2]), [5, 1, 1]), WithMatched(Fold(1, [6, 2, 4]), [7, 2, 0]), WithMatched(Fold(2, [9, 9, 0]), [9, 0, 8])];
        Assert.Equal([7, 1, 3], Assert.Single(PartMean.Of(runs, Rules)).Sweep!.MeanMatched!.Points.Select(static p => p.Loss));
        runs[1] = Fold(1, [6, 2, 4]);
        Assert.Null(Assert.Single(PartMean.Of(runs, Rules)).Sweep!.MeanMatched);

        static NetworkRun WithMatched(NetworkRun run, double[] losses) => run with { Sweep = run.Sweep! with { MeanMatched = Fold(0, losses).Sweep } };
    }

    [Fact]
    public void Sweeps_by_unbiased_means_stay_such_and_the_former_ones_are_averaged_beside_them()
    {
        // Level 1 has bias^2 below 0, as an unbiased estimate may.
        NetworkRun[] runs = [.. Enumerable.Range(0, 3).Select(static k => OfMeans(Fold(k, [3, -1, 2])))];
        var network = Assert.Single(PartMean.Of(runs, Rules));
        Assert.True(network.Sweep!.IsOfUnbiasedMeans);
        var (silent, noisy) = (network.Sweep.Points[0].OddLoss, network.Sweep.Points[1].OddLoss);
        Assert.Equal((silent - noisy) / (Math.Abs(silent) + Math.Abs(noisy)), network.Sweep.Gain!.Value, 1e-15);
        Assert.False(network.FormerSweep!.IsOfUnbiasedMeans);
        Assert.Equal([3, -1, 2], network.FormerSweep.Points.Select(static p => p.Loss));
        Assert.Equal("G", new RunCell(network.Arm, [network]).GainSymbol);
        Assert.Equal("D", new RunCell(network.Arm, [network with { Sweep = network.FormerSweep }]).GainSymbol);

        static NetworkRun OfMeans(NetworkRun run) => run with { Sweep = run.Sweep!.OfUnbiasedMeans(), FormerSweep = run.Sweep };
    }

    [Fact]
    public void Accuracies_are_averaged_and_judged_by_fold()
    {
        var runs = Enumerable.Range(0, 3).Select(k => Classified(k, 0.8 + (0.1 * k))).ToArray();
        Assert.Equal(0.9, Assert.Single(PartMean.Of(runs, Rules)).Sweep!.TrainingLevelAccuracy!.Value, 1e-15);
        // The mean would still count; one of its folds has not learnt.
        runs[1] = Classified(1, 0.7);
        Assert.Equal("fold 1: not trained: accuracy 0.7 is below 0.75", Assert.Single(PartMean.Of(runs, Rules)).LeftOutReason);
    }

    [Fact]
    public void A_seed_with_a_fold_that_is_missing_or_does_not_count_is_left_out_with_the_reasons()
    {
        NetworkRun[] complete = [.. Enumerable.Range(0, 3).Select(k => Fold(k, [3, 1, 2], seed: 1))];
        NetworkRun[] broken = [Fold(0, [3, 1, 2], seed: 2), Fold(1, [3, 1, 2], seed: 2) with { Sweep = null, LeftOutReason = "diverged at iteration 12" }];
        var networks = PartMean.Of(complete.Concat(broken), Rules).ToArray();
        Assert.Equal([null, "fold 1: diverged at iteration 12; fold 2 is missing"], networks.Select(static n => n.LeftOutReason));

        var table = ClaimTable.Decide(networks, [new PreferenceInside()], Rules);
        Assert.Equal(1, Assert.Single(table.Cells).N);
        Assert.Equal([new LeftOut("0-2+1", "relu, inside, s0 = 0.3", networks[1].LeftOutReason!)], table.LeftOut);
    }

    [Fact]
    public void Neither_the_order_of_the_runs_nor_one_given_twice_changes_a_bit()
    {
        NetworkRun[] runs = [Fold(0, [.3, .1, .2]), Fold(1, [.7, .5, .4]), Fold(2, [.9, 1.1, .6])];
        var network = Assert.Single(PartMean.Of(runs, Rules));
        var shuffled = Assert.Single(PartMean.Of([runs[2], runs[0], runs[1], runs[0]], Rules));
        Assert.Equal(network.Sweep!.Points, shuffled.Sweep!.Points);
        Assert.Equal(network.Run, shuffled.Run);
    }

    [Fact]
    public void Two_runs_of_one_fold_are_refused() => Assert.Equal(
        "runs 0-7 and other both have seed 7 and fold 0. (Parameter 'parts')",
        Assert.Throws<ArgumentException>(() => PartMean.Of([Fold(0, [3, 1, 2]), Fold(0, [3, 1, 2]) with { Run = "other" }], Rules).ToArray()).Message);

    [Fact]
    public void A_level_at_which_one_fold_diverges_is_diverged()
    {
        const double Infinite = double.PositiveInfinity;
        var last = Fold(2, [9, 9, 0]);
        var points = last.Sweep!.Points.SetItem(2, new(2, .6, Infinite, Infinite, Infinite, Infinite, Infinite));
        var network = Assert.Single(PartMean.Of([Fold(0, [3, 1, 2]), Fold(1, [6, 2, 4]), last with { Sweep = last.Sweep with { Points = points } }], Rules));
        Assert.True(network.Sweep!.Points[2].Diverged);
        Assert.Equal(1, network.Sweep.Preferred.Level);
    }

    [Fact]
    public void Runs_without_parts_and_those_of_a_single_part_are_left_as_they_are()
    {
        NetworkRun[] runs = [.. Cell("inside", 1, 1, 1), Fold(1, [3, 1, 2]) with { Parts = ["fold 1"] }];
        Assert.Equal(runs, PartMean.Of(runs, Rules));
    }

    [Fact]
    public void Results_are_averaged_where_they_have_a_mean_and_every_part_has_one()
    {
        NetworkRun[] runs = [.. Enumerable.Range(0, 3).Select(static k => Fold(k, [3, 1, 2]) with { Results = [Behaved(k), Perturbed(k)] })];
        // The behaviour of another network in each fold has no mean; the losses 1, 2 and 3 have.
        Assert.Equal(2, Assert.IsType<RobustnessResult>(Assert.Single(Assert.Single(PartMean.Of(runs, Rules)).Results)).CleanLoss);
        runs[1] = runs[1] with { Results = [Behaved(1)] };
        Assert.Empty(Assert.Single(PartMean.Of(runs, Rules)).Results);

        static AnalysisResult Behaved(int k) => new BehaviourResult { Trials = 4, Points = [new(0, 0, new Behaviour { Metrics = [new("success rate", "share of trials", k)] })] };

        static AnalysisResult Perturbed(int k) => new RobustnessResult { CleanAccuracy = null, CleanLoss = k + 1, Points = [] };
    }

    private static NetworkRun Fold(int fold, double[] losses, ulong seed = 7) => new(
        $"{fold}-{seed}", Arms.Of("relu", "inside", .3), seed,
        NoiseSweepStatistics.Summarise(
            .3, [.. losses.Select(static (loss, k) => new SweepPoint(k, .3 * k, loss, loss - 1, 1, loss + .25, loss - .25))], 10, 64, targetVariance: 50))
    {
        Part = Folds[fold],
        Parts = Folds,
    };

    private static NetworkRun Classified(int fold, double accuracy) => new(
        $"{fold}-7", Arms.Of("relu", "inside", .3), 7,
        NoiseSweepStatistics.Summarise(
            .3, [.. new[] { 0, 1 }.Select(k => new SweepPoint(k, .3 * k, 1, null, null, 1, 1) { Accuracy = accuracy })], 10, 64, targetVariance: 1, chance: .5))
    {
        Part = Folds[fold],
        Parts = Folds,
    };
}
