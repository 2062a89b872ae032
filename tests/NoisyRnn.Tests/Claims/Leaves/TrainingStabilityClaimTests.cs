using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>N5 in training: each network against its own twin of the same learning rate; trainings that diverged count.</summary>
public sealed class TrainingStabilityClaimTests
{
    private const int Seeds = 6;
    private static readonly TrainingStabilityClaim N5 = new();

    [Fact]
    public void It_holds_where_the_exponent_is_lower_than_the_twins_in_pairs()
    {
        // Seeds differ by far more than noise does.
        var table = Runs("1", less: .05).Concat(Twins("1")).Decide(N5);
        var line = table.Of(Cell("1"));
        Assert.Equal((Outcome.Holds, "more stable than its twin", Seeds), (line.Outcome, line.Note, line.N));
        Assert.Equal(["exponent - twin's", "spectral radius - twin's"], line.Effects.Select(static effect => effect.Symbol));
        Assert.Equal(-.05, line.Effects[0].Value.Mean, 1e-9);
        Assert.Equal((Outcome.Holds, "1 of 1 lines hold, 0 do not"), (table.Of("all").Outcome, table.Of("all").Note));
    }

    [Fact]
    public void Each_learning_rate_has_a_line_and_twins_of_its_own_and_all_must_hold()
    {
        // The twins of the other rate are far more stable: compared with them nothing would hold.
        var table = Runs("1", less: .05).Concat(Twins("1")).Concat(Runs("3", less: .05, shift: -9)).Concat(Twins("3", shift: -9)).Decide(N5);
        Assert.Equal([Outcome.Holds, Outcome.Holds, Outcome.Holds], [table.Of(Cell("1")).Outcome, table.Of(Cell("3")).Outcome, table.Of("all").Outcome]);
        table = Runs("1", less: .05).Concat(Twins("1")).Concat(Runs("3", less: -.05)).Concat(Twins("3")).Decide(N5);
        Assert.Equal((Outcome.DoesNotHold, "less stable than its twin"), (table.Of(Cell("3")).Outcome, table.Of(Cell("3")).Note));
        Assert.Equal((Outcome.DoesNotHold, "1 of 2 lines hold, 1 do not"), (table.Of("all").Outcome, table.Of("all").Note));
    }

    [Fact]
    public void Trainings_that_diverge_count_against_those_that_have_more_of_them()
    {
        var table = Runs("1", less: .05, diverged: 1).Concat(Twins("1")).Decide(N5);
        var line = table.Of(Cell("1"));
        Assert.Equal((Outcome.Undecided, "more stable, but more trainings diverged; 1 of 6 trainings diverged, of their twins 0", Seeds), (line.Outcome, line.Note, line.N));
        Assert.Equal(("noisy, of the pairs of which one diverged", 1), (line.Effects[2].Symbol, line.Effects[2].Value.Mean));

        table = Runs("1", less: .05, diverged: Seeds).Concat(Twins("1")).Decide(N5);
        Assert.Equal((Outcome.DoesNotHold, "more trainings diverge; 6 of 6 trainings diverged, of their twins 0"), (table.Of(Cell("1")).Outcome, table.Of(Cell("1")).Note));
        // A coin that falls on one side six times, 2^-6.
        Assert.Equal(1.0 / 64, table.Of(Cell("1")).AdjustedP!.Value, 1e-12);

        // As many on both sides, and of the twins more, is no objection.
        table = Runs("1", less: .05, diverged: 1).Concat(Twins("1", diverged: 2)).Decide(N5);
        Assert.Equal(Outcome.Holds, table.Of(Cell("1")).Outcome);
        Assert.EndsWith("1 of 6 trainings diverged, of their twins 2", table.Of(Cell("1")).Note, StringComparison.Ordinal);
        table = Runs("1", less: .05).Concat(Twins("1", diverged: Seeds)).Decide(N5);
        Assert.Equal((Outcome.Undecided, "no pair of trainings that both came to an end; 0 of 6 trainings diverged, of their twins 6"), (table.Of(Cell("1")).Outcome, table.Of(Cell("1")).Note));
    }

    [Fact]
    public void A_network_that_left_the_numbers_at_a_look_counts_as_diverged_though_its_loss_stayed_finite()
    {
        var twins = Twins("1").Select(static run => run.Seed < 2 ? run with { Results = [Result(1) with { Looks = [Look(0, 1), Look(200, 1) with { Exponent = null }] }] } : run);
        var line = Runs("1", less: .05).Concat(twins).Decide(N5).Of(Cell("1"));
        Assert.Equal((Outcome.Holds, "more stable than its twin; 0 of 6 trainings diverged, of their twins 2"), (line.Outcome, line.Note));
        Assert.Equal(0, line.Effects[2].Value.Mean);
    }

    [Fact]
    public void A_network_that_did_not_learn_its_task_counts_as_any_other()
    {
        var line = Runs("1", less: .05).Select(static run => run.Untrained()).Concat(Twins("1").Select(static run => run.Untrained())).Decide(N5).Of(Cell("1"));
        Assert.Equal((Outcome.Holds, Seeds), (line.Outcome, line.N));
    }

    [Fact]
    public void Few_pairs_are_a_preview_and_without_a_look_or_a_twin_nothing_is_decided()
    {
        var few = Runs("1", less: .05).Take(3).Concat(Twins("1")).Decide(N5);
        Assert.Equal((Outcome.Preview, "preview, n=3; so far for, 3 of 3 seeds; more stable than its twin"), (few.Of(Cell("1")).Outcome, few.Of(Cell("1")).Note));
        Assert.Equal(Outcome.Preview, few.Of("all").Outcome);
        Assert.Equal("exponent - twin's", Runs("1", less: .05).Take(1).Concat(Twins("1")).Decide(N5).Of(Cell("1")).Effects[0].Symbol);
        Assert.Equal("no twin without noise was looked at", Runs("1", less: .05).Concat(Twins("3")).Decide(N5).Of(Cell("1")).Note);
        var unseen = Runs("1", less: 0).Select(static run => run with { Results = [] }).Decide(N5);
        Assert.Equal("no network trained with noise was looked at in its training", Assert.Single(unseen.Verdicts).Note);
        Assert.Contains("Fewer than 5 pairs are a preview", N5.Criterion(ConstructedRuns.Rules), StringComparison.Ordinal);
    }

    private static string Cell(string rate) => $"nrnn, rate = {rate}, state, s0 = 0.1";

    private static IEnumerable<NetworkRun> Runs(string rate, double less, double shift = 0, int diverged = 0) =>
        Looked($"nrnn, rate = {rate}", "state", .1, rate, seed => shift + seed - less - (.001 * (seed % 3)) + .001, diverged);

    private static IEnumerable<NetworkRun> Twins(string rate, double shift = 0, int diverged = 0) =>
        Looked($"none, rate = {rate}", "silent, tested state", 0, rate, seed => shift + seed, diverged);

    private static IEnumerable<NetworkRun> Looked(string arm, string placement, double sigma, string rate, Func<int, double> exponent, int diverged) =>
        Enumerable.Range(0, Seeds).Select(seed =>
        {
            var run = ConstructedRuns.Run(placement, sigma, (ulong)seed, rho: 1, gain: 0, activation: arm) with
            {
                Training = $"{arm} {seed}",
                Twin = $"none, rate = {rate} {seed}",
                Results = [Result(exponent(seed))],
            };
            // The last seeds: a twin's are those of its pair, where both diverge.
            return seed < Seeds - diverged ? run : run.Diverged() with { Results = [] };
        });

    private static TrainingStabilityResult Result(double exponent) => new()
    {
        IsPerStep = false,
        // The start is not counted: it is the same for twins.
        Looks = [Look(0, 100), Look(200, exponent - 1), Look(400, exponent + 1)],
    };

    private static TrainingStabilityLook Look(int iteration, double exponent) => new()
    {
        Iteration = iteration, Exponent = exponent, ExponentError = .1, SpectralRadius = 1 + (exponent / 10), Loss = 1, LowGradient = 1, MedianGradient = 2, HighGradient = 3, LargestGradient = 4,
    };
}
