using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>The control for C7: best with noise whatever the training.</summary>
public sealed class ResonatesTests
{
    [Fact]
    public void It_holds_where_the_best_level_is_above_zero_whatever_the_training()
    {
        var table = Cell("silent", 0, 1, .5, rhoSpread: .1).Concat(Cell("inside", .5, 2, 1, rhoSpread: .1)).Decide(new Resonates());
        Assert.Equal([Outcome.Holds, Outcome.Holds, Outcome.Holds], table.Verdicts.Select(static v => v.Outcome));
        // In the scale of the noise: s itself without training noise, else s0 times the preferred share of it.
        Assert.Equal(1, table.Of("relu, silent, s0 = 0").Effects[0].Value.Mean, 1e-12);
        Assert.Equal(1, table.Of("relu, inside, s0 = 0.5").Effects[0].Value.Mean, 1e-12);
    }

    [Fact]
    public void It_does_not_hold_where_silence_is_best_in_every_network()
    {
        var table = Cell("silent", 0, 0, -.5).Concat(Cell("inside", .5, 2, 1, rhoSpread: .1)).Decide(new Resonates());
        Assert.Equal((Outcome.DoesNotHold, "best without noise"), (table.Of("relu, silent, s0 = 0").Outcome, table.Of("relu, silent, s0 = 0").Note));
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void A_best_level_at_which_nothing_is_gained_is_no_resonance()
    {
        var table = Cell("silent", 0, 1, 0, rhoSpread: .1).Decide(new Resonates());
        Assert.Equal((Outcome.Undecided, Outcome.Holds), (table.Of("relu, silent, s0 = 0").Outcome, table.Of("relu, silent, s0 = 0").Formerly!.Value));
        Assert.StartsWith("nothing may be gained", table.Of("relu, silent, s0 = 0").Note, StringComparison.Ordinal);
    }

    /// <summary>Each half has a minimum of its own, by chance: chosen on it and measured on the other, nothing is gained.</summary>
    [Fact]
    public void The_level_is_chosen_on_one_half_of_the_trials_and_its_gain_measured_on_the_other()
    {
        var runs = Cell("silent", 0, 1, 0, rhoSpread: .1).Select(static run => run with
        {
            Sweep = run.Sweep! with { Points = [new(0, 0, 1, 1, 0, 1, 1), new(1, 1, .95, 1, 0, .5, 1.4), new(2, 2, .95, 1, 0, 1.4, .5)] },
        });
        var verdict = runs.Decide(new Resonates()).Of("relu, silent, s0 = 0");
        Assert.Equal((Outcome.Undecided, -Math.Log(1.4)), (verdict.Outcome, Math.Round(verdict.Effects[1].Value.Mean, 12)), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-9);
    }

    [Fact]
    public void Without_networks_trained_in_silence_it_is_undecided() =>
        Assert.Equal(Outcome.Undecided, Cell("inside", .5, 2, 1, rhoSpread: .1).Decide(new Resonates()).Of("all").Outcome);

    [Fact]
    public void Of_few_seeds_it_is_a_preview() =>
        Assert.Equal(Outcome.Preview, Cell("silent", 0, 1, .5, seeds: 3).Decide(new Resonates()).Of("all").Outcome);
}
