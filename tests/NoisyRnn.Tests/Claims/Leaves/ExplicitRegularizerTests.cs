using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>N1, part (b): simulated against predicted excess loss at small levels.</summary>
public sealed class ExplicitRegularizerTests
{
    private static readonly ExplicitRegularizer Claim = new();

    [Theory]
    [InlineData(1, Outcome.Holds, "small noise adds what the regulariser predicts")]
    [InlineData(.95, Outcome.Holds, "small noise adds what the regulariser predicts")]
    [InlineData(.8, Outcome.DoesNotHold, "noise adds less than predicted")]
    [InlineData(1.2, Outcome.DoesNotHold, "noise adds more than predicted")]
    [InlineData(.905, Outcome.Undecided, "slope may be below 0.9")]
    public void A_cell_holds_where_the_slope_lies_near_1(double slope, Outcome outcome, string note)
    {
        var table = Measured(Cell("state", .3, 1, 1, seeds: 5), slope).Decide(Claim);
        Assert.Equal((outcome, note), (table.Of("relu, state, s0 = 0.3").Outcome, table.Of("relu, state, s0 = 0.3").Note));
        Assert.Equal((outcome, 5), (table.Of("all").Outcome, table.Of("all").N));
        Assert.Equal("N1 (b)", table.Of("all").Claim);
        Assert.Equal(slope, table.Of("relu, state, s0 = 0.3").Effects.Single().Value.Mean, 1e-12);
    }

    [Fact]
    public void One_cell_that_does_not_hold_is_enough_and_networks_without_noise_and_larger_levels_count_for_nothing()
    {
        var table = Measured(Cell("state", .3, 1, 1), 1).Concat(Measured(Cell("inside", .3, 1, 1), 2)).Concat(Measured(Cell("silent", 0, 1, 1), 3)).Decide(Claim);
        Assert.Equal(3, table.Verdicts.Length);
        Assert.Equal((Outcome.DoesNotHold, "1 of 2 cells hold, 1 do not"), (table.Of("all").Outcome, table.Of("all").Note));
    }

    [Fact]
    public void Levels_are_weighted_by_the_errors_and_those_of_large_noise_left_out()
    {
        // 1 at .05 and 2 at .1, where the error relative to the prediction is three times as large: weights 9 to 1. At 1 nothing fits.
        var result = Result(1) with { Levels = [new(.05, .015, .01, .001, .01), new(.1, .03, .08, .012, .04), new(1, .3, 40, .01, 4)] };
        Assert.Equal((9 + 2) / 10.0, result.SlopeUpTo(.1)!.Value, 1e-12);
        Assert.Null(result.SlopeUpTo(.01));
        Assert.Null((result with { Levels = [new(.1, .03, double.NaN, double.NaN, .04)] }).SlopeUpTo(.1));
    }

    [Fact]
    public void Few_seeds_are_a_preview_and_without_the_analysis_nothing_is_decided()
    {
        var preview = Measured(Cell("state", .3, 1, 1, seeds: 4), 1).Decide(Claim);
        Assert.All(preview.Verdicts, static verdict => Assert.Equal(Outcome.Preview, verdict.Outcome));
        Assert.Equal(1, preview.Verdicts[0].Effects[0].Value.Mean, 1e-12);
        Assert.Equal(
            (Outcome.Undecided, "no network trained with noise has the analysis regularizer"), (Cell("state", .3, 1, 1).Decide(Claim).Of("all").Outcome, Cell("state", .3, 1, 1).Decide(Claim).Of("all").Note));
        var partly = Measured(Cell("state", .3, 1, 1).Take(9), 1).Concat(Cell("state", .3, 1, 1).Skip(9)).Decide(Claim);
        Assert.Equal((Outcome.Undecided, "a network lacks the analysis regularizer"), (partly.Verdicts[0].Outcome, partly.Verdicts[0].Note));
        var diverged = Measured(Cell("state", .3, 1, 1), 1).Concat(Cell("inside", .3, 1, 1).Select(static run => run.Diverged())).Decide(Claim);
        Assert.Equal(Outcome.Undecided, diverged.Of("all").Outcome);
    }

    [Fact]
    public void Parts_of_the_data_are_one_network()
    {
        var mean = (RegularizerResult)Result(1).MeanOver([Result(1), Result(1.5) with { P = 3 }])!;
        Assert.Equal(1.25, mean.SlopeUpTo(.1)!.Value, 1e-12);
        Assert.Equal((1.0, 4, 4), (mean.P, mean.Trials, mean.POfTrials.Length));
        // Independent draws: two errors of .01 make a mean with .01/sqrt 2.
        Assert.Equal(.01 / Math.Sqrt(2), mean.Levels[0].Error, 1e-12);
        Assert.Null(Result(1).MeanOver([Result(1), Result(1) with { Levels = [] }]));
    }

    private static IEnumerable<NetworkRun> Measured(IEnumerable<NetworkRun> runs, double slope) =>
        runs.Select((run, k) => run with { Results = [Result(slope + (.01 * ((k % 3) - 1)))] }).ToArray() is { Length: > 0 } all ? Centred(all, slope) : [];

    // The mean slope over seeds is the one asked for.
    private static IEnumerable<NetworkRun> Centred(NetworkRun[] runs, double slope)
    {
        var shift = slope - runs.Average(static run => run.Results.OfType<RegularizerResult>().Single().SlopeUpTo(.1)!.Value);
        return runs.Select(run => run with { Results = [Result(run.Results.OfType<RegularizerResult>().Single().SlopeUpTo(.1)!.Value + shift)] });
    }

    private static RegularizerResult Result(double slope) => new()
    {
        TrainingSigma = .3, Trials = 2, Draws = 4, Loss = .5, P = -1, Q = 3, Limit = slope, LimitError = .1,
        Levels = [new(.1, .03, slope * .01, .01, .01), new(1, .3, 7, .1, 1)],
        LossOfTrials = [.4, .6], POfTrials = [-1, -1], QOfTrials = [3, 3],
    };
}
