using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>P: predicted against measured preferred levels, from the threshold of C1 on.</summary>
public sealed class PredictionOfPreferenceTests
{
    private static readonly PredictionOfPreference Claim = new();

    [Fact]
    public void Good_predictions_hold_over_inside_and_outside_from_the_threshold_on()
    {
        // At s0 = .1 noise is too weak for C1; what is predicted there does not count.
        var table = Predicted(Cell("inside", .1, rho: 0, gain: -1), static _ => 2)
            .Concat(Predicted(Cell("inside", .3, rho: .9, gain: 1, rhoSpread: .1), static rho => rho + .02))
            .Concat(Predicted(Cell("inside", 1, rho: 1, gain: 1, rhoSpread: .1), static rho => rho - .03))
            .Concat(Predicted(Cell("outside", .3, rho: 0, gain: -1), static rho => rho))
            .Concat(Predicted(Cell("outside", .1, rho: 0, gain: -1), static _ => 2)).Decide(Claim);
        var all = table.Of("all");
        Assert.Equal((Outcome.Holds, 30), (all.Outcome, all.N));
        Assert.StartsWith("median difference 0.02; Spearman 0.9", all.Note, StringComparison.Ordinal);
        // Among those with noise inside the second shift reverses some neighbours.
        Assert.Contains(" (with noise inside alone 0.9", all.Note, StringComparison.Ordinal);
        Assert.EndsWith("nearer than always s0 and always 0", all.Note, StringComparison.Ordinal);
        var line = table.Of("relu, s0 >= 0.3");
        Assert.Equal((Outcome.Holds, "relu", .3), (line.Outcome, line.Place!.Row, line.Place.TrainingSigma));
        Assert.Equal(["|rho - pred|", "|rho - 1|", "|rho|"], line.Effects.Select(static effect => effect.Symbol));
        // (10 x .02 + 10 x .03 + 10 x 0)/30.
        Assert.Equal(.05 / 3, line.Effects[0].Value.Mean, 1e-12);
        Assert.Equal("P", line.Claim);
    }

    [Theory]
    [InlineData(.11, 1, "median difference 0.11; Spearman 1; nearer than always s0 and always 0")]      // too far
    [InlineData(.02, -1, "median difference")]                                                          // ranked the wrong way
    public void What_is_too_far_or_ranked_wrongly_does_not_hold(double shift, int order, string note)
    {
        var table = Predicted(Cell("inside", 1, rho: .7, gain: 1, rhoSpread: .15), rho => .7 + (order * (rho - .7)) + shift).Decide(Claim);
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
        Assert.StartsWith(note, table.Of("all").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_nearer_than_always_s0_does_not_hold()
    {
        // All within .02 of 1: the prediction ranks them, and is a hundredth further away.
        var table = Predicted(Cell("inside", 1, rho: 1, gain: 1, rhoSpread: .02), static rho => rho - .05).Decide(Claim);
        Assert.Equal((Outcome.DoesNotHold, "median difference 0.05; Spearman 1; no nearer than always s0 or always 0"), Short(table.Of("all")));
    }

    [Fact]
    public void Where_all_networks_prefer_the_same_there_is_nothing_to_rank()
    {
        var table = Predicted(Cell("inside", 1, rho: .9, gain: 1), static rho => rho).Decide(Claim);
        Assert.Equal((Outcome.Undecided, "median difference 0; all networks prefer the same level: nothing to rank; nearer than always s0 and always 0"), Short(table.Of("all")));
    }

    [Fact]
    public void Predictions_that_are_all_alike_rank_nothing()
    {
        var table = Predicted(Cell("inside", 1, rho: .8, gain: 1, rhoSpread: .1), static _ => .8).Decide(Claim);
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
        Assert.Contains("Spearman 0;", table.Of("all").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_threshold_or_a_prediction_nothing_is_decided()
    {
        Assert.Equal(
            (Outcome.Undecided, "no arm has a threshold s_c"),
            Short(Assert.Single(Predicted(Cell("inside", 1, rho: 0, gain: -1), static rho => rho).Decide(Claim).Verdicts)));
        Assert.Equal((Outcome.Undecided, "no network was trained with noise inside"), Short(Assert.Single(Cell("outside", 1, rho: 0, gain: -1).Decide(Claim).Verdicts)));
        Assert.Equal((Outcome.Undecided, "no network has the analysis predicted-preference"), Short(Cell("inside", 1, rho: .9, gain: 1).Decide(Claim).Of("all")));
    }

    [Fact]
    public void Few_seeds_are_a_preview_with_their_numbers()
    {
        var table = Predicted(Cell("inside", 1, rho: .9, gain: 1, seeds: 3, rhoSpread: .1), static rho => rho + .01).Decide(Claim);
        Assert.All(table.Verdicts, static verdict => Assert.Equal(Outcome.Preview, verdict.Outcome));
        Assert.Equal(.01, table.Of("all").Effects[0].Value.Mean, 1e-12);
    }

    [Fact]
    public void Networks_judged_by_their_mean_output_are_not_predicted()
    {
        var again = Predicted(Cell("inside, mean output", 1, rho: 0, gain: 1), static _ => 2);
        var table = Predicted(Cell("inside", 1, rho: .8, gain: 1, rhoSpread: .1), static rho => rho).Concat(again).Decide(Claim);
        Assert.Equal((Outcome.Holds, 10), (table.Of("all").Outcome, table.Of("all").N));
    }

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);

    private static IEnumerable<NetworkRun> Predicted(IEnumerable<NetworkRun> runs, Func<double, double> predict) => runs.Select(run => run with
    {
        Results =
        [
            new PredictedPreferenceResult
            {
                TrainingSigma = run.Arm.TrainingSigma, Trials = 1, Points = [], Preferred = new(predict(run.Sweep!.Preferred.Level), RangeEnd.Inside), PreferredBias = null,
            },
        ],
    });
}
