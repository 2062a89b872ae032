using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>N1, part (c): training on the explicit regulariser beside training with the noise it stands for, and with neither.</summary>
public sealed class PenaltyActsAsNoiseTests
{
    private const int Seeds = 5;
    private const double Sigma = .1;
    private static readonly PenaltyActsAsNoise N1 = new();

    [Fact]
    public void A_cell_holds_where_all_three_are_within_a_tenth_and_training_with_neither_differs()
    {
        var verdict = Decide(Penalty(.02, -.03, .01), Neither(.5)).Of("pq, for noisy, state, s0 = 0.1");
        Assert.Equal((Outcome.Holds, "the penalty does what the noise does", Seeds), (verdict.Outcome, verdict.Note, verdict.N));
        Assert.Equal(
            ["loss under noise", "trace", "clean accuracy", "loss under noise, none", "trace, none", "clean accuracy, none"], verdict.Effects.Select(static effect => effect.Symbol));
        Assert.Equal([.02, -.03, .01, .5, .5, 0], verdict.Effects.Select(static effect => Math.Round(effect.Value.Mean, 9)));
        Assert.Equal((Outcome.Holds, "1 of 1 cells hold, 0 do not"), Short(Decide(Penalty(.02, -.03, .01), Neither(.5)).Of("all")));
    }

    [Theory]
    [InlineData(.3, 0, 0, "loss under noise: higher than with noise")]
    [InlineData(0, -.3, 0, "trace: lower than with noise")]
    [InlineData(0, 0, -.3, "clean accuracy: lower than with noise")]
    public void One_quantity_that_is_farther_off_does_not_hold(double loss, double trace, double accuracy, string note)
    {
        var table = Decide(Penalty(loss, trace, accuracy), Neither(.5));
        Assert.Equal((Outcome.DoesNotHold, note), Short(table.Of("pq, for noisy, state, s0 = 0.1")));
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void What_may_be_farther_off_is_undecided_and_so_is_a_noise_that_does_nothing()
    {
        var near = Decide(Penalty(Math.Log(1.1), 0, 0), Neither(.5)).Of("pq, for noisy, state, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, "loss under noise may be above 0.0953"), Short(near));
        var idle = Decide(Penalty(0, 0, 0), Neither(0)).Of("pq, for noisy, state, s0 = 0.1");
        Assert.Equal((Outcome.Undecided, "training with neither is not shown to differ: there may be nothing to replace"), Short(idle));
        // A penalty that does harm is refuted all the same.
        Assert.Equal((Outcome.DoesNotHold, "loss under noise: higher than with noise; was undecided by the rules before 2026-11-30"), Short(Decide(Penalty(.7, 0, 0), Neither(0)).Of("pq, for noisy, state, s0 = 0.1")));
    }

    [Fact]
    public void Without_the_noisy_arm_or_without_a_penalty_nothing_is_decided()
    {
        var alone = Penalty(0, 0, 0).Concat(Neither(.5)).Decide(N1);
        Assert.Equal(Outcome.Undecided, alone.Of("pq, silent, tested state, s0 = 0").Outcome);
        Assert.StartsWith("no arm was trained with the noise that the penalty stands for", alone.Of("pq, silent, tested state, s0 = 0").Note, StringComparison.Ordinal);
        Assert.Equal((Outcome.Undecided, "no network was trained with a penalty that stands for noise"), Short(Assert.Single(Noisy().Concat(Neither(.5)).Decide(N1).Verdicts)));
        var few = Penalty(0, 0, 0).Concat(Noisy()).Concat(Neither(.5)).Where(static run => run.Seed < 3).Decide(N1);
        Assert.Equal([Outcome.Preview, Outcome.Preview], few.Verdicts.Select(static verdict => verdict.Outcome));
    }

    [Fact]
    public void An_arm_whose_networks_all_diverged_stays_in_the_claim()
    {
        var diverged = Arm("pq-large", "silent, tested state", 0, seed => ($"large {seed}", $"large {seed}", $"noise {seed}"), 0, 0, 0, spread: 0).Select(static run => run.Diverged() with { Results = [] });
        var table = Decide(Penalty(.02, -.03, .01).Concat(diverged), Neither(.5));
        Assert.Equal((Outcome.NotTrained, "5 of 5 networks diverged or did not learn the task"), Short(table.Of("pq-large, silent, tested state, s0 = 0")));
        Assert.Equal((Outcome.Undecided, "1 of 2 cells hold, 0 do not"), Short(table.Of("all")));
        Assert.Equal(Seeds, table.Of("all").LeftOut.Length);
    }

    private static ClaimTable Decide(IEnumerable<NetworkRun> penalty, IEnumerable<NetworkRun> neither) => penalty.Concat(Noisy()).Concat(neither).Reverse().Decide(N1);

    private static IEnumerable<NetworkRun> Noisy() => Arm("noisy", "state", Sigma, seed => ($"noise {seed}", $"none {seed}", ""), 0, 0, 0, spread: 0);

    // ln ratios to the noisy arm.
    private static IEnumerable<NetworkRun> Penalty(double loss, double trace, double accuracy) =>
        Arm("pq", "silent, tested state", 0, seed => ($"pq {seed}", $"pq {seed}", $"noise {seed}"), loss, trace, accuracy, spread: .005);

    private static IEnumerable<NetworkRun> Neither(double ratio) =>
        Arm("none", "silent, tested state", 0, seed => ($"none {seed}", $"none {seed}", ""), ratio, ratio, 0, spread: .005);

    private static IEnumerable<NetworkRun> Arm(
        string name, string placement, double sigma, Func<int, (string Training, string Twin, string StandsFor)> hashes, double loss, double trace, double accuracy, double spread) =>
        Enumerable.Range(0, Seeds).Select(seed =>
        {
            var (training, twin, standsFor) = hashes(seed);
            // What a seed does to all arms alike is far larger than the differences.
            double Of(double ratio) => Math.Exp(ratio + (spread * (seed - 2)) + seed);
            var run = Run(placement, sigma, (ulong)seed, 0, 0, name);
            return run with
            {
                Training = training,
                Twin = twin,
                StandsFor = standsFor,
                Sweep = run.Sweep! with
                {
                    TargetVariance = 0,
                    Points = [.. run.Sweep.Points.Select((point, k) => point with { Sigma = k * Sigma, Loss = Of(loss), Accuracy = .5 * Math.Exp(accuracy + (spread * (seed - 2))) })],
                },
                Results =
                [
                    new HessianResult
                    {
                        Trials = 8, Loss = .1, GradientNorm = .01, ScaledCurvatures = [],
                        Parts =
                        [
                            new()
                            {
                                Name = "all", Parameters = 9, Top = [1], Residuals = [0], Smallest = 0, SmallestResidual = 0, ConditionNumber = 3, Steps = 5,
                                IsComplete = false, IsConverged = true, ProductError = 0, Trace = Of(trace), TraceError = 0, Density = null,
                            },
                        ],
                    },
                ],
            };
        });

    private static (Outcome, string) Short(Verdict verdict) => (verdict.Outcome, verdict.Note);
}
