using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
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

/// <summary>Lyapunov exponents of networks where they are known by other ways.</summary>
public sealed class LyapunovTests
{
    private const double Dt = 0.1;

    // Products of some hundred Jacobians, each with some roundings.
    private const double Rounding = 1e-11;

    [Fact]
    public void A_linear_network_has_the_logarithms_of_its_steps_eigenvalues_rotating_ones_too()
    {
        // J = (1 - g) + g W, with W one rotating pair a +- i b and single eigenvalues, turned by an orthogonal matrix: J is normal.
        const double A = .4, B = 3;
        double[] w = [A, -B, 0, 0, B, A, 0, 0, 0, 0, 1.2, 0, 0, 0, 0, -1.5];
        var (factors, basis) = (new NoisyRnn.Numerics.HouseholderQr(4, 4), new double[16]);
        factors.Factorize(PlainMatrices.Gaussian(3, 16), 4);
        factors.CopyOrthogonal(basis, 4);
        w = PlainMatrices.Multiply(PlainMatrices.Multiply(basis, w, 4), PlainMatrices.Transpose(basis, 4, 4), 4);
        var subject = ConstructedMaps.Network(new Identity(), w, input: .3, bias: .1);
        // The slowest alignment is that of 1.02 with the pair's .986: 1e-16 after 1,100 steps.
        var result = Run(subject, new Lyapunov { Hold = 1600, Transient = .7, Trials = 3 });
        var pair = Math.Log(Math.Sqrt(Math.Pow(1 - Dt + (Dt * A), 2) + Math.Pow(Dt * B, 2))) / Dt;
        double[] expected = [.. new[] { pair, pair, Math.Log(1 + (Dt * .2)) / Dt, Math.Log(1 - (Dt * 2.5)) / Dt }.OrderDescending()];
        var level = Assert.Single(result.Levels);
        Assert.Equal(expected, level.Exponents, Within(1e-9));
        Assert.All(level.Errors, static error => Assert.InRange(error, 0, 1e-9));
        Assert.Equal(expected.Sum(), level.Sum!.Value, 1e-9);
        Assert.All(level.Convergence[0], value => Assert.Equal(expected[0], value, 1e-9));
        // Two grow at each of two rates, one stands out of the sums.
        Assert.Equal(LyapunovLevel.KaplanYorke([.. expected], 4)!.Value, level.KaplanYorkeDimension!.Value, 1e-8);
    }

    [Fact]
    public void At_a_stable_fixed_point_they_are_those_of_its_Jacobian()
    {
        var subject = ConstructedMaps.Network(new NoisyRnn.Networks.Tanh(), [.9, -.6, .2, .8], input: .5, bias: .2);
        var result = Run(subject, new Lyapunov { Hold = 6000, Transient = .5, Trials = 2 });
        var trial = new Trial(subject.Task.StepCount, 1, 1);
        double[] expected = [0, 0];
        for (var p = 0; p < 2; p++)
        {
            subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)p), trial);
            var map = new SteadyMap(subject.Prepare<double>(subject.Network, []), [trial.Inputs[0, 0]]);
            var (state, next) = (new double[2], new double[2]);
            for (var t = 0; t < 5000; t++)
            {
                map.Evaluate(state, next);
                next.CopyTo(state, 0);
            }

            var eigenvalues = new JacobianSpectrum(map, state).Eigenvalues;
            for (var i = 0; i < 2; i++)
                expected[i] += Math.Log(System.Numerics.Complex.Abs(eigenvalues[i])) / Dt / 2;
        }

        // A rotating pair in a basis that is not orthogonal swings by the logarithm of its condition number, below 2, over 3,030 steps of .1.
        Assert.Equal(expected, result.Levels[0].Exponents, Within(2 / 303.0));
        Assert.Equal(expected.Sum(), result.Levels[0].Sum!.Value, 1e-9);
    }

    [Theory]
    [InlineData(NoiseKind.Additive, Placement.Inside, "euler-maruyama")]
    [InlineData(NoiseKind.Additive, Placement.Outside, "heun-stratonovich")]
    [InlineData(NoiseKind.Additive, Placement.Input, "euler-maruyama")]
    [InlineData(NoiseKind.Multiplicative, Placement.State, "euler-maruyama")]
    [InlineData(NoiseKind.Multiplicative, Placement.State, "milstein")]
    [InlineData(NoiseKind.Multiplicative, Placement.State, "heun-stratonovich")]
    [InlineData(NoiseKind.DriftMultiplicative, Placement.State, "euler-maruyama")]
    [InlineData(NoiseKind.CommonScalar, Placement.State, "euler-maruyama")]
    [InlineData(NoiseKind.ReleasedUniform, Placement.State, "euler-maruyama")]
    public void Their_sum_is_that_of_the_executed_path_noise_and_all(NoiseKind kind, Placement placement, string scheme)
    {
        // A driven network with changing inputs over more than two chunks: the derivative of its last state with respect to its first.
        const int Units = 3, Steps = 75;
        const double Eps = 1e-5;
        var network = new Ctrnn { Units = Units, Tau = [20], Activation = new NoisyRnn.Networks.Tanh(), RecurrentInitializer = new NormalInitializer { Std = .9 } };
        ImmutableArray<NoiseSource> noise = [new() { Kind = kind, Placement = placement, Sigma = [.1] }];
        Scheme steps = scheme switch { "milstein" => new Milstein(), "heun-stratonovich" => new HeunStratonovich(), _ => new EulerMaruyama() };
        var subject = new TrainedNetwork(new Setup { Task = new ChangingInputs(Steps), Network = network, Dt = Dt, Scheme = steps, Noise = noise, Seed = 4 }, network.Initialize(2, 1, Dt, 4));
        var result = Run(subject, new Lyapunov { Levels = [1], Hold = 7, Transient = 0, Trials = 2 });
        for (var p = 0; p < 2; p++)
        {
            var derivative = Matrix<double>.Build.Dense(Units, Units);
            for (var j = 0; j < Units; j++)
            {
                var (up, down) = (LastState(subject, noise, p, Steps + 7, j, Eps), LastState(subject, noise, p, Steps + 7, j, -Eps));
                derivative.SetColumn(j, [.. up.Zip(down, static (a, b) => (a - b) / (2 * Eps))]);
            }

            // Central differences leave eps^2 and 1e-16/eps, 1e-10; slow units (tau = 20) keep the determinant far above.
            var rate = Math.Log(Math.Abs(derivative.Determinant())) / ((Steps + 7) * Dt);
            Assert.Equal(rate, PathSum(subject, p), 1e-7);
        }

        Assert.Equal((PathSum(subject, 0) + PathSum(subject, 1)) / 2, result.Levels[0].Sum!.Value, Rounding);
        Assert.Equal(Math.Abs(PathSum(subject, 0) - PathSum(subject, 1)) / 2, result.Levels[0].SumError!.Value, Rounding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Common_scalar_noise_takes_half_its_square_from_every_exponent_of_a_linear_equation(int units)
    {
        // dh = a h dt + s h dB in Euler's steps: E ln|1 + a dt + s sqrt(dt) xi| / dt, which is a - s^2/2 and O(dt).
        const double Rate = .3, S = 1, Step = .01;
        var result = Run(Linear(units, Rate, S, Step), new Lyapunov { Levels = [0, 1], Trials = 64, Hold = 1500, Transient = .1 });
        Assert.Equal(Math.Log(1 + (Rate * Step)) / Step, result.Levels[0].Exponents[0], 1e-10);
        Assert.All(result.Levels[0].Errors, static error => Assert.InRange(error, 0, 1e-10));

        var discrete = ConstructedMaps.Averaged(static x => Math.Log(Math.Abs(x)), 1 + (Rate * Step), S * Math.Sqrt(Step)) / Step;
        // -a^2/2 + a s^2 - 3 s^4/4 by expansion of the logarithm, and the next order.
        Assert.Equal(Rate - (S * S / 2) + (Step * ((-Rate * Rate / 2) + (Rate * S * S) - (.75 * S * S * S * S))), discrete, 3 * Step * Step);
        foreach (var (exponent, error) in result.Levels[1].Exponents.Zip(result.Levels[1].Errors))
        {
            Assert.Equal(discrete, exponent, 4 * error);
            Assert.Equal(Rate - (S * S / 2), exponent, 4 * error);
            // The error itself: s/sqrt(time) over all paths, itself known to 1/sqrt(126).
            Assert.Equal(S / Math.Sqrt(64 * result.Times[^1]), error, 4 * error / Math.Sqrt(126));
        }

        // Noise makes stable what was not: a > 0 > a - s^2/2.
        Assert.True(result.Levels[0].Exponents[0] > 0 && result.Levels[1].Exponents[0] < 0);
    }

    [Fact]
    public void Noise_that_does_not_depend_on_the_state_leaves_a_linear_network_as_it_is()
    {
        var noisy = ConstructedMaps.Network(new Identity(), [.5, 1, -1, .2], sigma: .7);
        var result = Run(noisy, new Lyapunov { Trials = 4, Hold = 100 });
        Assert.Equal([0, 1], result.Levels.Select(static level => level.Level));
        Assert.Equal(result.Levels[0].Exponents, result.Levels[1].Exponents, Within(Rounding));
        Assert.Equal(.7, result.Levels[1].Sigma);
    }

    [Theory]
    [InlineData(7, .6, -.7, -.2)]
    [InlineData(7, 5, -.02, .5)]
    [InlineData(8, 5, .1, .5)]
    [InlineData(9, 5, .1, .5)]
    public void A_random_network_is_as_chaotic_as_one_tangent_vector_beside_it_says(int seed, double gain, double low, double high)
    {
        // tau h' = -h + tanh(W h), W of gain g: chaos above g = 1 where there are many units (Sompolinsky, Crisanti and Sommers 1988);
        // of a hundred, one or the other ends on a cycle.
        const int Units = 96, Steps = 1560, Transient = 312;
        var subject = ConstructedMaps.Network(new NoisyRnn.Networks.Tanh(), PlainMatrices.Gaussian(seed, Units * Units, gain / Math.Sqrt(Units)));
        PlainMatrices.Gaussian(seed + 100, Units).CopyTo(subject.Parameters["init_state"]);
        var level = Run(subject, new Lyapunov { Trials = 1, Exponents = 4, Hold = Steps - 60 }).Levels[0];
        Assert.InRange(level.Exponents[0], low, high);

        var (w, h, tangent) = (subject.Parameters["W_rec"].ToArray(), subject.Parameters["init_state"].ToArray(), PlainMatrices.Gaussian(1, Units));
        var sum = 0.0;
        for (var t = 0; t < Steps; t++)
        {
            double[] a = [.. PlainMatrices.Multiply(w, h, Units, Units, 1).Select(Math.Tanh)];
            var along = PlainMatrices.Multiply(w, tangent, Units, Units, 1);
            tangent = [.. tangent.Select((v, i) => ((1 - Dt) * v) + (Dt * (1 - (a[i] * a[i])) * along[i]))];
            h = [.. h.Select((value, i) => ((1 - Dt) * value) + (Dt * a[i]))];
            var length = PlainMatrices.Frobenius(tangent);
            tangent = PlainMatrices.Scale(1 / length, tangent);
            sum += t < Transient ? 0 : Math.Log(length);
        }

        // Not yet aligned after the transient they differ by the logarithm of their overlaps, some e^2, over 125 units of time.
        Assert.Equal(sum / ((Steps - Transient) * Dt), level.Exponents[0], 2 / ((Steps - Transient) * Dt));
        Assert.Equal(4, level.Exponents.Length);
        Assert.Null(level.Sum);
        // One trial has no error.
        Assert.All(level.Errors, static error => Assert.True(double.IsNaN(error)));
    }

    [Fact]
    public void Maps_are_counted_in_steps_over_their_whole_state()
    {
        var lstm = new Lstm { Units = 5 };
        var result = Run(new(new Setup { Task = new HeldInputs(20), Network = lstm, Dt = Dt, Seed = 5 }, lstm.Initialize(3, 2, Dt, 5)), new Lyapunov { Trials = 4, Hold = 80, Transient = .5 });
        Assert.Equal((10, true, 50), (result.StateSize, result.IsPerStep, result.Transient));
        Assert.Equal(Enumerable.Range(1, 50).Select(static k => (double)k), result.Times);
        Assert.Equal(10, result.Levels[0].Exponents.Length);
        Assert.Equal(result.Levels[0].Exponents.OrderDescending(), result.Levels[0].Exponents);
        Assert.Contains(result.Findings.Metrics, static metric => metric is { Name: "largest, silent", Unit: "per step" });

        // A step of length: coRNN discretises an equation of its own.
        var oscillators = new CoRnn { Units = 3 };
        var timed = Run(new(new Setup { Task = new HeldInputs(20), Network = oscillators, Dt = Dt, Seed = 5 }, oscillators.Initialize(3, 2, Dt, 5)), new Lyapunov { Trials = 2, Hold = 30 });
        Assert.False(timed.IsPerStep);
        Assert.Equal((1, 4.0), (timed.Transient, timed.Times[^1]), static (x, y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) < 1e-12);
    }

    [Fact]
    public void Units_at_rest_end_directions_and_paths_that_leave_the_numbers_are_counted_out()
    {
        // g = 1 and a rectifier below its kink: J = 0.
        var resting = ConstructedMaps.Network(new Relu(), [.1, 0, 0, .1], bias: -1) with { Setup = ConstructedMaps.Network(new Relu(), [.1, 0, 0, .1], bias: -1).Setup with { Dt = 1 } };
        var level = Run(resting, new Lyapunov { Trials = 2, Hold = 10 }).Levels[0];
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], level.Exponents);
        Assert.Equal((0, 0), (level.Diverged, level.KaplanYorkeDimension));

        var result = Run(ConstructedMaps.Network(new Relu(), [double.NaN], bias: 1), new Lyapunov { Trials = 2, Hold = 10 });
        Assert.Equal(2, result.Levels[0].Diverged);
        Assert.Empty(result.Levels[0].Exponents);
        Assert.Equal(["paths that diverged, silent"], result.Findings.Metrics.Select(static metric => metric.Name));
        Assert.Equal(ResultJson.Write(result), ResultJson.Write(ResultJson.Read<LyapunovResult>(ResultJson.Write(result))));
    }

    [Fact]
    public void The_dimension_of_Kaplan_and_Yorke()
    {
        // Of Lorenz's exponents 2 + .906/14.572 (Sprott 2003: 2.06).
        Assert.Equal(2 + (.906 / 14.572), LyapunovLevel.KaplanYorke([.906, 0, -14.572], 3)!.Value, 1e-12);
        Assert.Equal(0, LyapunovLevel.KaplanYorke([-.1, -.2], 2));
        Assert.Equal(2, LyapunovLevel.KaplanYorke([.3, -.1], 2));
        Assert.Equal(1, LyapunovLevel.KaplanYorke([.3, double.NegativeInfinity], 2));
        // The sum is still above 0 where the known ones end.
        Assert.Null(LyapunovLevel.KaplanYorke([.3, -.1], 3));
        Assert.Null(LyapunovLevel.KaplanYorke([], 3));
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_can_be_stopped()
    {
        var network = new Ctrnn { Units = 35, Activation = new NoisyRnn.Networks.Tanh() };
        var subject = new TrainedNetwork(new Setup { Task = new HeldInputs(20), Network = network, Dt = Dt, Noise = [new() { Sigma = [.3], CorrelationTime = .5 }], Seed = 5 }, network.Initialize(3, 2, Dt, 5));
        var analysis = new Lyapunov { Trials = 5, Hold = 50 };
        var shares = new List<double>();
        var once = ResultJson.Write(analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(1, 10).Select(static k => k / 10.0), shares, Within(1e-12));
        Assert.Equal(once, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<LyapunovResult>(once)));
        Assert.Equal(32, ResultJson.Read<LyapunovResult>(once).Levels[0].Exponents.Length);
        Assert.InRange(once.Length, 1000, 40_000);
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_has_no_exponents_is_refused()
    {
        var subject = ConstructedMaps.Network(new Relu(), [0]);
        Assert.StartsWith("a feed-forward network has no recurrence", new Lyapunov().Refusal(subject.Setup with { Network = new FeedForward() }), StringComparison.Ordinal);
        Assert.Null(new Lyapunov().Refusal(subject.Setup));
        Assert.Equal(["levels", "absolute-levels"], new Lyapunov { Levels = [1, 0], AbsoluteLevels = [] }.Problems().Select(static problem => problem.Key));
    }

    private static LyapunovResult Run(TrainedNetwork subject, Lyapunov analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    // The sum of all exponents of one trial, by a run of that many trials less a run of one less.
    private static double PathSum(TrainedNetwork subject, int trial)
    {
        double Sum(int trials) => trials == 0 ? 0 : trials * Run(subject, new Lyapunov { Levels = [1], Hold = 7, Transient = 0, Trials = trials }).Levels[0].Sum!.Value;
        return Sum(trial + 1) - Sum(trial);
    }

    private static double[] LastState(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int number, int steps, int unit, double by)
    {
        var parameters = subject.Parameters.Copy();
        parameters["init_state"][unit] += by;
        var rollout = (subject with { Parameters = parameters }).Prepare<double>(subject.Network, noise);
        var (task, trial) = (subject.Task, new Trial(subject.Task.StepCount, subject.Task.InputCount, subject.Task.OutputCount));
        task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)number), trial);
        var block = new Block<double>(rollout.Cell, rollout.Layout, steps, task.InputCount, task.OutputCount, 16, backward: false);
        block.Trials.AsSpan().Fill((ulong)number);
        for (var t = 0; t < steps; t++)
        {
            for (var i = 0; i < task.InputCount; i++)
                block.At(block.Inputs, t, task.InputCount).Slice(i * 16, 16).Fill(trial.Inputs[Math.Min(t, task.StepCount - 1), i]);
        }

        rollout.Forward(block);
        return [.. Enumerable.Range(0, block.StateRows).Select(i => block.At(block.States, steps, block.StateRows)[i * 16])];
    }

    // Without input or recurrence the Lipschitz network is dh = A h dt: A = a I, with beta = 0 from B = (a + gamma)/2.
    private static TrainedNetwork Linear(int units, double rate, double sigma, double dt)
    {
        var network = new Lipschitz { Units = units, Beta = 0, GammaA = 0, GammaW = 0, TrainStep = false };
        var parameters = new Parameters(network.Layout(1, 1));
        for (var i = 0; i < units; i++)
            parameters["B"][i * (units + 1)] = rate / 2;
        parameters["step"].Fill(dt);
        ImmutableArray<NoiseSource> noise = [new() { Kind = NoiseKind.CommonScalar, Placement = Placement.State, Sigma = [sigma], Scale = NoiseScale.SqrtDt }];
        return new(new Setup { Task = new FunctionApproximation { Steps = 20, LossSteps = 1 }, Network = network, Dt = dt, Noise = noise, Seed = 6 }, parameters);
    }

    private static Func<double, double, bool> Within(double tolerance) => (expected, actual) => Math.Abs(expected - actual) <= tolerance;

    private sealed record ChangingInputs(int Steps) : TrialTask
    {
        public override int InputCount => 2;

        public override int OutputCount => 1;

        public override int StepCount => Steps;

        public override string Summary => "inputs that change at every step";

        public override void Fill(TrialKey key, Trial trial)
        {
            var random = key.Random();
            foreach (ref var value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref trial.Inputs[0, 0], trial.Inputs.Length))
                value = random.NextUniform(-1, 1);
        }
    }
}
