using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Numerics;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The bounds of the top exponent where it is known, and that no network of any kind leaves them.</summary>
public sealed class StabilityTests
{
    private const double Dt = 0.05;

    // Of eigenvalues, norms and some thousand logarithms.
    private const double Rounding = 1e-12;

    [Fact]
    public void Norms_and_eigenvalues_are_those_of_the_matrices_with_each_units_rate_in_them()
    {
        // Units of different steps: R = diag(2, .5). A = [[-1, 2], [0, -3]], so (RA)^sym = [[-2, 2], [2, -1.5]]; RW = [[0, 6], [0, 0]].
        var subject = LipschitzOf([-1, 2, 0, -3], [0, 3, 0, 0]);
        subject.Parameters["step"][0] = 2 * Dt;
        subject.Parameters["step"][1] = .5 * Dt;
        var matrices = Run(subject).Matrices!;
        var (middle, half) = (-1.75, Math.Sqrt((.25 * .25) + 4));
        Assert.Equal(middle + half, matrices.LargestSymmetric, Rounding);
        Assert.Equal(middle - half, matrices.SmallestSymmetric, Rounding);
        Assert.Equal(6, matrices.RecurrentNorm, Rounding);
        Assert.Equal(1, matrices.LargestSlope);

        // A CTRNN has A = -I/tau and W = W_rec/tau, and the antisymmetric RNN no A.
        var slow = ConstructedMaps.Network(new Sigmoid(), [0, 3, 0, 0]);
        matrices = Run(slow with { Setup = slow.Setup with { Network = (Ctrnn)slow.Network with { Tau = [2, 4] } } }).Matrices!;
        Assert.Equal((-.25, -.5, .5), (matrices.LargestSymmetric, matrices.SmallestSymmetric, matrices.LinearNorm), Close);
        Assert.Equal((1.5, .25, .25), (matrices.RecurrentNorm, matrices.LargestSlope, -matrices.LargestSymmetric), Close);
        matrices = Run(Random(new Antisymmetric { Units = 3, MatrixStd = 1, Gamma = 0 }, 1)).Matrices!;
        Assert.Equal((0, 0, 0), (matrices.LargestSymmetric, matrices.SmallestSymmetric, matrices.LinearNorm), Close);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    public void Where_the_linear_part_turns_and_nothing_recurs_both_bounds_are_the_exponent(double s)
    {
        // dh = (a I + w J) h dt + s h dB: exponent a - s^2/2.
        const double A = .4, W = 2;
        var subject = LipschitzOf([A, -W, W, A], [0, 0, 0, 0]) with { Setup = LipschitzOf([A, -W, W, A], [0, 0, 0, 0]).Setup with { Noise = s > 0 ? [new() { Kind = NoiseKind.CommonScalar, Placement = Placement.State, Sigma = [s], Scale = NoiseScale.SqrtDt }] : [] } };
        var level = Run(subject, new Stability { Trials = 32, Hold = 2000, Transient = 0 }).Levels[^1];
        Assert.Equal(A - (s * s / 2), level.Upper!.Value, Rounding);
        Assert.Equal(level.Upper.Value, level.Lower!.Value, Rounding);
        // Euler's steps turn outward, by the slack of the bound; noise adds dt (a s^2 - 3 s^4/4) and less.
        var slack = level.UpperOfSteps!.Value - level.Upper.Value;
        Assert.Equal(Dt / 2 * ((A * A) + (W * W)), slack, Rounding);
        Assert.InRange(level.Exponent!.Value, level.Lower.Value - (4 * level.Error) - (Dt * s * s * s * s) - Rounding, level.Upper.Value + (4 * level.Error) + slack + (Dt * A * s * s));
        if (s == 0)
            Assert.Equal(Math.Log(((1 + (Dt * A)) * (1 + (Dt * A))) + (Dt * W * Dt * W)) / 2 / Dt, level.Exponent.Value, Rounding);
        else
            Assert.True(level.Exponent < 0, "noise of this level stabilises");
    }

    [Fact]
    public void The_largest_slope_of_an_activation_is_found_where_it_is_neither_at_0_nor_far_out()
    {
        // gelu'(x) = Phi(x) + x phi(x) is largest at sqrt(2).
        var root = Math.Sqrt(2);
        var largest = NoisyRnn.Numerics.Elementary.NormalCumulative(root) + (root * NoisyRnn.Numerics.Elementary.NormalDensity(root));
        Assert.Equal(largest, Run(ConstructedMaps.Network(new Gelu(), [0])).Matrices!.LargestSlope, Rounding);
        Assert.Equal(1, Run(ConstructedMaps.Network(new Relu(), [0])).Matrices!.LargestSlope);
        Assert.Equal(1, Run(ConstructedMaps.Network(new SoftPlus(), [0])).Matrices!.LargestSlope, Rounding);
    }

    [Theory]
    [InlineData("lipschitz", .2)]
    [InlineData("lipschitz", 1.5)]
    [InlineData("antisymmetric", 1)]
    [InlineData("ctrnn", .5)]
    [InlineData("ctrnn", 3)]
    public void No_path_of_a_driven_network_leaves_the_bounds_of_its_steps(string kind, double std)
    {
        const int Units = 12;
        for (var seed = 1UL; seed <= 6; seed++)
        {
            var weights = std / Math.Sqrt(Units);
            var subject = Random(kind switch
            {
                "lipschitz" => new Lipschitz { Units = Units, Beta = .7, GammaA = .3, MatrixStd = weights },
                "antisymmetric" => new Antisymmetric { Units = Units, MatrixStd = weights },
                _ => new Ctrnn { Units = Units, Tau = [.5], Activation = new Gelu(), RecurrentInitializer = new NormalInitializer { Std = weights } },
            }, seed);
            if (kind == "lipschitz")
                PlainMatrices.Gaussian((int)seed, Units).Select(static x => Dt * (1 + (.2 * x))).ToArray().CopyTo(subject.Parameters["step"]);
            var result = Run(subject, new Stability { Trials = 8, Hold = 30, Transient = .1 });
            var level = Assert.Single(result.Levels);
            Assert.Equal(8, level.OfTrials.Length);
            // Pathwise: neither trial nor finite time makes an exception.
            Assert.All(level.OfTrials, exponent => Assert.InRange(exponent, level.LowerOfSteps!.Value - Rounding, level.PathUpperOfSteps!.Value + Rounding));
            Assert.InRange(level.PathSlope!.Value, 0, result.Matrices!.LargestSlope + Rounding);
            Assert.True(level.Lower - Rounding <= level.PathLower && level.PathLower <= level.PathUpper && level.PathUpper <= level.Upper + Rounding);
            Assert.True(level.PathUpperOfSteps <= level.UpperOfSteps + Rounding);
        }
    }

    [Fact]
    public void The_slope_of_the_path_is_the_largest_that_any_unit_had()
    {
        // No weight but the bias: slope 1 - tanh^2 of it, all the time.
        var subject = LipschitzOf([-2, 0, 0, -2], [0, 0, 0, 0]);
        subject.Parameters["b_rec"].Fill(1);
        var level = Assert.Single(Run(subject).Levels);
        Assert.Equal(1 - (Math.Tanh(1) * Math.Tanh(1)), level.PathSlope!.Value, Rounding);
    }

    [Fact]
    public void Where_the_sufficient_condition_is_met_the_network_is_stable_and_both_ways_to_write_it_agree()
    {
        var met = 0;
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var subject = Random(new Lipschitz { Units = 6, Beta = .8, GammaA = seed % 2 == 0 ? 2.5 : .1, MatrixStd = .3 }, seed);
            var result = Run(subject, new Stability { Trials = 2, Hold = 200 });
            Assert.Equal(result.Matrices!.IsContracting, result.Matrices.MeetsLipschitzCondition);
            if (!result.Matrices.IsContracting)
                continue;
            met++;
            // The bound of the steps: contraction of the equation is that of its steps where they are small.
            Assert.True(result.Levels[0].Exponent < result.Levels[0].UpperOfSteps);
            Assert.True(result.Levels[0].Upper < 0);
        }

        Assert.InRange(met, 10, 30);
    }

    [Fact]
    public void Independent_noise_has_the_extremes_of_its_definition()
    {
        double[] s = [.5, 1, 2];
        var noise = StabilityNoise.Independent(s);
        double psi = 0, phi = 0, smallest = double.PositiveInfinity, largest = 0;
        // sup and inf each by themselves over directions, finely; at the ends by the unit vectors.
        for (var i = 0; i <= 100; i++)
        {
            for (var j = 0; i + j <= 100; j++)
            {
                double[] p = [i / 100.0, j / 100.0, (100 - i - j) / 100.0];
                var square = s.Zip(p, static (level, share) => level * level * share).Sum();
                var along = s.Zip(p, static (level, share) => level * level * share * share).Sum();
                (psi, phi) = (Math.Max(psi, square / 2), Math.Max(phi, along));
                (smallest, largest) = (Math.Min(smallest, along), Math.Min(largest == 0 ? double.PositiveInfinity : largest, square / 2));
            }
        }

        // Shares a hundredth off the best cost their square.
        Assert.Equal(psi - smallest, noise.Psi, 4 * 1e-4);
        Assert.Equal(largest - phi, noise.Phi, Rounding);
        Assert.Equal(new(-.5, .5 - (1 / 4.0)), StabilityNoise.Independent([1, 1, 1, 1]));
        Assert.Equal(StabilityNoise.CommonScalar(1.5), StabilityNoise.Independent([1.5]));
        // A unit without noise may carry the direction alone.
        Assert.Equal(new(-4, 2), StabilityNoise.Independent([0, 2]));
    }

    [Fact]
    public void Noise_that_does_not_grow_with_the_state_drops_out_and_what_has_no_bound_has_none()
    {
        var subject = LipschitzOf([-1, 0, 0, -1], [0, .2, .1, 0]);
        StabilityLevel Under(NoiseSource source) => Run(subject with { Setup = subject.Setup with { Noise = [source with { Placement = Placement.State, Sigma = [.3] }] } }).Levels[1];
        Assert.Equal((0.0, 0.0), (Under(new()).Phi!.Value, Under(new()).Psi!.Value));
        Assert.Null(Under(new() { Kind = NoiseKind.ReleasedUniform }).Upper);
        Assert.Null(Under(new() { Kind = NoiseKind.DriftMultiplicative }).Upper);
        Assert.NotNull(Under(new() { Kind = NoiseKind.DriftMultiplicative }).Exponent);
        // Per step .3 is .3/sqrt(dt) per square root of time.
        Assert.Equal(-.09 / Dt / 2, Under(new() { Kind = NoiseKind.CommonScalar }).Psi!.Value, Rounding);

        Assert.Null(Run(subject with { Setup = subject.Setup with { Scheme = new HeunStratonovich() } }).Matrices);
        var lstm = Run(Random(new Lstm { Units = 3 }, 2));
        Assert.Equal((null, null, true), (lstm.Matrices, lstm.Levels[0].Upper, lstm.IsPerStep));
        Assert.NotNull(lstm.Levels[0].Exponent);
        Assert.Equal(["top exponent, silent"], lstm.Findings!.Metrics.Select(static metric => metric.Name));
        Assert.Contains("no recurrence", new Stability().Refusal(subject.Setup with { Network = new FeedForward() }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Run(subject with { Setup = subject.Setup with { Network = new FeedForward() } }));
    }

    [Fact]
    public void The_exponent_is_that_of_the_analysis_lyapunov_and_neither_threads_nor_the_store_change_a_bit()
    {
        var subject = Random(new Lipschitz { Units = 5, MatrixStd = .5 }, 3) with { Setup = Random(new Lipschitz { Units = 5, MatrixStd = .5 }, 3).Setup with { Noise = [new() { Placement = Placement.State, Sigma = [.1] }] } };
        var analysis = new Stability { Trials = 5, Hold = 40 };
        var shares = new List<double>();
        var result = analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken);
        var spectrum = new Lyapunov { Trials = 5, Hold = 40, Exponents = 1 }.Run(subject, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(spectrum.Levels.Select(static level => level.Exponents[0]), result.Levels.Select(static level => level.Exponent!.Value));
        var text = ResultJson.Write(result);
        Assert.Equal(text, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(text, ResultJson.Write(ResultJson.Read<StabilityResult>(text)));
        Assert.Equal((10, 1), (shares.Count, shares[^1]));
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    private static bool Close((double, double, double) x, (double, double, double) y) =>
        Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) + Math.Abs(x.Item3 - y.Item3) < 1e-12;

    private static StabilityResult Run(TrainedNetwork subject, Stability? analysis = null) =>
        (analysis ?? new Stability { Trials = 2, Hold = 20 }).Run(subject, cancellation: TestContext.Current.CancellationToken);

    // With beta = 1/2 and no gamma, A = B and W = C.
    private static TrainedNetwork LipschitzOf(double[] a, double[] w)
    {
        var network = new Lipschitz { Units = (int)Math.Sqrt(a.Length), Beta = .5, GammaA = 0, GammaW = 0 };
        var parameters = new Parameters(network.Layout(3, 2));
        a.CopyTo(parameters["B"]);
        w.CopyTo(parameters["C"]);
        parameters["step"].Fill(Dt);
        return Of(network, parameters, 1);
    }

    private static TrainedNetwork Random(Network network, ulong seed) => Of(network, network.Initialize(3, 2, Dt, seed), seed);

    private static TrainedNetwork Of(Network network, Parameters parameters, ulong seed) =>
        new(new Setup { Task = new HeldInputs(20), Network = network, Dt = Dt, Seed = seed }, parameters);
}
