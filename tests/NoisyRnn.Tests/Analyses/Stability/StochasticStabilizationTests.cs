using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Exponents of equations under noise that grows with the state, where they are known, and the bounds in a thousand systems.</summary>
public sealed class StochasticStabilizationTests
{
    private const double TimeStep = 0.002;

    // Of a few logarithms.
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(.5, 0)]
    [InlineData(.5, .5)]
    [InlineData(.5, 1)]
    [InlineData(.5, 2)]
    [InlineData(-1, 3)]
    public void A_scalar_linear_equation_has_the_exponent_a_less_half_the_square_of_the_noise(double a, double s)
    {
        var found = StochasticStabilizationSystem.Measure(StochasticStabilizationSystems.Decoupled(1, a), isIndependent: false, s, time: 50, TimeStep, Random(1));
        // Euler's steps of the drift: ln(1 + a dt)/dt.
        var discrete = Math.Log(1 + (a * TimeStep)) / TimeStep;
        Assert.Equal(discrete - (s * s / 2), found.Exponent, (4 * found.Error) + 1e-9);
        Assert.Equal(a - (s * s / 2), found.Exponent, (4 * found.Error) + (a * a * TimeStep));
        // The error is that of s B/T over 16 paths of time 45, itself known to 1/sqrt(30).
        Assert.Equal(s / Math.Sqrt(16 * 45), found.Error, 4 * s / Math.Sqrt(16 * 45 * 30) + 1e-9);
        // Less the martingale nothing of it is left.
        Assert.Equal(discrete - (s * s / 2), found.Controlled, 1e-9);
        Assert.Equal((a - (s * s / 2), a - (s * s / 2)), (found.Lower, found.Upper));
        Assert.True(found.IsRespected);
        Assert.Equal(s * s > 2 * a, found.IsCertified);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_is_the_drifts_and_then_the_noises_own_solution(bool isIndependent)
    {
        // h <- (h + f dt) exp(s sqrt(dt) xi - s^2 dt/2), with the draws in the order of units and, in each, paths.
        const double S = 1.3;
        double[] a = [.3, -1, .8, -.2], w = [.5, .1, -.7, 1.2], start = [.6, -.9];
        var paths = new StochasticStabilizationPaths(new(a, w, [1, 2], new(new NoisyRnn.Networks.Tanh(), [])), isIndependent, S, TimeStep);
        paths.Start(Random(4));
        paths.Start(0, start);
        paths.Step(Random(3));
        var draws = Random(3);
        double[] xi = [.. Enumerable.Range(0, 32).Select(_ => draws.NextNormal())];
        for (var i = 0; i < 2; i++)
        {
            var drift = (a[2 * i] * start[0]) + (a[(2 * i) + 1] * start[1]) + ((1 + i) * Math.Tanh((w[2 * i] * start[0]) + (w[(2 * i) + 1] * start[1])));
            var noise = (S * Math.Sqrt(TimeStep) * xi[isIndependent ? i * 16 : 0]) - (S * S * TimeStep / 2);
            Assert.Equal((start[i] + (TimeStep * drift)) * Math.Exp(noise), paths.State(0, i), Rounding);
        }
    }

    [Theory]
    [InlineData(-1, 3, 0)]
    [InlineData(-1, .4, -.6)]
    [InlineData(.5, 2, .5)]
    public void Far_out_and_near_the_origin_the_equation_is_what_its_activation_is_there(double a, double w, double exponent)
    {
        // dh = (a h + tanh(w h)) dt: to a fixed point off 0; to 0, where tanh is linear (e^-24 here); or away, where it does not matter.
        var system = new StabilitySystem([a], [w], [1], new(new NoisyRnn.Networks.Tanh(), []));
        var found = StochasticStabilizationSystem.Measure(system, isIndependent: false, 0, time: 40, TimeStep, Random(2));
        // Some 3 e-folds of the way there are counted, over 36; and Euler's dt/2 of the rates' squares.
        Assert.Equal(exponent, found.Exponent, .06);
        Assert.InRange(found.Exponent, found.Lower - found.SlackBelow, found.Upper + found.SlackAbove);
        var paths = new StochasticStabilizationPaths(system, isIndependent: false, 0, TimeStep);
        paths.Start(0, [1]);
        var random = Random(2);
        for (var t = 0; t < 20_000; t++)
            paths.Step(random);
        if (exponent == 0)
            Assert.Equal(paths.State(0, 0), Math.Tanh(w * paths.State(0, 0)), 1e-9);
        else // tanh(w h)/h, far out 1/h: 2 in all of time 40. Growth and decay of e^20 and more stay numbers.
            Assert.Equal(exponent, paths.Lengths[0] / 40, .05);
    }

    [Fact]
    public void Common_noise_above_the_threshold_stabilises_and_units_apart_are_stabilised_where_nothing_says_so()
    {
        var result = Run(Unstable(4), new() { Levels = [0, 1, 3], Time = 60, Systems = 0 });
        Assert.True(result.Common[0].Exponent > .3, "unstable without noise");
        Assert.InRange(result.Threshold, 1, 3);
        var certified = result.FirstCertified!;
        Assert.Equal(3, certified.Level);
        Assert.True(certified.Exponent + (4 * certified.Error) < 0, "stable under certified noise");
        Assert.True(certified.Level * certified.Level > 2 * result.Common[0].Upper);

        // Two units apart, a = 1/2: stable from s = 1 on, a - s^2/2; psi + a = a + s^2/2 - s^2/2 never says so.
        var apart = result.Decoupled[^1];
        Assert.Equal(result.DecoupledRate, apart.Upper, Rounding);
        Assert.False(apart.IsCertified);
        // The larger of two: s |B_1 - B_2|/2 above their mean, s sqrt(T/pi) of the time T = 54, and its spread over 16 paths; from random starts.
        Assert.Equal(result.DecoupledRate - 4.5 + (3 / Math.Sqrt(Math.PI * 54)), apart.Exponent, .1 + (4 * apart.Error));
        Assert.True(apart.Exponent < -2);
        Assert.All(result.All, static system => Assert.True(system.IsRespected));
        // Equal noise for all levels: at s = 0 both kinds are one.
        Assert.Equal(result.Common[0].Exponent, result.Independent[0].Exponent);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Every_bound_is_respected_in_a_thousand_random_systems_and_the_tight_ones_lie_on_it()
    {
        var result = Run(Unstable(2), new() { Levels = [0, 3], Time = 1, Systems = 1000, SystemTime = 4 });
        Assert.Equal(1000, result.Systems.Length);
        var outside = result.Systems.Where(static system => !system.IsRespected).ToArray();
        Assert.True(outside.Length == 0, string.Join("\n", outside.Select(static system => system.ToString())));
        var tight = result.Systems.Where(static system => system.IsTight).ToArray();
        Assert.Equal(100, tight.Length);
        Assert.All(tight, static system =>
        {
            Assert.Equal(system.Upper, system.Lower, 1e-9);
            // Pathwise: the martingale is all the spread there is, and the rest is Euler's.
            Assert.InRange(system.Controlled - system.Upper, -system.SlackBelow - 1e-9, system.SlackAbove + 1e-9);
        });
        // It tests something: both signs of exponent, both kinds of noise, and bounds that are near as well as far.
        Assert.InRange(result.Systems.Count(static system => system.Exponent > 0), 100, 900);
        Assert.InRange(result.Systems.Count(static system => system.IsIndependent), 350, 550);
        Assert.InRange(result.Systems.Count(static system => !system.IsTight && system.Upper - system.Controlled < .1), 20, 900);
        var common = result.Systems.Where(static system => system is { IsIndependent: false, IsTight: false });
        Assert.All(common, static system => Assert.InRange(system.Controlled, system.Lower - system.SlackBelow - 1e-9, system.Upper + system.SlackAbove + 1e-9));
    }

    [Fact]
    public void A_bound_that_is_wrong_is_found_out()
    {
        var found = StochasticStabilizationSystem.Measure(StochasticStabilizationSystems.Decoupled(3, .2), isIndependent: false, 1, time: 20, TimeStep, Random(1));
        Assert.True(found.IsRespected);
        Assert.False((found with { Upper = found.Upper - .01 }).IsRespected);
        Assert.False((found with { Lower = found.Lower + .01 }).IsRespected);
    }

    [Fact]
    public void Networks_of_two_units_have_a_portrait_without_noise_and_with()
    {
        var small = new StochasticStabilization { Levels = [0, 2, 4], Time = 2, Systems = 3, SystemTime = 1 };
        var result = Run(Unstable(2), small);
        Assert.Equal([0, result.FirstCertified!.Level], result.Portraits.Select(static portrait => portrait.Level));
        Assert.All(result.Portraits, static portrait => Assert.Equal(4, portrait.First.Length));
        // Away without noise, and in the end nearer with it.
        Assert.All(result.Portraits[0].First.Zip(result.Portraits[0].Second), static path => Assert.True(Far(path) > 1));
        Assert.Contains(result.Portraits[1].First.Zip(result.Portraits[1].Second), static path => Far(path) < .5);
        Assert.Empty(Run(Unstable(3), small).Portraits);

        static double Far((System.Collections.Immutable.ImmutableArray<double> X, System.Collections.Immutable.ImmutableArray<double> Y) path) => Math.Sqrt((path.X[^1] * path.X[^1]) + (path.Y[^1] * path.Y[^1]));
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_can_be_stopped()
    {
        var (subject, analysis) = (Unstable(3), new StochasticStabilization { Levels = [0, 1], Time = 1, Systems = 5, SystemTime = .5 });
        var shares = new List<double>();
        var result = analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken);
        var text = ResultJson.Write(result);
        Assert.Equal(text, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(text, ResultJson.Write(ResultJson.Read<StochasticStabilizationResult>(text)));
        Assert.Equal((11, 1), (shares.Count, shares[^1]));
        // Another seed, other systems and noise.
        Assert.NotEqual(result.Systems[1].Upper, Run(subject with { Setup = subject.Setup with { Seed = 9 } }, analysis).Systems[1].Upper);
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_has_no_rest_at_the_origin_is_refused_and_bad_options_are_named()
    {
        var analysis = new StochasticStabilization();
        Assert.Null(analysis.Refusal(Unstable(2).Setup));
        Assert.Null(analysis.Refusal(ConstructedMaps.Network(new Relu(), [.5]).Setup));
        Assert.Contains("sigmoid", analysis.Refusal(ConstructedMaps.Network(new Sigmoid(), [.5]).Setup), StringComparison.Ordinal);
        Assert.Contains("lstm", analysis.Refusal(Unstable(2).Setup with { Network = new Lstm() }), StringComparison.Ordinal);
        Assert.Equal("levels", Assert.Single(Problems(new() { Levels = [1, 2] })));
        Assert.Equal("time-step", Assert.Single(Problems(new() { SystemTime = .01 })));
        Assert.Empty(Problems(analysis));

        static IEnumerable<string> Problems(StochasticStabilization spec) => spec.Problems().Select(static problem => problem.Key);
    }

    // A linear part that grows at a rate of .5, and recurrence of some size.
    private static TrainedNetwork Unstable(int units)
    {
        var network = new Lipschitz { Units = units, GammaA = -.5, MatrixStd = .3 / Math.Sqrt(units) };
        return new(new Setup { Task = new HeldInputs(20), Network = network, Dt = .05 }, network.Initialize(3, 2, .05, 1));
    }

    private static StochasticStabilizationResult Run(TrainedNetwork subject, StochasticStabilization analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    private static RandomStream Random(ulong number) => new(NoiseKey.OfItem(7, NoiseStream.Analysis, 0), number);
}
