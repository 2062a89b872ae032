using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>A rehearsal: a claim is one file with its science and nothing else. What is a preview, what is not trained, Holm's correction and the tally are everyone's.</summary>
public sealed class OwnClaimTests
{
    /// <summary>A claim of a page; with a line on <see cref="Claim"/> it had a name in experiment files.</summary>
    private sealed record LosesByNoise : Claim
    {
        private const string Part = "trained with noise: D";

        public double Limit { get; init; }

        public override string Symbol => "own";

        public override string Summary => "noise in training raises the loss";

        public override string Reading => "One line an arm.";

        public override string Criterion(CommonRules rules) => $"A cell holds if the interval of mean D lies below {Limit:G3}." + CommonCriterion(rules);

        private protected override ClaimLines Ask(RunTable table) => new(
            [.. table.Noisy.Select(cell => ClaimLine.Of(cell, Part).Require(table.Rules, "loses", new Requirement("D", cell.Gain(), Limit, false, "gains")))],
            table.Noisy, "no network was trained with noise");
    }

    [Fact]
    public void Every_cell_has_a_line_and_the_whole_holds_where_all_do()
    {
        var losing = Cell("inside", .3, 1, -.5, gainSpread: .1).Concat(Cell("silent", 0, 0, 0));
        var table = losing.Concat(Cell("outside", 1, 1, -.5)).Decide(new LosesByNoise());
        Assert.Equal([("relu, inside, s0 = 0.3", "loses"), ("relu, outside, s0 = 1", "loses"), ("all", "2 of 2 lines hold, 0 do not")], table.Verdicts.Select(static v => (v.Cell, v.Note)));
        Assert.Equal((Outcome.Holds, 20), (table.Of("all").Outcome, table.Of("all").N));
        Assert.Equal(Outcome.DoesNotHold, losing.Concat(Cell("outside", 1, 1, .5)).Decide(new LosesByNoise()).Of("all").Outcome);
    }

    [Fact]
    public void Of_nothing_of_few_seeds_and_of_what_is_not_trained_there_is_no_verdict()
    {
        Assert.Equal((Outcome.Undecided, "no network was trained with noise"), Whole(Cell("silent", 0, 0, 0)));
        Assert.Equal((Outcome.Preview, "preview, n=3; so far 1 of 1 line for"), Whole(Cell("inside", 1, 1, -.5, seeds: 3)));
        Assert.Equal((Outcome.NotTrained, "no noisy arm is trained"), Whole(Cell("inside", 1, 1, -.5).Select(static run => run.Diverged())));
    }

    [Fact]
    public void Its_criterion_ends_with_what_is_common_to_all() =>
        Assert.Contains("below 0. Intervals are 95 %", new LosesByNoise().State(new()).Criterion, StringComparison.Ordinal);

    private static (Outcome, string) Whole(IEnumerable<NetworkRun> runs)
    {
        var all = runs.Decide(new LosesByNoise()).Of("all");
        return (all.Outcome, all.Note);
    }
}
