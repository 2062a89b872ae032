using System.Text.Json;
using NoisyRnn.Claims;
using NoisyRnn.Statistics;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

public sealed class ClaimTableTests
{
    private static readonly Claim[] Claims = [new PreferenceInside(), new PreferenceOutside()];

    [Fact]
    public void The_order_of_the_runs_does_not_matter()
    {
        var runs = new[] { .1, 1 }.SelectMany(s => Cell("inside", s, .9, 1, rhoSpread: .2, gainSpread: .4)
            .Concat(Cell("outside", s, .05, -.5, rhoSpread: .05, gainSpread: .3))).Concat(Cell("silent", 0, 0, 0)).ToArray();
        runs[4] = runs[4].Untrained();
        var shuffled = runs.ToArray();
        new Random(1).Shuffle(shuffled);
        Assert.Equal(JsonSerializer.Serialize(runs.Decide(Claims)), JsonSerializer.Serialize(shuffled.Decide(Claims)));
    }

    [Fact]
    public void Cells_come_by_activation_arm_and_level_with_the_figures_of_their_networks()
    {
        var runs = Cell("outside", 1, 0, -1).Concat(Cell("inside", 1, .9, 1)).Concat(Cell("inside", .3, .9, 1))
            .Concat(Cell("silent", 0, .03, 0)).Concat(Cell("inside", .3, .9, 1, "gelu"));
        var table = runs.Decide(Claims);
        Assert.Equal(
            ["gelu inside 0.3", "relu silent 0", "relu inside 0.3", "relu inside 1", "relu outside 1"],
            table.Cells.Select(cell => $"{cell.Arm.Name} {cell.Arm.PlacementName} {cell.Arm.TrainingSigma}"));
        var cell = table.Cells[3];
        Assert.Equal((10, .9), (cell.N, cell.Preferred.Mean));
        Assert.Equal(1, cell.PreferredBias!.Mean);
        Assert.Equal(1, cell.Gain!.Mean);
        Assert.Equal(.01 * Math.E, cell.SilentLoss.Mean, 1e-15);
        Assert.Equal(.01, cell.TrainingLevelLoss.Mean);
        Assert.Null(cell.RepairedLoss);
        Assert.Equal(Enumerable.Range(0, 10).Select(seed => $"relu-inside-1-{seed}"), cell.Runs);
    }

    [Fact]
    public void A_line_that_the_former_rules_did_not_ask_has_no_former_verdict_and_the_whole_is_told_all_the_same()
    {
        var (level, both) = (Cell("inside", 1, 1, 1), new[] { .3, 1 }.SelectMany(static s => Cell("inside", s, 1, 1)));
        var verdicts = new PreferenceInside().Decide(RunTable.Of(both, Rules, []), RunTable.Of(level.Select(static run => run.Untrained()), Rules, []));
        Assert.Equal([("relu, inside, s0 = 0.3", null), ("relu, inside, s0 = 1", Outcome.NotTrained), (Verdict.All, (Outcome?)Outcome.NotTrained)], verdicts.Select(static verdict => (verdict.Cell, verdict.Formerly)));
    }

    [Fact]
    public void The_silent_arm_is_shown_with_absolute_levels_and_has_no_verdict()
    {
        // "inside" without noise is the silent arm too.
        var table = Cell("inside", 0, .03, 0).Decide(Claims);
        var cell = Assert.Single(table.Cells);
        Assert.Equal(("silent", .03), (cell.Arm.PlacementName, cell.Preferred.Mean));
        Assert.Null(cell.Gain);
        Assert.All(table.Verdicts, verdict => Assert.Equal("all", verdict.Cell));
    }

    [Fact]
    public void The_repaired_loss_is_shown_where_every_network_has_one()
    {
        var runs = Cell("inside", 1, 1, 1).Select(run => run with { Sweep = run.Sweep! with { RepairedLoss = .004 } }).ToArray();
        Assert.Equal(.004, Assert.Single(runs.Decide(Claims).Cells).RepairedLoss!.Mean);
        runs[2] = runs[2] with { Sweep = runs[2].Sweep! with { RepairedLoss = null } };
        Assert.Null(Assert.Single(runs.Decide(Claims).Cells).RepairedLoss);
    }

    [Fact]
    public void Networks_are_left_out_each_with_its_reason()
    {
        var runs = Cell("inside", 1, 1, 1, seeds: 40).ToArray();
        runs[0] = runs[0].Diverged();
        runs[1] = runs[1].Untrained(.126);
        runs[2] = runs[2].Untrained(.125); // exactly a quarter of .5: trained
        runs[3] = runs[3] with { Sweep = runs[3].Sweep! with { SilentLoss = double.PositiveInfinity } };
        runs[4] = runs[4].Untrained(double.NaN);
        runs[5] = runs[5] with { Sweep = null };
        runs[6] = runs[6] with { Sweep = runs[6].Sweep! with { TrainingLevelAccuracy = .61, ChanceAccuracy = .25 } };
        runs[7] = runs[7] with { Sweep = runs[7].Sweep! with { TrainingLevelAccuracy = .63, ChanceAccuracy = .25 } };
        Assert.Equal(
            [
                new("relu-inside-1-0", "relu, inside, s0 = 1", "diverged at iteration 120"),
                new("relu-inside-1-1", "relu, inside, s0 = 1", "not trained: loss 0.126 is over 0.25 of the target's variance 0.5"),
                new("relu-inside-1-3", "relu, inside, s0 = 1", "diverged without test noise"),
                new("relu-inside-1-4", "relu, inside, s0 = 1", "diverged at the training noise"),
                new("relu-inside-1-5", "relu, inside, s0 = 1", "diverged"),
                new LeftOut("relu-inside-1-6", "relu, inside, s0 = 1", "not trained: accuracy 0.61 is below 0.625"),
            ],
            runs.Decide(Claims).LeftOut);
    }

    [Fact]
    public void A_cell_without_any_network_that_counts_has_a_verdict_but_no_figures()
    {
        var table = Cell("inside", 1, 1, 1, seeds: 3).Select(run => run.Diverged()).Decide(Claims);
        Assert.Empty(table.Cells);
        Assert.Equal(Outcome.NotTrained, table.Of("relu, inside, s0 = 1").Outcome);
        Assert.Equal(3, table.LeftOut.Length);
    }

    [Fact]
    public void A_preview_says_how_many_were_left_out()
    {
        var runs = Cell("inside", 1, 1, 1, seeds: 3).Select(run => run.Seed == 1 ? run.Untrained() : run);
        Assert.Equal("preview, n=2, 1 left out; so far for, 2 of 2 seeds; at the training noise", runs.Decide(Claims).Of("relu, inside, s0 = 1").Note);
        Assert.Equal("preview, n=2", runs.Decide(Claims).Preview);
    }

    [Fact]
    public void A_cell_over_again_that_lacks_diverged_networks_makes_no_preview()
    {
        NetworkRun[] runs = [.. Cell("state", .1, 1, .1), .. Cell("state, mean matched", .1, 1, .1, seeds: 2)];
        Assert.Equal("", runs.Decide(Claims).Preview);
    }

    [Fact]
    public void One_seed_is_shown_with_infinite_limits_that_survive_json()
    {
        var table = Cell("inside", 1, 1, 1, seeds: 1).Decide(Claims);
        var cell = JsonSerializer.Deserialize<CellSummary>(JsonSerializer.Serialize(table.Cells[0]))!;
        Assert.Equal(new Interval(1, double.NegativeInfinity, double.PositiveInfinity), cell.Preferred);
    }

    [Fact]
    public void A_run_given_twice_counts_once_and_two_runs_of_one_seed_are_refused()
    {
        var runs = Cell("inside", 1, 1, 1).ToArray();
        Assert.Equal(10, runs.Concat(runs).Decide(Claims).Cells[0].N);
        var error = Assert.Throws<ArgumentException>(() => runs.Append(runs[3] with { Run = "other" }).Decide(Claims));
        Assert.StartsWith("relu, inside, s0 = 1: runs ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_criteria_are_sentences_with_every_number()
    {
        var criteria = Cell("inside", 1, 1, 1).Decide(Claims).Claims.ToDictionary(claim => claim.Symbol, claim => claim.Criterion);
        Assert.Equal(["C1", "C2"], criteria.Keys.Order(StringComparer.Ordinal));
        foreach (var part in new[] { "[0.5, 1.25]", "ln 1.1", "[0.9, 1.1]", "67 %", "95 %", "0.025", "Fewer than 10 seeds", "0.25 of the target's variance", "over 20 %" })
            Assert.Contains(part, criteria["C1"], StringComparison.Ordinal);
        foreach (var part in new[] { "at most 0.1", "s0 >= 0.1", "90 %", "above 0.5", "factor 2", "0.025" })
            Assert.Contains(part, criteria["C2"], StringComparison.Ordinal);
    }

    [Fact]
    public void No_run_at_all_gives_undecided_claims()
    {
        var table = Array.Empty<NetworkRun>().Decide(Claims);
        Assert.Empty(table.Cells);
        Assert.All(table.Verdicts, verdict => Assert.Equal((Outcome.Undecided, "all"), (verdict.Outcome, verdict.Cell)));
    }

    [Fact]
    public void A_table_of_networks_that_prefer_nothing_in_particular_rarely_holds_anywhere()
    {
        // Thirty cells whose true mean rho lies on the limit, .5: without Holm each would hold with 2.5 % on the other side.
        var random = new Random(9);
        var wrong = 0;
        const int Tables = 40;
        for (var t = 0; t < Tables; t++)
        {
            var runs = Enumerable.Range(1, 30).SelectMany(c => Enumerable.Range(0, 10)
                .Select(seed => Run("inside", c, (ulong)seed, .5 + .3 * (random.NextDouble() - .5), 1)));
            var table = ClaimTable.Decide(runs, [new PreferenceInside()], Rules with { Resamples = 1000 });
            if (table.Verdicts.Any(v => v.Cell != "all" && v.Outcome == Outcome.Holds))
                wrong++;
        }

        // Family-wise error 2.5 %: five or more of 40 have probability .3 %; without the correction 15 of these 40 tables do.
        Assert.InRange(wrong, 0, 4);
    }
}
