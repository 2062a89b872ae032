using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>N2 to N4: noisy networks beside their twins, after equal iterations, at equal loss, and from level to level.</summary>
public sealed class TwinClaimTests
{
    private const int Seeds = 5;
    private static readonly FlatterMinima N2 = new();

    [Fact]
    public void A_cell_holds_where_all_contrasts_lie_below_0_after_equal_iterations_and_at_equal_loss()
    {
        var verdict = Networks(.1, end: -1, atLoss: -.5).Concat(Twins()).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Holds, "flatter than its twin", Seeds), (verdict.Outcome, verdict.Note, verdict.N));
        Assert.Equal(
            ["ln ratio of lambda_1 at equal iterations", "ln ratio of the trace at equal iterations", "along W at equal iterations", "along V at equal iterations",
                "ln ratio of lambda_1 at equal loss 0.2", "ln ratio of the trace at equal loss 0.2", "along W at equal loss 0.2", "along V at equal loss 0.2"],
            verdict.Effects.Select(static effect => effect.Symbol));
        Assert.Equal(-1, verdict.Effects[0].Value.Mean, 1e-9);
        Assert.Equal(-.5, verdict.Effects[4].Value.Mean, 1e-9);
        // (a - b)/(|a| + |b|) of a = b e^-1.
        Assert.Equal((Math.Exp(-1) - 1) / (Math.Exp(-1) + 1), verdict.Effects[2].Value.Mean, .01);
    }

    [Fact]
    public void Flat_after_equal_iterations_alone_is_not_enough_and_the_other_way_at_equal_loss_does_not_hold()
    {
        Assert.Equal(Outcome.Undecided, Networks(.1, end: -1, atLoss: 0).Concat(Twins()).Decide(N2).Of("noisy, inside, s0 = 0.1").Outcome);
        var verdict = Networks(.1, end: -1, atLoss: .5).Concat(Twins()).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal(Outcome.DoesNotHold, verdict.Outcome);
        Assert.Contains("the largest eigenvalue is larger at equal loss 0.2", verdict.Note, StringComparison.Ordinal);
        Assert.DoesNotContain("equal iterations", verdict.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_loss_that_all_pairs_reach_alike_nothing_is_decided()
    {
        const string Note = "none of the training losses asked for was reached by both networks of every pair";
        var unreached = Networks(.1, -1, -1).Select(static run => run.Seed == 2 ? With(run, static result => result with { AtLosses = [] }) : run).Concat(Twins()).Decide(N2);
        Assert.Equal((Outcome.Undecided, Note), Short(unreached.Of("noisy, inside, s0 = 0.1")));
        Assert.Equal(4, unreached.Of("noisy, inside, s0 = 0.1").Effects.Length);
        var apart = Networks(.1, -1, -1).Select(static run => With(run, static result => result with { AtLosses = [.. result.AtLosses.Select(static at => at with { Found = .15 })] })).Concat(Twins()).Decide(N2);
        Assert.Equal((Outcome.Undecided, Note), Short(apart.Of("noisy, inside, s0 = 0.1")));
    }

    [Fact]
    public void Pairs_are_of_one_seed_and_a_network_without_a_twin_is_undecided()
    {
        // What a seed does to both is far larger than what the noise does.
        static NetworkRun Shifted(NetworkRun run) => With(run, result => Scaled(result, Math.Exp(3.0 * run.Seed)));
        Assert.Equal(Outcome.Holds, Networks(.1, -.2, -.2).Concat(Twins()).Select(Shifted).Reverse().Decide(N2).Of("noisy, inside, s0 = 0.1").Outcome);
        var alone = Networks(.1, -1, -1).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, "no twin without noise was looked at alike"), Short(alone));
        // Three levels have an order to ask for, and no twin to begin it.
        Assert.Equal(Outcome.Undecided, Networks(.1, -1, -1).Concat(Networks(.2, -1, -1)).Concat(Networks(.3, -1, -1)).Decide(N2).Of("all").Outcome);
    }

    [Fact]
    public void Pairs_that_are_missing_are_counted_together()
    {
        // One network left out on either side is allowed to each, but three pairs are not five.
        var noisy = Networks(.1, -1, -1).Select(static run => run.Seed == 1 ? run.Diverged() : run).ToArray();
        var apart = noisy.Concat(Twins().Select(static run => run.Seed == 3 ? run.Diverged() : run)).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, "of 5 seeds 3 have both networks and what is compared", 3), (apart.Outcome, apart.Note, apart.N));
        Assert.Equal(8, apart.Effects.Length);
        var together = noisy.Concat(Twins().Select(static run => run.Seed == 1 ? run.Diverged() : run)).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Holds, 4), (together.Outcome, together.N));
        // Where the loss is not finite there is no Hessian.
        var blind = Networks(.1, -1, -1).Select(static run => run.Seed > 2 ? With(run, static result => result with { Parts = [] }) : run).Concat(Twins()).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, 3), (blind.Outcome, blind.N));
    }

    [Fact]
    public void A_trace_that_is_negative_has_no_ratio_and_few_seeds_are_a_preview()
    {
        var saddle = Networks(.1, -1, -1).Select(static run => With(run, static result => result with { Parts = [result.Parts[0] with { Trace = -1 }] })).Concat(Twins()).Decide(N2);
        Assert.Equal((Outcome.Undecided, "ln ratio of the trace at equal iterations is not a number in 5 of 5 networks"), Short(saddle.Of("noisy, inside, s0 = 0.1")));
        var few = Networks(.1, -1, -1).Concat(Twins()).Where(static run => run.Seed < 3).Decide(N2);
        Assert.Equal([Outcome.Preview, Outcome.Preview, Outcome.Preview], few.Verdicts.Select(static verdict => verdict.Outcome));
    }

    [Fact]
    public void Each_kind_of_noise_has_a_verdict_of_its_own_and_the_whole_is_over_all_of_them()
    {
        // The factor of the step does nothing: the whole is undecided, additive noise alone holds.
        var factor = Networks(.2, 0, 0).Select(static run => run with { Sources = NoiseMix.Of([new NoiseSource { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [.1] }]) });
        var table = Networks(.1, -1, -1).Concat(factor).Concat(Twins()).Decide(N2);
        Assert.Equal((Outcome.Holds, "1 of 1 lines hold, 0 do not"), Short(table.Of("all additive noise")));
        Assert.Equal((Outcome.NoEffect, "0 of 1 lines hold, 0 do not; was undecided by the rules before 2026-11-30"), Short(table.Of("all multiplicative noise")));
        Assert.Equal((Outcome.Undecided, "1 of 2 lines hold, 0 do not"), Short(table.Of("all")));
        Assert.All(table.Verdicts.Where(static verdict => verdict.Cell.StartsWith("all ", StringComparison.Ordinal)), static verdict => Assert.False(verdict.Counted));
    }

    [Fact]
    public void Three_levels_of_one_family_must_go_one_way()
    {
        NetworkRun[] falling = [.. Networks(.1, -.5, -.5), .. Networks(.2, -1, -1), .. Networks(.4, -2, -2), .. Twins()];
        var table = falling.Decide(N2);
        var order = table.Of("inside additive, from level to level");
        Assert.Equal((Outcome.Holds, "monotone over the levels"), Short(order));
        // Least squares through 0, -.5, -1, -2.
        Assert.Equal(-.65, order.Effects[0].Value.Mean, 1e-9);
        Assert.Equal((Outcome.Holds, "4 of 4 lines hold, 0 do not"), Short(table.Of("all")));
        var turning = Networks(.1, -.5, -.5).Concat(Networks(.2, -1.1, -1.1)).Concat(Networks(.4, -1, -1)).Concat(Twins()).Decide(N2);
        Assert.Equal(Outcome.Undecided, turning.Of("inside additive, from level to level").Outcome);
        Assert.StartsWith("not monotone: ln ratio of lambda_1 at equal iterations;", turning.Of("inside additive, from level to level").Note, StringComparison.Ordinal);
        Assert.Equal((Outcome.Undecided, "3 of 4 lines hold, 0 do not"), Short(turning.Of("all")));
        Assert.DoesNotContain(Networks(.1, -1, -1).Concat(Networks(.2, -2, -2)).Concat(Twins()).Decide(N2).Verdicts, static verdict => verdict.Cell.Contains("level to level", StringComparison.Ordinal));
    }

    [Fact]
    public void Levels_of_two_networks_are_two_families()
    {
        // Of the larger network noise does ten times as much: sorted into one family the levels would go up and down.
        NetworkRun[] small = [.. Networks(.1, -.05, -.05), .. Networks(.2, -.1, -.1), .. Networks(.4, -.2, -.2), .. Twins()];
        var large = Networks(.1, -.5, -.5).Concat(Networks(.2, -1, -1)).Concat(Networks(.4, -2, -2)).Concat(Twins()).Select(static run => run with
        {
            Run = $"{run.Run} large",
            Arm = run.Arm with { Base = $"{run.Arm.Name} large" },
            Training = $"{run.Training} large",
            Twin = $"{run.Twin} large",
        });
        var table = small.Concat(large).Decide(N2);
        Assert.Equal((Outcome.Holds, "monotone over the levels"), Short(table.Of("none large, inside additive, from level to level")));
        Assert.Equal(-.65, table.Of("none large, inside additive, from level to level").Effects[0].Value.Mean, 1e-9);
        Assert.Equal(-.065, table.Of("none, inside additive, from level to level").Effects[0].Value.Mean, 1e-9);
    }

    [Fact]
    public void One_matrix_along_which_there_is_more_curvature_does_not_hold_whatever_the_others()
    {
        var sharper = Networks(.1, -1, -1).Select(static run => With(run, static result => result with { ScaledCurvatures = [.. result.ScaledCurvatures.Select(static array => array with { Value = array.Name == "V" ? 2 : array.Value })] }));
        var verdict = sharper.Concat(Twins()).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.DoesNotHold, "there is more curvature along V at equal iterations"), Short(verdict));
    }

    [Fact]
    public void Which_arrays_are_matrices_the_network_says_not_their_names()
    {
        var verdict = Networks(.1, -1, -1).Select(static run => run with { Matrices = ["b"] }).Concat(Twins()).Decide(N2).Of("noisy, inside, s0 = 0.1");
        Assert.Equal(["ln ratio of lambda_1", "ln ratio of the trace", "along b"], verdict.Effects.Select(static effect => effect.Symbol.Replace(" at equal iterations", "", StringComparison.Ordinal)).Take(3));
        Assert.Equal(["B", "C", "W_in", "W_out"], new Lipschitz().Matrices);
        Assert.All(Catalogue.Leaves(typeof(Network)), static leaf => Assert.Contains("W_out", ((Network)Activator.CreateInstance(leaf.Type)!).Matrices));
    }

    [Fact]
    public void N3_asks_for_the_exponent_without_noise_and_under_the_network_s_own()
    {
        var noisy = Networks(.1, 0, 0).Select(static run => run with { Results = [Exponents(-.5 + (.01 * run.Seed), -.6)] });
        var twins = Twins().Select(static run => run with { Results = [Exponents(-.1 + (.02 * run.Seed), null)] });
        var verdict = noisy.Concat(twins).Decide(new MoreStableDynamics()).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Holds, "more stable than its twin"), Short(verdict));
        Assert.Equal([-.42, -.54, -.42, -.54], verdict.Effects.Select(static effect => Math.Round(effect.Value.Mean, 9)));
        Assert.Equal(["exponent - twin's at equal iterations", "exponent under its noise - twin's at equal iterations"], verdict.Effects.Take(2).Select(static effect => effect.Symbol));
    }

    [Fact]
    public void N3_decides_nothing_on_the_paths_that_are_left_of_some_that_diverged()
    {
        var twins = Twins().Select(static run => run with { Results = [Exponents(-.1 + (.02 * run.Seed), null)] });
        var noisy = Networks(.1, 0, 0).Select(static run => run with { Results = [Exponents(-.5 + (.01 * run.Seed), -.6, diverged: run.Seed == 3 ? 1 : 0)] });
        var verdict = noisy.Concat(twins).Decide(new MoreStableDynamics()).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, "exponent - twin's at equal iterations is not a number in 1 of 5 networks"), Short(verdict));
    }

    [Fact]
    public void N4_asks_for_the_median_distance_over_all_samples_and_over_those_that_both_answer_rightly()
    {
        // Right on samples 0, 1, 2 and on 1, 2, 3: both on two. A wrong one is at distance 0.
        var noisy = Networks(.1, 0, 0).Select(static run => run with { Results = [Margins([3, 2, 4, 0], run.Seed)] });
        var twins = Twins().Select(static run => run with { Results = [Margins([0, 1, 1, 1], run.Seed)] });
        var verdict = noisy.Concat(twins).Decide(new LargerMargin()).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Holds, "a larger margin than its twin"), Short(verdict));
        double[] expected = [Math.Log(2.5), Math.Log(3), Math.Log(2.5), Math.Log(3)];
        foreach (var (effect, mean) in verdict.Effects.Zip(expected))
            Assert.Equal(mean, effect.Value.Mean, 1e-9);
        Assert.Equal(["ln ratio, all samples at equal iterations", "ln ratio, both right at equal iterations"], verdict.Effects.Take(2).Select(static effect => effect.Symbol));
        var closer = twins.Concat(Networks(.1, 0, 0).Select(static run => run with { Results = [Margins([.3, .2, .4, 0], run.Seed)] })).Decide(new LargerMargin());
        Assert.Equal(Outcome.DoesNotHold, closer.Of("noisy, inside, s0 = 0.1").Outcome);
    }

    [Fact]
    public void N4_decides_nothing_where_the_search_found_nothing_in_half_of_the_samples()
    {
        var twins = Twins().Select(static run => run with { Results = [Margins([1, 1, 1], run.Seed)] });
        var noisy = Networks(.1, 0, 0).Select(static run => run with { Results = [Margins([double.PositiveInfinity, double.PositiveInfinity, 1], run.Seed)] });
        var verdict = noisy.Concat(twins).Decide(new LargerMargin()).Of("noisy, inside, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, "ln ratio, all samples at equal iterations is not a number in 5 of 5 networks"), Short(verdict));
    }

    // ln ratios to the twin, each with a little spread over seeds.
    private static IEnumerable<NetworkRun> Networks(double sigma, double end, double atLoss) => Enumerable.Range(0, Seeds).Select(seed =>
    {
        var spread = .02 * (seed - 2);
        return Run("inside", sigma, (ulong)seed, 0, 0, "noisy") with
        {
            Matrices = ["W", "V"],
            Sources = NoiseMix.Of([new NoiseSource()]),
            Training = $"{sigma} {seed}",
            Twin = $"none {seed}",
            Results = [Result(Math.Exp(end + spread), Math.Exp(atLoss + spread))],
        };
    });

    private static IEnumerable<NetworkRun> Twins() => Enumerable.Range(0, Seeds).Select(static seed =>
        Run("silent", 0, (ulong)seed, 0, 0, "none") with { Training = $"none {seed}", Twin = $"none {seed}", Results = [Result(1, 1)] });

    private static HessianResult Result(double size, double atLoss) => Hessian(size) with { AtLosses = [new(.3, .29, 10, Hessian(7)), new(.2, .19, 20, Hessian(atLoss))] };

    private static HessianResult Hessian(double size) => new()
    {
        Trials = 8,
        Loss = .1,
        GradientNorm = .01,
        ScaledCurvatures = [new("all", size), new("W", size), new("V", size), new("b", -size)],
        Parts =
        [
            new()
            {
                Name = "all", Parameters = 9, Top = [size, 0], Residuals = [0, 0], Smallest = -1, SmallestResidual = 0, ConditionNumber = 3, Steps = 5,
                IsComplete = false, IsConverged = true, ProductError = 0, Trace = 3 * size, TraceError = 0, Density = null,
            },
        ],
    };

    private static NetworkRun With(NetworkRun run, Func<HessianResult, HessianResult> change) => run with { Results = [change((HessianResult)run.Results[0])] };

    private static HessianResult Scaled(HessianResult result, double factor) => result with
    {
        Parts = [.. result.Parts.Select(part => part with { Top = [.. part.Top.Select(value => factor * value)], Trace = factor * part.Trace })],
        AtLosses = [.. result.AtLosses.Select(at => at with { Result = Scaled(at.Result, factor) })],
    };

    // What a seed does to both is far larger than the differences.
    private static MarginResult Margins(ImmutableArray<double> distances, ulong seed)
    {
        ImmutableArray<double> measured = [.. distances.Select(distance => distance * Math.Exp(seed))];
        ImmutableArray<bool> right = [.. distances.Select(static distance => distance > 0)];
        var result = new MarginResult
        {
            Trials = distances.Length, InputNorm = 1, StepGain = null, Gain = null, Right = right, OutputMargins = measured, Local = measured, Certified = null, Measured = measured,
            MedianLocal = MarginResult.MedianOf(measured, right), MedianCertified = null, MedianMeasured = MarginResult.MedianOf(measured, right),
        };
        return result with { AtLosses = [new(.2, .19, 20, result)] };
    }

    private static LyapunovResult Exponents(double silent, double? noisy, int diverged = 0)
    {
        var result = new LyapunovResult
        {
            TrainingSigma = noisy is null ? 0 : .1, Trials = 2, StateSize = 2, IsPerStep = false, Transient = 0, Times = [1],
            Levels = [Level(0, silent) with { Diverged = diverged }, .. noisy is { } value ? [Level(1, value) with { Diverged = diverged }] : ImmutableArray<LyapunovLevel>.Empty],
        };
        return result with { AtLosses = [new(.2, .19, 20, result)] };
    }

    private static LyapunovLevel Level(double level, double largest) => new()
    {
        Level = level, Sigma = level, Diverged = 0, Exponents = [largest, -9], Errors = [0, 0], LargestOfTrials = [largest], Convergence = [], ConvergenceErrors = [],
    };

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);
}
