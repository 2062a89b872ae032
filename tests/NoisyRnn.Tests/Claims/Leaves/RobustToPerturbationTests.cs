using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>N6: kind by kind against the noise-off twin, arm by arm, and over all arms.</summary>
public sealed class RobustToPerturbationTests
{
    private const int Seeds = 5;
    private const double Clean = .95;
    private static readonly RobustToPerturbation N6 = new();
    private static readonly ImmutableArray<string> Random = ["white", "multiplicative", "salt-and-pepper", "dropped"];

    [Fact]
    public void A_kind_holds_where_the_area_is_larger_than_the_twin_s_in_every_likelihood()
    {
        // Accuracy at the largest strength higher by .04: an area of 2 points, half of it by the trapezoid.
        var verdict = Decide(Noisy(gain: .04, spread: .004), Twin()).Of("nrnn, white");
        Assert.Equal((Outcome.Holds, "more robust than its twin", Seeds), (verdict.Outcome, verdict.Note, verdict.N));
        var effect = Assert.Single(verdict.Effects);
        Assert.Equal("area - twin's (points)", effect.Symbol);
        Assert.Equal(2, effect.Value.Mean, 1e-9);
        Assert.InRange(verdict.AdjustedP!.Value, 0, .025);
        Assert.Equal(new VerdictPlace("area under accuracy less that of the noise-off twin, in points", "white", .1) { Column = "nrnn" }, verdict.Place);
    }

    [Fact]
    public void It_does_not_hold_where_it_is_smaller_and_else_is_undecided()
    {
        var table = Decide(Noisy(gain: -.04, spread: .004), Twin());
        Assert.Equal((Outcome.DoesNotHold, "less robust than its twin"), Short(table.Of("nrnn, white")));
        Assert.Equal(Outcome.DoesNotHold, table.Of("nrnn, all kinds").Outcome);
        Assert.Equal((Outcome.DoesNotHold, "no noisy arm meets the criterion"), Short(table.Of("all")));
        table = Decide(Noisy(gain: .002, spread: .04), Twin());
        Assert.Equal((Outcome.Undecided, "the difference may lie on either side of 0"), Short(table.Of("nrnn, white")));
        Assert.Equal([Outcome.Undecided, Outcome.Undecided], [table.Of("nrnn, all kinds").Outcome, table.Of("all").Outcome]);
    }

    [Fact]
    public void The_twin_is_paired_by_its_training_not_by_its_place()
    {
        // Spreads far larger than the gain, common to a run and its twin: only pairs see it. The twins come in another order.
        var twins = Twin().Select(run => Shifted(run, run.Seed)).Reverse();
        var table = Noisy(gain: .04, spread: .004).Select(run => Shifted(run, run.Seed)).Concat(twins).Decide(N6);
        Assert.Equal(Outcome.Holds, table.Of("nrnn, white").Outcome);

        static NetworkRun Shifted(NetworkRun run, ulong seed) => run with
        {
            Results = [run.Found<RobustnessResult>()! with { Points = [.. run.Found<RobustnessResult>()!.Points.Select(p => p with { Accuracy = p.Accuracy - (p.Strength > 0 ? .1 * seed : 0) })] }],
        };
    }

    [Fact]
    public void Three_kinds_of_four_are_enough_and_the_strict_reading_stands_beside()
    {
        var table = Decide(Noisy(gain: .04, spread: .004, worse: "white"), Twin());
        var arm = table.Of("nrnn, all kinds");
        Assert.Equal(Outcome.Holds, arm.Outcome);
        Assert.Equal(
            "3 of 4 kinds hold (multiplicative, salt-and-pepper and dropped); clean accuracy 95.00 %, 0.00 points [0.00, 0.00] beside the best arm without noise (none): kept; "
            + "strictly, of white, multiplicative and salt-and-pepper alone: 2 of 3", arm.Note);
        Assert.Equal((Outcome.Holds, "nrnn meets the criterion"), Short(table.Of("all")));
        Assert.Equal(Outcome.DoesNotHold, Decide(Noisy(gain: .04, spread: .004, worse: "white dropped"), Twin()).Of("nrnn, all kinds").Outcome);
    }

    [Theory]
    [InlineData(.009, Outcome.Holds)]
    [InlineData(.01, Outcome.Holds)] // whatever the rounding of .95 and .96
    [InlineData(.011, Outcome.DoesNotHold)]
    public void Clean_accuracy_stays_within_a_point_of_the_best_baseline(double lower, Outcome outcome)
    {
        var baseline = Cell("lstm", 0, Clean + lower, 0, 0);
        var arm = Decide(Noisy(gain: .04, spread: .004), Twin(), baseline).Of("nrnn, all kinds");
        Assert.Equal(outcome, arm.Outcome);
        Assert.Contains($"clean accuracy 95.00 %, {-100 * lower:F2} points [{-100 * lower:F2}, {-100 * lower:F2}] beside the best arm without noise (lstm): {(outcome == Outcome.Holds ? "kept" : "lower by more than 1 point")}", arm.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void The_twin_is_a_baseline_too_and_one_that_is_not_trained_is_none()
    {
        Assert.Equal(Outcome.DoesNotHold, Decide(Noisy(gain: .04, spread: .004), Cell("none", 0, Clean + .02, 0, 0)).Of("nrnn, all kinds").Outcome);
        var diverged = Cell("lstm", 0, 1, 0, 0).Select(static run => run.Seed < 2 ? run.Diverged() : run);
        Assert.Equal(Outcome.Holds, Decide(Noisy(gain: .04, spread: .004), Twin(), diverged).Of("nrnn, all kinds").Outcome);
    }

    [Fact]
    public void Adversarial_kinds_are_shown_and_neither_count_nor_weigh()
    {
        var (noisy, twin) = (Noisy(gain: .04, spread: .03), Twin());
        var attacked = Decide(noisy.Select(static run => With(run, "fgsm", .2)), twin.Select(static run => With(run, "fgsm", .9)));
        var fgsm = attacked.Of("nrnn, fgsm");
        Assert.False(fgsm.Counted);
        Assert.Equal((Outcome.DoesNotHold, "less robust than its twin; adversarial: shown, not counted"), Short(fgsm));
        var plain = Decide(noisy, twin);
        // Not by Holm's correction either.
        foreach (var kind in Random)
            Assert.Equal(plain.Of($"nrnn, {kind}").AdjustedP, attacked.Of($"nrnn, {kind}").AdjustedP);
        Assert.Equal(Short(plain.Of("nrnn, all kinds")), Short(attacked.Of("nrnn, all kinds")));

        static NetworkRun With(NetworkRun run, string kind, double accuracy) => run with
        {
            Results = [run.Found<RobustnessResult>()! with { Points = [.. run.Found<RobustnessResult>()!.Points, Point(kind, 0, Clean), Point(kind, 1, accuracy)] }],
        };
    }

    [Fact]
    public void Five_seeds_are_enough_whatever_the_other_claims_need()
    {
        Assert.True(Rules.MinSeeds > Seeds);
        Assert.Equal(Outcome.Holds, Decide(Noisy(gain: .04, spread: .004), Twin()).Of("all").Outcome);
        var four = Decide(Noisy(gain: .04, spread: .004, seeds: 4), Twin(4));
        Assert.Equal((Outcome.Preview, "preview, n=4; so far for, 4 of 4 seeds; more robust than its twin"), Short(four.Of("nrnn, white")));
        Assert.Equal(Outcome.Preview, four.Of("nrnn, all kinds").Outcome);
        Assert.Equal((Outcome.Preview, "preview, n=4; so far for; nrnn meets the criterion"), Short(four.Of("all")));
        Assert.StartsWith("4 of 4 kinds hold so far (", four.Of("nrnn, all kinds").Beside, StringComparison.Ordinal);
        Assert.Contains("Fewer than 5 seeds are a preview.", N6.Criterion(Rules), StringComparison.Ordinal);
        var more = ClaimTable.Decide([.. Noisy(gain: .04, spread: .004), .. Twin()], [N6 with { MinSeeds = 6 }], Rules);
        Assert.Equal(Outcome.Preview, more.Of("all").Outcome);
        // Five noisy networks, four twins.
        Assert.Equal("preview, n=4", Decide(Noisy(gain: .04, spread: .004), Twin(4)).Of("nrnn, white").Preview);
    }

    [Fact]
    public void One_network_of_five_may_be_left_out_on_either_side()
    {
        var table = Decide(Noisy(gain: .04, spread: .004).Select(static run => run.Seed == 1 ? run.Diverged() : run), Twin());
        Assert.Equal((Outcome.Holds, 4), (table.Of("nrnn, white").Outcome, table.Of("nrnn, white").N));
        table = Decide(Noisy(gain: .04, spread: .004), Twin().Select(static run => run.Seed == 1 ? run.Diverged() : run));
        Assert.Equal((Outcome.Holds, 4), (table.Of("nrnn, white").Outcome, table.Of("nrnn, white").N));
        Assert.Equal("none, silent, s0 = 0", Assert.Single(table.Of("nrnn, white").LeftOut).Cell);
        table = Decide(Noisy(gain: .04, spread: .004).Select(static run => run.Seed < 2 ? run.Diverged() : run), Twin());
        Assert.Equal((Outcome.NotTrained, "2 of 5 networks diverged or did not learn the task"), Short(table.Of("nrnn, white")));
        Assert.Equal([Outcome.NotTrained, Outcome.NotTrained], [table.Of("nrnn, all kinds").Outcome, table.Of("all").Outcome]);
    }

    [Fact]
    public void An_arm_without_a_network_that_counts_stays_in_and_one_tested_over_again_is_no_arm()
    {
        var lost = Noisy(gain: .04, spread: .004, sigma: .5).Select(static run => run.Diverged()).ToArray();
        var matched = lost.Select(static run => run with { Run = run.Run + "m", Arm = run.Arm with { Judged = Judged.MeanMatched } });
        var table = Decide(Noisy(gain: -.04, spread: .004), Twin(), lost, matched);
        Assert.Equal((Outcome.NotTrained, "5 of 5 networks diverged or did not learn the task"), Short(table.Of("nrnn, state, s0 = 0.5, all kinds")));
        // It might have held.
        Assert.Equal(Outcome.Undecided, table.Of("all").Outcome);
        Assert.DoesNotContain(table.Verdicts, static verdict => verdict.Cell.Contains("matched", StringComparison.Ordinal));
        Assert.Equal((Outcome.NotTrained, "no noisy arm is trained"), Short(Decide(Twin(), lost).Of("all")));
    }

    [Fact]
    public void Equal_areas_are_no_difference_whatever_their_rounding()
    {
        // The same accuracies, in sums that round otherwise.
        var table = Decide(Cell("nrnn", .1, .3, 0, 0).Select(static run => Nudged(run)), Cell("none", 0, .3, 0, 0));
        Assert.Equal(Outcome.NoEffect, table.Of("nrnn, white").Outcome);

        static NetworkRun Nudged(NetworkRun run) => run with
        {
            Results = [run.Found<RobustnessResult>()! with { Points = [.. run.Found<RobustnessResult>()!.Points.Select(static p => p with { Accuracy = Math.BitIncrement(p.Accuracy!.Value) })] }],
        };
    }

    [Fact]
    public void Curves_over_other_strengths_or_trials_are_not_compared()
    {
        var other = Twin().Select(static run => run with
        {
            Results = [run.Found<RobustnessResult>()! with { Points = [.. run.Found<RobustnessResult>()!.Points.Select(static p => p.Perturbation == "white" ? p with { Strength = 2 * p.Strength } : p.Perturbation == "dropped" ? p with { Trials = 50 } : p)] }],
        });
        var table = Decide(Noisy(gain: .04, spread: .004), other);
        foreach (var kind in Random)
            Assert.Equal(kind is "white" or "dropped" ? 0 : Seeds, table.Of($"nrnn, {kind}").N);
    }

    [Fact]
    public void Without_its_twin_nothing_is_decided()
    {
        var table = Decide(Noisy(gain: .04, spread: .004), Cell("lstm", 0, Clean, 0, 0));
        Assert.Equal((Outcome.Undecided, "no twin without noise was perturbed alike", 0), (table.Of("nrnn, white").Outcome, table.Of("nrnn, white").Note, table.Of("nrnn, white").N));
        Assert.Equal([Outcome.Undecided, Outcome.Undecided], [table.Of("nrnn, all kinds").Outcome, table.Of("all").Outcome]);
    }

    [Fact]
    public void Fewer_kinds_than_must_hold_decide_nothing()
    {
        ImmutableArray<string> two = ["white", "dropped"];
        var arm = Decide(Noisy(gain: .04, spread: .004, kinds: two), Twin(kinds: two)).Of("nrnn, all kinds");
        Assert.Equal(Outcome.Undecided, arm.Outcome);
        Assert.Contains("; a verdict needs 3 kinds that are not adversarial; ", arm.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void One_arm_that_holds_is_enough_and_arms_of_one_name_are_told_apart_by_their_noise()
    {
        var table = Decide(Noisy(gain: .04, spread: .004), Noisy(gain: -.04, spread: .004, sigma: .5), Twin());
        Assert.Equal(Outcome.Holds, table.Of("nrnn, state, s0 = 0.1, all kinds").Outcome);
        Assert.Equal(Outcome.DoesNotHold, table.Of("nrnn, state, s0 = 0.5, all kinds").Outcome);
        Assert.Equal((Outcome.Holds, "nrnn, state, s0 = 0.1 meets the criterion"), Short(table.Of("all")));
    }

    [Fact]
    public void Many_arms_make_each_of_them_harder()
    {
        var alone = Decide(Noisy(gain: .02, spread: .012), Twin());
        Assert.Equal(Outcome.Holds, alone.Of("nrnn, white").Outcome);
        var many = Decide([Noisy(gain: .02, spread: .012), Twin(), .. Enumerable.Range(2, 9).Select(static k => Noisy(gain: 0, spread: .03, sigma: .1 * k))]);
        Assert.Equal((Outcome.Undecided, "for it by its intervals alone: p, corrected, is too large"), Short(many.Of("nrnn, state, s0 = 0.1, white")));
    }

    [Fact]
    public void Where_outputs_are_no_classes_or_nothing_was_perturbed_it_says_so()
    {
        var values = Noisy(gain: 0, spread: 0).Select(static run => run with
        {
            Results = [run.Found<RobustnessResult>()! with { CleanAccuracy = null, Points = [.. run.Found<RobustnessResult>()!.Points.Select(static p => p with { Accuracy = null })] }],
        });
        Assert.Equal((Outcome.Undecided, "not applicable: outputs that are no classes have no accuracy"), Short(Decide(values).Of("all")));
        Assert.Equal((Outcome.Undecided, "no network trained with noise was perturbed"), Short(Decide(Noisy(0, 0).Select(static run => run with { Results = [] })).Of("all")));
        Assert.Equal((Outcome.Undecided, "no network trained with noise was perturbed"), Short(Decide(Twin()).Of("all")));
    }

    [Fact]
    public void The_criterion_names_every_number()
    {
        var criterion = (N6 with { LeastKinds = 2, CleanLoss = .02 }).Criterion(Rules);
        Assert.Contains("at least 2 of the kinds that are not adversarial hold", criterion, StringComparison.Ordinal);
        Assert.Contains("has its lower limit above -2 points", criterion, StringComparison.Ordinal);
    }

    private static ClaimTable Decide(params IEnumerable<NetworkRun>[] arms) => arms.SelectMany(static arm => arm).Decide(N6);

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    private static IEnumerable<NetworkRun> Noisy(double gain, double spread, double sigma = .1, int seeds = Seeds, string worse = "", ImmutableArray<string>? kinds = null) =>
        Cell("nrnn", sigma, Clean, gain, spread, seeds, worse, kinds);

    private static IEnumerable<NetworkRun> Twin(int seeds = Seeds, ImmutableArray<string>? kinds = null) => Cell("none", 0, Clean, 0, 0, seeds, kinds: kinds);

    // Clean accuracy, and at strength 1 half a unit less, plus the gain: less it for the kinds that are worse. Seeds lie
    // evenly around the gain, within the spread. The twins are the networks called "none".
    private static IEnumerable<NetworkRun> Cell(
        string arm, double sigma, double clean, double gain, double spread, int seeds = Seeds, string worse = "", ImmutableArray<string>? kinds = null) =>
        Enumerable.Range(0, seeds).Select(seed => new NetworkRun($"{arm}-{sigma}-{seed}", Arms.Of(arm, "state", sigma), (ulong)seed, Sweep(sigma, 1, 0))
        {
            Training = $"{arm}-{sigma}-{seed}",
            Twin = sigma > 0 ? $"none-0-{seed}" : $"{arm}-{sigma}-{seed}",
            Results =
            [
                new RobustnessResult
                {
                    CleanAccuracy = clean,
                    CleanLoss = .1,
                    Points =
                    [
                        .. (kinds ?? Random).SelectMany((kind, k) => new[]
                        {
                            Point(kind, 0, clean),
                            Point(kind, 1, clean - .5 + (worse.Contains(kind, StringComparison.Ordinal) ? -gain : gain) + (spread * (((2.0 * ((seed + k) % seeds)) / (seeds - 1)) - 1))),
                        }),
                    ],
                },
            ],
        });

    private static RobustnessPoint Point(string kind, double strength, double accuracy) => new(kind, strength, accuracy, 0, 1, 0, 1, 100);
}
