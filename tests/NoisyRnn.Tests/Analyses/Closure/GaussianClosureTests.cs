using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Networks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Means and covariances without a draw: exact where the network is linear, against simulation where it is not.</summary>
public sealed class GaussianClosureTests
{
    private const double Step = 0.1;

    // Sums of a few hundred products of numbers of size 1.
    private const double Rounding = 1e-12;

    private static readonly Placement[] Placements = Enum.GetValues<Placement>();

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void A_linear_network_has_the_mean_and_covariance_of_its_recursion(int units)
    {
        // A time constant and a noise level of its own for each unit, noise at every placement, and a start that is not zero.
        ImmutableArray<double> tau = [.. Enumerable.Range(0, units).Select(static i => 0.1 + (0.25 * (i % 5)))];
        var subject = Subject(new Ctrnn { Units = units, Activation = new Identity(), Tau = tau, StateInitializer = new NormalInitializer() }, 30);
        ImmutableArray<NoiseSource> noise =
        [
            .. Placements.Select(placement => new NoiseSource
            {
                Placement = placement,
                Sigma = placement is Placement.Input or Placement.Readout ? [0.3] : [.. Enumerable.Range(0, units).Select(i => 0.1 * (i % 4))],
            }),
            new NoiseSource { Placement = Placement.Inside, Sigma = [0.2] },
            .. Placements.Select(static placement => new NoiseSource { Placement = placement, Sigma = [0.15], Common = NoiseGroup.Layer }),
        ];
        var plain = new LinearNetwork(subject, noise);
        var closure = new GaussianClosure(subject, noise);
        var state = closure.Start();
        foreach (var input in Inputs(subject))
        {
            closure.Step(state, input);
            plain.Step(Vector<double>.Build.Dense(input));
            AssertSame(plain, state.Hidden, Rounding);
            var output = closure.Read(state);
            Assert.Equal(plain.OutputMean.ToArray(), output.Mean, (x, y) => Math.Abs(x - y) < Rounding);
            Assert.Equal(plain.OutputCovariance.ToColumnMajorArray(), [.. output.Covariance.Cast<double>()], static (x, y) => Math.Abs(x - y) < Rounding);
        }
    }

    [Theory]
    [InlineData(Placement.Inside)]
    [InlineData(Placement.Outside)]
    [InlineData(Placement.State)]
    [InlineData(Placement.Input)]
    public void Held_long_enough_a_linear_network_has_the_covariance_of_the_lyapunov_equation(Placement placement)
    {
        const int Units = 4;
        var subject = Subject(new Ctrnn { Units = Units, Activation = new Identity() }, 1500);
        ImmutableArray<NoiseSource> noise = [new() { Placement = placement, Sigma = [0.4] }];
        var (closure, plain) = (new GaussianClosure(subject, noise), new LinearNetwork(subject, noise));
        var state = closure.Start();
        foreach (var input in Inputs(subject))
            closure.Step(state, input);
        // vec Sigma = (I - A x A)^-1 vec Q.
        var a = plain.Transition;
        var solved = (Matrix<double>.Build.DenseIdentity(Units * Units) - a.KroneckerProduct(a)).Solve(Vector<double>.Build.Dense(plain.Injected.ToColumnMajorArray()));
        for (var i = 0; i < Units; i++)
        {
            for (var j = 0; j < Units; j++)
                Assert.Equal(solved[(j * Units) + i], state.Hidden.Covariance(i, j), Rounding);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    public void A_linear_unit_by_itself_has_the_stationary_variance_s2_g_over_2_minus_g(double g)
    {
        const double Sigma = 0.6;
        var network = new Ctrnn { Units = 1, Activation = new Identity(), RecurrentInitializer = new ZeroInitializer() };
        foreach (var placement in new[] { Placement.Inside, Placement.Outside })
        {
            var subject = Subject(network, 2000) with { Setup = Subject(network, 2000).Setup with { Dt = g } };
            var closure = new GaussianClosure(subject, [new() { Placement = placement, Sigma = [Sigma] }]);
            var state = closure.Start();
            foreach (var input in Inputs(subject))
                closure.Step(state, input);
            Assert.Equal(Sigma * Sigma * g / (2 - g), state.Hidden.Variance(0), Rounding);
        }
    }

    [Fact]
    public void Without_noise_the_mean_is_the_trajectory_and_nothing_spreads()
    {
        foreach (var kind in new[] { "relu", "tanh", "gelu" })
        {
            var subject = Subject(new Ctrnn { Units = 20, Activation = ActivationTests.Make(kind) }, 25);
            var simulated = new ManyDraws(subject, [], 64);
            var (state, output) = Run(subject, []);
            for (var i = 0; i < 20; i++)
                Assert.Equal(simulated.Mean[i], state.Hidden.Mean[i], Rounding);
            Assert.True(state.Hidden.IsCertain);
            Assert.All(output.Covariance.Cast<double>(), static variance => Assert.Equal(0, variance));
        }
    }

    public static TheoryData<string, Placement, double, double> Simulations()
    {
        var data = new TheoryData<string, Placement, double, double>();
        foreach (var kind in new[] { "relu", "softplus", "tanh", "gelu", "leaky-relu", "sigmoid" })
        {
            foreach (var placement in new[] { Placement.Inside, Placement.Outside })
            {
                data.Add(kind, placement, 0.3, Step);
                data.Add(kind, placement, 1, Step);
            }
        }

        data.Add("relu", Placement.Inside, 1, 0.02);
        data.Add("tanh", Placement.State, 0.1, Step);
        data.Add("softplus", Placement.Input, 0.3, Step);
        return data;
    }

    [Theory]
    [MemberData(nameof(Simulations))]
    [Trait("speed", "slow")]
    public void For_small_steps_it_agrees_with_simulation(string kind, Placement placement, double sigma, double g)
    {
        var subject = Subject(new Ctrnn { Units = 32, Activation = ActivationTests.Make(kind) }, (int)(4 / g)) with { Setup = Subject(new Ctrnn { Units = 32, Activation = ActivationTests.Make(kind) }, (int)(4 / g)).Setup with { Dt = g } };
        var (mean, variance) = Differences(subject, [new() { Placement = placement, Sigma = [sigma] }], draws: 20_000);
        // Noise on the state is noise outside of level s/g. The simulation's own errors are .002 s0 and 1 %; .003 and .04 are measured.
        var level = placement == Placement.State ? sigma / g : sigma;
        Assert.True(mean < 0.01 * level, $"mean off by {mean / level} s0");
        Assert.True(variance < 0.05, $"variance off by {variance:P1}");
    }

    [Fact]
    public void Fluctuations_that_the_units_share_through_their_input_are_counted()
    {
        // Noise on one input moves all units together, and this readout adds up what it does: without the part off the diagonal it would hardly move.
        var subject = Subject(new Ctrnn { Units = 32, Activation = new NoisyRnn.Networks.Tanh() }, 40);
        for (var i = 0; i < 32; i++)
            subject.Parameters["W_out"][i] = subject.Parameters["W_in"][3 * i] / 32;
        ImmutableArray<NoiseSource> noise = [new() { Placement = Placement.Input, Sigma = [0.2] }];
        var simulated = new ManyDraws(subject, noise, 10_000);
        var (state, output) = Run(subject, noise);
        Assert.Equal(simulated.Covariance[32, 32], output.Covariance[0, 0], 0.05 * simulated.Covariance[32, 32]);
        var apart = Enumerable.Range(0, 32).Sum(i => Math.Pow(subject.Parameters["W_out"][i], 2) * state.Hidden.Variance(i));
        Assert.True(apart < 0.5 * output.Covariance[0, 0], "a network that does not tell the two apart");
    }

    [Theory]
    [InlineData(1, Placement.Inside)]
    [InlineData(1, Placement.Outside)]
    [InlineData(3, Placement.Inside)]
    [InlineData(3, Placement.Outside)]
    [InlineData(1, Placement.Input)]
    [InlineData(2, Placement.State)]
    public void A_feed_forward_network_is_the_same_layer_by_layer(int layers, Placement placement)
    {
        const int Draws = 40_000;
        const double Sigma = 0.4;
        var subject = Subject(new FeedForward { Units = 32, Layers = layers, Activation = new Relu() }, 1);
        ImmutableArray<NoiseSource> noise = [new() { Placement = placement, Sigma = [Sigma] }];
        if (layers == 1)
        {
            // Gaussian in, so the moments of the layer are exact: four standard errors.
            var simulated = new ManyDraws(subject, noise, Draws);
            var (state, output) = Run(subject, noise);
            for (var i = 0; i < 32; i++)
            {
                var variance = state.Hidden.Variance(i);
                Assert.Equal(simulated.Mean[i], state.Hidden.Mean[i], (4.5 * Math.Sqrt(variance / Draws)) + 1e-3 * Sigma);
                // A unit far below the kink moves seldom: its simulated variance has a wide law.
                Assert.Equal(simulated.Covariance[i, i], variance, (0.1 * variance) + (0.01 * Sigma * Sigma));
            }

            // Units that share their noise: of the covariance of two the first term of the series.
            Assert.Equal(simulated.Covariance[32, 32], output.Covariance[0, 0], (placement == Placement.Input ? 0.25 : 0.05) * output.Covariance[0, 0]);
            return;
        }

        var (mean, spread) = Differences(subject, noise, Draws);
        // At g = 1 a layer's fluctuations are those of the layer before in full, and not Gaussian.
        Assert.True(mean < 0.02 * Sigma, $"mean off by {mean / Sigma} s0");
        Assert.True(spread < 0.1, $"variance off by {spread:P1}");
    }

    [Fact]
    public void Levels_of_a_feed_forward_network_are_by_layer_and_unit()
    {
        var subject = Subject(new FeedForward { Units = 4, Layers = 2, Activation = new Identity() }, 1);
        double[] sigma = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
        var (state, _) = Run(subject, [new() { Placement = Placement.Outside, Sigma = [.. sigma] }]);
        for (var i = 0; i < 4; i++)
        {
            var expected = sigma[4 + i] * sigma[4 + i];
            for (var j = 0; j < 4; j++)
                expected += Math.Pow(subject.Parameters["W_2"][(i * 4) + j] * sigma[j], 2);
            Assert.Equal(expected, state.Hidden.Variance(i), Rounding);
        }
    }

    [Theory]
    [InlineData(Placement.Inside)]
    [InlineData(Placement.Outside)]
    [InlineData(Placement.Readout)]
    public void A_sigmoid_readout_is_smoothed_too(Placement placement)
    {
        const double Sigma = 1.5;
        var subject = Subject(new Ctrnn { Units = 32, Activation = new SoftPlus() }, 40, new MeanSquaredError { Readout = Readout.Sigmoid });
        ImmutableArray<NoiseSource> noise = [new() { Placement = placement, Sigma = [Sigma] }];
        // Steep, and where the response bends: one deviation above its middle.
        foreach (ref var weight in subject.Parameters["W_out"])
            weight *= 4;
        for (var (o, before) = (0, Run(subject, noise).Output); o < 2; o++)
            subject.Parameters["b_out"][o] = Math.Sqrt(before.ReadoutCovariance[o, o]) - before.ReadoutMean[o];
        var simulated = new ManyDraws(subject, noise, 20_000);
        var (state, output) = Run(subject, noise);
        var (mean, variance) = (new double[2], new double[2]);
        new GaussianClosure(subject, noise).Read(state, mean, variance);
        for (var o = 0; o < 2; o++)
        {
            Assert.Equal(simulated.Mean[32 + o], output.ReadoutMean[o], 0.02 * Math.Sqrt(output.ReadoutCovariance[o, o]) + 0.01);
            Assert.Equal(simulated.Mean[34 + o], output.Mean[o], 0.005);
            Assert.Equal(simulated.Covariance[34 + o, 34 + o], output.Covariance[o, o], 0.05 * output.Covariance[o, o]);
            Assert.Equal((output.Mean[o], output.Covariance[o, o]), (mean[o], variance[o]));
        }
    }

    [Fact]
    public void A_state_begun_again_gives_the_same_bits()
    {
        var subject = Subject(new Ctrnn { Units = 9, Activation = new NoisyRnn.Networks.Tanh() }, 12);
        var closure = new GaussianClosure(subject, [new() { Sigma = [0.5] }]);
        var state = closure.Start();
        var once = Pass();
        closure.Restart(state);
        Assert.Equal(once, Pass());

        double[] Pass()
        {
            foreach (var input in Inputs(subject))
                closure.Step(state, input);
            var output = closure.Read(state);
            return [.. state.Hidden.Mean, .. Enumerable.Range(0, 9).Select(state.Hidden.Variance), .. output.Mean, .. output.Covariance.Cast<double>()];
        }
    }

    [Fact]
    public void A_network_that_explodes_is_not_a_number_and_takes_no_longer()
    {
        var subject = Subject(new Ctrnn { Units = 8, Activation = new SoftPlus() }, 4000);
        foreach (ref var weight in subject.Parameters["W_rec"])
            weight = 3;
        var (state, output) = Run(subject, [new() { Sigma = [1] }]);
        Assert.False(state.Hidden.IsFinite);
        Assert.All(output.Mean, static mean => Assert.True(double.IsNaN(mean)));
    }

    [Fact]
    public void What_it_is_not_for_is_refused()
    {
        var subject = Subject(new Ctrnn { Units = 3 }, 3);
        Assert.Null(GaussianClosure.Refusal(subject.Setup));
        Assert.Equal("the Gaussian closure is not for elman; allowed is ctrnn, current or feedforward", GaussianClosure.Refusal(subject.Setup with { Network = new Elman() }));
        Assert.Equal("the Gaussian closure is not for the scheme milstein; allowed is euler-maruyama", GaussianClosure.Refusal(subject.Setup with { Scheme = new Milstein() }));
        ImmutableArray<NoiseSource> noise = [new() { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [0.1] }];
        Assert.Equal("the Gaussian closure is not for noise of kind multiplicative; allowed is additive", GaussianClosure.Refusal(subject.Setup with { Noise = noise }));
        Assert.Contains("white Gaussian", GaussianClosure.Refusal(subject.Setup with { Noise = [new() { Sigma = [1], CorrelationTime = 1 }] }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GaussianClosure(subject, noise));
        foreach (var other in new NoiseSource[] { new() { Sigma = [0.1], Distribution = NoiseDistribution.Laplace }, new() { Sigma = [0.1], CorrelationTime = 1 } })
            Assert.Equal("the Gaussian closure is for white Gaussian noise; allowed is distribution: gaussian with correlation-time: 0", GaussianClosure.Refusal(subject.Setup with { Noise = [other] }));
    }

    // The largest difference of a unit's mean; of its variance, relative to it or, of units that hardly move, to a tenth of the largest.
    internal static (double Mean, double Variance) Differences(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int draws)
    {
        var simulated = new ManyDraws(subject, noise, draws);
        var (state, _) = Run(subject, noise);
        var units = Enumerable.Range(0, subject.Network.Units).ToArray();
        var least = 0.1 * units.Max(i => simulated.Covariance[i, i]);
        return (
            units.Max(i => Math.Abs(simulated.Mean[i] - state.Hidden.Mean[i])),
            units.Max(i => Math.Abs(state.Hidden.Variance(i) - simulated.Covariance[i, i]) / Math.Max(least, simulated.Covariance[i, i])));
    }

    internal static TrainedNetwork Subject(Network network, int steps, Loss? loss = null)
    {
        var task = new HeldInputs(steps);
        return new(new Setup { Task = task, Network = network, Dt = Step, Training = new() { Loss = loss ?? new MeanSquaredError() }, Seed = 7 }, network.Initialize(3, 2, Step, 7));
    }

    internal static IEnumerable<double[]> Inputs(TrainedNetwork subject)
    {
        var trial = new Trial(subject.Task.StepCount, 3, 2);
        subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, 0), trial);
        for (var t = 0; t < trial.Steps; t++)
            yield return [trial.Inputs[t, 0], trial.Inputs[t, 1], trial.Inputs[t, 2]];
    }

    internal static (ClosureState State, OutputMoments Output) Run(TrainedNetwork subject, ImmutableArray<NoiseSource> noise)
    {
        var closure = new GaussianClosure(subject, noise);
        var state = closure.Start();
        foreach (var input in Inputs(subject))
            closure.Step(state, input);
        return (state, closure.Read(state));
    }

    private static void AssertSame(LinearNetwork plain, GaussianMoments moments, double tolerance)
    {
        for (var i = 0; i < moments.Size; i++)
        {
            Assert.Equal(plain.Mean[i], moments.Mean[i], tolerance);
            for (var j = 0; j < moments.Size; j++)
                Assert.Equal(plain.Covariance[i, j], moments.Covariance(i, j), tolerance);
        }
    }

    // h' = A h + B u + c + noise of covariance Q, by matrices of a library.
    private sealed class LinearNetwork
    {
        private readonly Matrix<double> _input, _readout, _onReadout, _fedBack;
        private bool _hasStepped;
        private readonly Vector<double> _constant, _offset;

        public LinearNetwork(TrainedNetwork subject, ImmutableArray<NoiseSource> noise)
        {
            var (network, values) = ((Ctrnn)subject.Network, subject.Parameters);
            var n = network.Units;
            var gain = Matrix<double>.Build.DenseOfDiagonalArray([.. Enumerable.Range(0, n).Select(i => subject.Dt / network.Tau[network.Tau.Length == 1 ? 0 : i])]);
            Transition = Matrix<double>.Build.DenseIdentity(n) - gain + (gain * Array("W_rec", n, n));
            _input = gain * Array("W_in", n, 3);
            _constant = gain * Vector<double>.Build.Dense(values["b_rec"].ToArray());
            (_readout, _offset) = (Array("W_out", 2, n), Vector<double>.Build.Dense(values["b_out"].ToArray()));
            Injected = (gain * (Noise(Placement.Inside, n) + Noise(Placement.Outside, n)) * gain) + Noise(Placement.State, n)
                + (_input * Noise(Placement.Input, 3) * _input.Transpose());
            (_onReadout, _fedBack) = (Noise(Placement.Readout, 2), Noise(Placement.Feedback, n));
            (Mean, Covariance) = (Vector<double>.Build.Dense(values["init_state"].ToArray()), Matrix<double>.Build.Dense(n, n));

            Matrix<double> Array(string name, int rows, int columns) => Matrix<double>.Build.DenseOfRowMajor(rows, columns, values[name].ToArray());

            Matrix<double> Noise(Placement placement, int rows) => Matrix<double>.Build.Dense(rows, rows, (i, j) => noise.Where(s => s.Placement == placement && (i == j || s.Common is not null))
                .Sum(s => s.Sigma[s.Sigma.Length == 1 ? 0 : i] * s.Sigma[s.Sigma.Length == 1 ? 0 : j]));
        }

        public Matrix<double> Transition { get; }

        public Matrix<double> Injected { get; }

        public Vector<double> Mean { get; private set; }

        public Matrix<double> Covariance { get; private set; }

        public Vector<double> OutputMean => (_readout * Mean) + _offset;

        public Matrix<double> OutputCovariance => (_readout * Covariance * _readout.Transpose()) + _onReadout;

        public void Step(Vector<double> input)
        {
            Mean = (Transition * Mean) + (_input * input) + _constant;
            var entering = _hasStepped ? Covariance + _fedBack : Covariance;
            Covariance = (Transition * entering * Transition.Transpose()) + Injected;
            _hasStepped = true;
        }
    }
}
