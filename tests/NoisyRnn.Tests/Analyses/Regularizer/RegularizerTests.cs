using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The explicit regulariser where the loss under noise is known by other ways.</summary>
public sealed class RegularizerTests
{
    private const double Dt = 0.3;

    // Of some hundred thousand products, in another order.
    private const double OtherOrder = 1e-10;

    // One of the cases in some twenty thousand is beyond.
    private const double StandardErrors = 4;

    private static readonly Regularizer Once = new() { Trials = 1, Draws = 2 };

    // What stands for a network, its noise and its loss: tiny, for the sums over all nodes.
    private static readonly ImmutableDictionary<string, TrainedNetwork> Tiny = new Dictionary<string, TrainedNetwork>
    {
        ["lipschitz, additive"] = Subject(Lipschitz(), [State(NoiseKind.Additive)], classes: true),
        ["lipschitz, multiplicative"] = Subject(Lipschitz(), [State(NoiseKind.Multiplicative)], classes: true),
        ["lipschitz, drift-multiplicative"] = Subject(Lipschitz(), [State(NoiseKind.DriftMultiplicative) with { Base = 0.3 }], classes: true),
        ["lipschitz, common scalar"] = Subject(Lipschitz(), [State(NoiseKind.CommonScalar)]),
        ["lipschitz, released"] = Subject(Lipschitz(), [State(NoiseKind.ReleasedUniform) with { Sigma = [0.9] }], classes: true),
        ["lipschitz, released about 1"] = Subject(Lipschitz(), [State(NoiseKind.ReleasedUniform) with { Sigma = [0.8], Offset = 0.4 }]),
        ["lipschitz, released and additive"] = Subject(Lipschitz(), [State(NoiseKind.ReleasedUniform), State(NoiseKind.Additive)], steps: 2),
        ["lipschitz, inside"] = Subject(Lipschitz(), [At(Placement.Inside)], classes: true),
        ["lipschitz, outside"] = Subject(Lipschitz(), [At(Placement.Outside)]),
        ["lipschitz, input"] = Subject(Lipschitz(), [At(Placement.Input)], classes: true, steps: 4),
        ["lipschitz, readout"] = Subject(Lipschitz(), [At(Placement.Readout)], classes: true),
        ["lipschitz, multiplicative by Milstein"] = Subject(Lipschitz(), [State(NoiseKind.Multiplicative)]) with { Setup = Subject(Lipschitz(), [State(NoiseKind.Multiplicative)]).Setup with { Scheme = new Milstein() } },
        ["antisymmetric, multiplicative"] = Subject(new Antisymmetric { Units = 2, MatrixStd = 1 }, [State(NoiseKind.Multiplicative)]),
        ["tanh, inside"] = Subject(Rates(new NoisyRnn.Networks.Tanh()), [At(Placement.Inside)]),
        ["tanh, inside and on the state"] = Subject(Rates(new NoisyRnn.Networks.Tanh()), [At(Placement.Inside), State(NoiseKind.Additive)], steps: 2),
        ["tanh, outside"] = Subject(Rates(new NoisyRnn.Networks.Tanh()), [At(Placement.Outside)], classes: true),
        ["tanh, a level and a time constant a unit"] = Subject(
            Rates(new NoisyRnn.Networks.Tanh()) with { Tau = [1, 2] }, [At(Placement.Inside) with { Sigma = [0.2, 0.6], Scale = NoiseScale.SqrtDt }]),
        ["softplus, inside"] = Subject(Rates(new SoftPlus()), [At(Placement.Inside)], readout: Readout.Sigmoid),
        ["softplus, outside"] = Subject(Rates(new SoftPlus()), [At(Placement.Outside)], readout: Readout.Sigmoid),
        ["sigmoid, input"] = Subject(Rates(new NoisyRnn.Networks.Sigmoid()), [At(Placement.Input)], steps: 4),
        ["smoothed relu, inside"] = Subject(Rates(new GaussianSmoothed { Of = new Relu(), Sigma = 1 }), [At(Placement.Inside)]),
        ["elman, inside"] = Subject(new Elman { Units = 2 }, [At(Placement.Inside)], classes: true),
        ["elman, state"] = Subject(new Elman { Units = 2 }, [State(NoiseKind.Additive)]),
    }.ToImmutableDictionary();

    public static TheoryData<string> Names() => [.. Tiny.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_of_the_second_order_falls_as_the_square_of_the_level(string name)
    {
        var subject = Tiny[name];
        var result = Run(subject, Once);
        var (logs, errors) = (new List<double>(), new List<double>());
        for (var level = 0.1; level > 0.012; level /= 2)
        {
            var excess = GaussProductNoise.ExpectedLoss(subject, level) - result.Loss;
            logs.Add(Math.Log(level));
            errors.Add(Math.Log(Math.Abs((excess / (level * level)) - ((result.P + result.Q) / 2))));
        }

        Assert.InRange(Slope(logs, errors), 1.9, 2.1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_from_the_plain_equations_it_is_the_same(string name) => Equal(Tiny[name], trials: 1);

    [Theory]
    [InlineData("lipschitz", true)]
    [InlineData("lipschitz", false)]
    [InlineData("ctrnn", true)]
    [InlineData("ctrnn", false)]
    public void With_noise_of_all_kinds_at_once_too(string kind, bool classes)
    {
        Network network = kind == "ctrnn" ? new Ctrnn { Units = 5, Activation = new SoftPlus() } : new Lipschitz { Units = 5, MatrixStd = 0.5 };
        ImmutableArray<NoiseSource> noise =
        [
            .. Enum.GetValues<NoiseKind>().Where(static kind => kind is not (NoiseKind.ReleasedUniform or NoiseKind.UnitUniform)).Select(State), .. Enum.GetValues<Placement>().Where(static place => place != Placement.Feedback).Select(At),
            State(NoiseKind.ReleasedUniform) with { Sigma = [0.1, 0.2, 0.3, 0.4, 0.5], Offset = 0.1 },
            State(NoiseKind.DriftMultiplicative) with { Base = 0.2 },
        ];
        TrialTask task = classes ? new Dynamics.Wiggle { Classes = true } : new Dynamics.Wiggle();
        Equal(new(new Setup { Task = task, Network = network, Dt = Dt, Noise = noise, Training = new() { Loss = classes ? new CrossEntropy() : new MeanSquaredError { Readout = Readout.Sigmoid } }, Seed = 4 }, network.Initialize(2, 3, Dt, 4)), trials: 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Simulation_extrapolated_to_no_noise_is_within_its_errors_of_it(string name)
    {
        var result = Run(Tiny[name], new() { Trials = 64, Draws = 64, Levels = [0.05, 0.1] });
        // Noise on a readout that is squared, without error.
        Assert.Equal((result.P + result.Q) / 2, result.Limit, (StandardErrors * result.LimitError) + OtherOrder);
        Assert.Equal((result.P + result.Q) * 0.01 / 2, result.Levels[1].Predicted, OtherOrder);
    }

    [Fact]
    public void Of_units_apart_with_a_linear_loss_it_is_the_variance_of_their_filters()
    {
        // h' = (1-g) h + g (x + s xi): after t steps Var h = s^2 g^2 (1 + ... + (1-g)^(2 (t-1))), and no more than the square of the error sees it.
        const double Sigma = 0.7;
        var network = new Ctrnn { Units = 3, Activation = new Identity() };
        var parameters = network.Initialize(1, 2, Dt, 3);
        parameters["W_rec"].Clear();
        var subject = new TrainedNetwork(new Setup { Task = new SameTrial(5), Network = network, Dt = Dt, Noise = [At(Placement.Outside) with { Sigma = [Sigma] }], Seed = 3 }, parameters);
        var result = Run(subject, Once with { Levels = [0.1, 1] });
        var trial = new Trial(5, 1, 2);
        subject.Task.Fill(default, trial);
        var (variance, q, weight) = (0.0, 0.0, 0.0);
        for (var t = 0; t < 5; t++)
        {
            variance = ((1 - Dt) * (1 - Dt) * variance) + (Sigma * Sigma * Dt * Dt);
            for (var o = 0; o < 2; o++)
            {
                weight += trial.Mask[t, o];
                for (var i = 0; i < 3; i++)
                    q += 2 * trial.Mask[t, o] * parameters["W_out"][(o * 3) + i] * parameters["W_out"][(o * 3) + i] * variance;
            }
        }

        Assert.Equal(q / weight, result.Q, OtherOrder);
        Assert.Equal(0, result.P, OtherOrder);
        // There is no higher order: all levels say the same.
        Assert.Equal(result.Levels[0].Ratio, result.Levels[1].Ratio, 1e-8);
    }

    [Fact]
    public void A_network_trained_without_noise_has_it_by_unit_of_level_and_keeps_its_mean_step()
    {
        var noisy = Tiny["lipschitz, additive"];
        var silent = noisy with { Setup = noisy.Setup with { Noise = [State(NoiseKind.Additive) with { Sigma = [0] }] } };
        var unit = Run(noisy with { Setup = noisy.Setup with { Noise = [State(NoiseKind.Additive) with { Sigma = [1] }] } }, Once);
        var result = Run(silent, Once with { AbsoluteLevels = [0.01, 0.1] });
        Assert.Equal((0, unit.P, unit.Q), (result.TrainingSigma, result.P, result.Q));
        Assert.Equal([0.01, 0.1], result.Levels.Select(static level => level.Sigma));
        Assert.Equal((unit.P + unit.Q) * 0.01 / 2, result.Levels[1].Predicted, OtherOrder);
        var released = Run(noisy with { Setup = noisy.Setup with { Noise = [State(NoiseKind.ReleasedUniform) with { Sigma = [0] }] } }, new() { Trials = 64, Draws = 64, AbsoluteLevels = [0.05, 0.1] });
        Assert.Equal(result.Loss, released.Loss, OtherOrder);
        Assert.Equal((released.P + released.Q) / 2, released.Limit, StandardErrors * released.LimitError);
    }

    [Fact]
    public void The_mean_over_trials_weighs_them_as_the_loss_does()
    {
        var network = new Ctrnn { Units = 3, Activation = new NoisyRnn.Networks.Tanh() };
        var subject = new TrainedNetwork(new Setup { Task = new UnevenTrials(), Network = network, Dt = Dt, Noise = [At(Placement.Inside)], Seed = 3 }, network.Initialize(1, 2, Dt, 3));
        var result = Run(subject, new() { Trials = 19, Draws = 2 });
        Assert.Equal(19, result.Trials);
        // Ten short ones of weight 1 and nine long ones of weight 3.
        Assert.Equal((10 * BackwardRegularizer.Of(subject, 0) + 9 * BackwardRegularizer.Of(subject, 1)) / 37, result.P + result.Q, OtherOrder);
        Assert.Equal(result.P, result.POfTrials.Average(), OtherOrder);
        Assert.Equal(result.Q, result.QOfTrials.Average(), OtherOrder);
        Assert.Equal(result.Loss, result.LossOfTrials.Average(), OtherOrder);
        var silent = new ForwardPass<double>(subject.Prepare<double>(network, []), subject.Task, subject.Loss, 19, 1).Run(subject.Seed, NoiseStream.Test);
        Assert.Equal(silent.Loss, result.Loss, OtherOrder);
    }

    [Theory]
    [Trait("speed", "slow")]
    [InlineData("lipschitz")]
    [InlineData("ctrnn")]
    public void Of_128_units_over_49_steps_it_is_within_the_errors_of_simulation(string kind)
    {
        // Weights of a size that makes them turn and saturate: the spectral radius is near 1.
        var task = new SameTrial(49, Classes: true, Inputs: 16);
        var (network, noise) = kind == "ctrnn"
            ? ((Network)new Ctrnn { Units = 128, Activation = new NoisyRnn.Networks.Tanh(), RecurrentInitializer = new GaussianInitializer { Radius = 1 } }, At(Placement.Inside))
            : (new Lipschitz { Units = 128, MatrixStd = 0.09 }, State(NoiseKind.Additive) with { Sigma = [0.05] });
        ImmutableArray<NoiseSource> sources = kind == "ctrnn" ? [noise] : [noise, State(NoiseKind.ReleasedUniform) with { Sigma = [0.05] }];
        var parameters = network.Initialize(16, 2, 0.16, 5);
        foreach (ref var weight in parameters["W_out"])
            weight *= 3;
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 0.16, Noise = sources, Training = new() { Loss = new CrossEntropy() }, Seed = 5 }, parameters);
        var result = Run(subject, new() { Trials = 64, Draws = 200, Levels = [0.05, 0.1] });
        // The simulation would see either part missing.
        Assert.All([result.P, result.Q], part => Assert.True(Math.Abs(part) / 2 > StandardErrors * result.LimitError, $"{part} {result.LimitError}"));
        Assert.Equal((result.P + result.Q) / 2, result.Limit, StandardErrors * result.LimitError);
        Assert.InRange(result.SlopeUpTo(0.1)!.Value, 0.9, 1.1);
    }

    [Fact]
    public void Threads_and_the_file_change_no_bit_and_a_stop_stops()
    {
        var subject = Tiny["lipschitz, released and additive"];
        var analysis = new Regularizer { Trials = 40, Draws = 3 };
        var shares = new List<double>();
        var once = ResultJson.Write(analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal(once, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<RegularizerResult>(once)));
        Assert.Equal(1, shares[^1]);
        Assert.Equal(shares.Order(), shares);
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_has_no_Taylor_form_is_refused_in_a_line()
    {
        var subject = Tiny["tanh, inside"];
        string? Refusal(TrainedNetwork of) => new Regularizer().Refusal(of.Setup);
        Assert.Null(Refusal(subject));
        Assert.Contains("relu: noise across its kink has no Taylor form; use the predicted shift (analysis bias)", Refusal(subject with { Setup = subject.Setup with { Network = Rates(new Relu()) } }), StringComparison.Ordinal);
        Assert.Contains("leaky-relu", Refusal(subject with { Setup = subject.Setup with { Network = Rates(new LeakyRelu()) with { Smoothing = [0.3, 0] } } }), StringComparison.Ordinal);
        Assert.Null(Refusal(subject with { Setup = subject.Setup with { Network = Rates(new Relu()) with { Smoothing = [0.3, 0.2] } } }));
        Assert.Contains("not for lstm; allowed is ctrnn, lipschitz, antisymmetric or elman", Refusal(subject with { Setup = subject.Setup with { Network = new Lstm() } }), StringComparison.Ordinal);
        Assert.Contains("heun-stratonovich", Refusal(subject with { Setup = subject.Setup with { Scheme = new HeunStratonovich() } }), StringComparison.Ordinal);
        Assert.Contains("correlation-time: 0", Refusal(subject with { Setup = subject.Setup with { Noise = [At(Placement.Inside) with { CorrelationTime = 1 }] } }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Run(subject with { Setup = subject.Setup with { Network = new Lstm() } }, Once));
        Assert.Equal(["levels", "absolute-levels"], new Regularizer { Levels = [1], AbsoluteLevels = [2, 1] }.Problems().Select(static problem => problem.Key));
    }

    private static void Equal(TrainedNetwork subject, int trials)
    {
        var result = Run(subject, Once with { Trials = trials });
        var trial = new Trial(subject.Task.StepCount, subject.Task.InputCount, subject.Task.OutputCount);
        subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, 0), trial);
        var weight = Enumerable.Range(0, trial.Steps).Sum(t => subject.Loss.Weight([.. Enumerable.Range(0, subject.Task.OutputCount).Select(o => trial.Mask[t, o])]));
        for (ulong number = 0; number < (ulong)trials; number++)
        {
            var expected = BackwardRegularizer.Of(subject, number) / weight;
            Assert.Equal(expected, result.POfTrials[(int)number] + result.QOfTrials[(int)number], OtherOrder * Math.Abs(expected));
        }
    }

    private static double Slope(List<double> x, List<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    private static RegularizerResult Run(TrainedNetwork subject, Regularizer analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    private static TrainedNetwork Subject(Network network, ImmutableArray<NoiseSource> noise, bool classes = false, int steps = 3, Readout readout = Readout.Identity)
    {
        var task = new SameTrial(steps, classes);
        return new(new Setup { Task = task, Network = network, Dt = Dt, Noise = noise, Training = new() { Loss = classes ? new CrossEntropy() : new MeanSquaredError { Readout = readout } }, Seed = 5 }, network.Initialize(task.InputCount, task.OutputCount, Dt, 5));
    }

    private static Lipschitz Lipschitz() => new() { Units = 2, MatrixStd = 1 };

    private static Ctrnn Rates(Activation f) => new() { Units = 2, Activation = f, RecurrentInitializer = new NormalInitializer { Std = 1 } };

    private static NoiseSource State(NoiseKind kind) => new() { Placement = Placement.State, Kind = kind, Sigma = [0.3] };

    private static NoiseSource At(Placement placement) => new() { Placement = placement, Sigma = [0.3] };
}
