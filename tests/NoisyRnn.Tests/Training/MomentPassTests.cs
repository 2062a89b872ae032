using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>Training through the Gaussian closure: its moments are those of the analyses, its gradient that of its loss, and without noise it is ordinary training.</summary>
public sealed class MomentPassTests
{
    private const int Batch = 3;

    private static readonly FunctionApproximation Task = new() { Steps = 6, LossSteps = 4 };

    public static TheoryData<string, Network, NoiseSource[]> Cases => new()
    {
        { "relu, inside", new Ctrnn { Units = 5, Activation = new Relu() }, [At(Placement.Inside, 0.7)] },
        { "relu, outside", new Ctrnn { Units = 5, Activation = new Relu() }, [At(Placement.Outside, 0.5)] },
        { "leaky, state and readout", new Ctrnn { Units = 4, Activation = new LeakyRelu { Slope = 0.2 } }, [At(Placement.State, 0.2), At(Placement.Readout, 0.3)] },
        { "tanh, inside, trained start", new Ctrnn { Units = 5, Activation = new NoisyRnn.Networks.Tanh(), TrainInitialState = true, StateInitializer = new NormalInitializer { Std = 1 } }, [At(Placement.Inside, 1.3)] },
        { "tanh, all, a tau a unit", new Ctrnn { Units = 3, Activation = new NoisyRnn.Networks.Tanh(), Tau = [0.3, 1, 2] }, [At(Placement.Inside, 0.5), At(Placement.Outside, 0.4), At(Placement.State, 0.1)] },
        { "steep tanh, inside", new Ctrnn { Units = 4, Activation = new NoisyRnn.Networks.Tanh { Slope = 2.5 } }, [At(Placement.Inside, 0.6)] },
        { "softplus, sqrt-dt", new Ctrnn { Units = 4, Activation = new SoftPlus() }, [At(Placement.Inside, 1) with { Scale = NoiseScale.SqrtDt }] },
        { "tanh, signs of input and readout", new Ctrnn { Units = 5, Activation = new NoisyRnn.Networks.Tanh(), Input = new WeightStructure { Sign = WeightSign.Positive, Density = 0.7 }, Readout = new WeightStructure { Sign = WeightSign.Negative } }, [At(Placement.Inside, 0.8)] },
        { "sigmoid, Dale's law", new Ctrnn { Units = 5, Activation = new NoisyRnn.Networks.Sigmoid(), Recurrent = new RecurrentStructure { Dale = new DaleLaw() } }, [At(Placement.Inside, 0.8)] },
        { "gelu, outside", new Ctrnn { Units = 4, Activation = new Gelu() }, [At(Placement.Outside, 0.6)] },
        { "identity, inside", new Ctrnn { Units = 4, Activation = new Identity() }, [At(Placement.Inside, 0.6)] },
        { "square of a rectifier, inside", new Ctrnn { Units = 4, Activation = new PowerLaw { Gain = 0.6 } }, [At(Placement.Inside, 0.6)] },
        { "probit, inside", new Ctrnn { Units = 4, Activation = new Probit() }, [At(Placement.Inside, 0.6)] },
        { "tanh, inside, rank 2", new Ctrnn { Units = 5, Activation = new NoisyRnn.Networks.Tanh(), Recurrent = new RecurrentStructure { Rank = 2 } }, [At(Placement.Inside, 0.6)] },
        { "tanh, a tau that each unit learns", new Ctrnn { Units = 4, Activation = new NoisyRnn.Networks.Tanh(), Tau = [0.5], TrainTau = TauTraining.PerUnit }, [At(Placement.Inside, 0.6), Shared(Placement.Outside, 0.4), At(Placement.Outside, 0.3), Shared(Placement.Inside, 0.3)] },
        { "relu, a tau that all learn", new Ctrnn { Units = 4, Activation = new Relu(), TrainTau = TauTraining.Shared }, [At(Placement.Outside, 0.6)] },
        { "softplus, shared by all units", new Ctrnn { Units = 4, Activation = new SoftPlus() }, [Shared(Placement.Inside, 0.5), Shared(Placement.Outside, 0.4), Shared(Placement.State, 0.2), Shared(Placement.Readout, 0.3), At(Placement.State, 0.1)] },
        { "tanh, shared by populations", new Ctrnn { Units = 5, Activation = new NoisyRnn.Networks.Tanh(), Recurrent = new RecurrentStructure { Dale = new DaleLaw() } }, [Shared(Placement.Inside, 0.5) with { Common = NoiseGroup.Population }] },
        { "feed-forward, shared by a layer", new FeedForward { Units = 4, Layers = 3, Activation = new NoisyRnn.Networks.Tanh() }, [Shared(Placement.Inside, 0.6), Shared(Placement.Outside, 0.3) with { Layer = 2 }] },
        { "feed-forward, inside", new FeedForward { Units = 4, Layers = 3, Activation = new NoisyRnn.Networks.Tanh() }, [At(Placement.Inside, 0.6)] },
        { "feed-forward, outside and state", new FeedForward { Units = 5, Layers = 2, Activation = new Relu() }, [At(Placement.Outside, 0.4), At(Placement.State, 0.2)] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_that_of_the_loss(string name, Network network, NoiseSource[] noise)
    {
        Assert.NotEmpty(name);
        var setup = Setup(network, noise);
        var (pass, parameters) = (new MomentPass(setup, 1), setup.Initialize());
        var gradient = new double[setup.Layout.Length];
        Loss(gradient);
        const double Step = 1e-5;
        foreach (var slice in setup.Layout.Slices.Where(static slice => slice.Trainable))
        {
            for (var k = slice.Offset; k < slice.Offset + slice.Length; k++)
            {
                var kept = parameters.Values[k];
                parameters.Values[k] = kept + Step;
                var above = Loss([]);
                parameters.Values[k] = kept - Step;
                var below = Loss([]);
                parameters.Values[k] = kept;
                var expected = (above - below) / (2 * Step);
                Assert.Equal(expected, gradient[k], 2e-8 * (1 + Math.Abs(expected)));
            }
        }

        Assert.Contains(gradient, static g => Math.Abs(g) > 1e-3);

        double Loss(double[] receives)
        {
            pass.Refresh(parameters);
            return pass.Run(NoiseStream.Task, 0, Batch, receives);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_moments_are_those_of_the_analyses(string name, Network network, NoiseSource[] noise)
    {
        Assert.NotEmpty(name);
        var setup = Setup(network, noise);
        var (pass, subject) = (new MomentPass(setup, 1), new TrainedNetwork(setup, setup.Initialize()));
        pass.Refresh(subject.Parameters);
        var closure = new GaussianClosure(subject, setup.Noise);
        var key = new TrialKey(setup.Seed, NoiseStream.Task, 2);
        var (trial, state) = (Task.Make(key), closure.Start());
        var (mean, variance) = pass.Readouts(key);
        double[] expected = [0], spread = [0];
        var largest = 0.0;
        for (var t = 0; t < Task.Steps; t++)
        {
            closure.Step(state, trial.InputsAt(t));
            closure.Read(state, expected, spread);
            Assert.Equal(expected[0], mean[t, 0], 1e-12 * (1 + Math.Abs(expected[0])));
            Assert.Equal(spread[0], variance[t, 0], 1e-12 * (1 + spread[0]));
            largest = Math.Max(largest, spread[0]);
        }

        Assert.True(largest > 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_noise_loss_and_gradient_are_those_of_ordinary_training(bool isFeedForward)
    {
        var setup = Setup(isFeedForward ? new FeedForward { Units = 6, Layers = 2, Activation = new NoisyRnn.Networks.Tanh() } : new Ctrnn { Units = 6, Activation = new NoisyRnn.Networks.Tanh() }, []);
        var (pass, parameters) = (new MomentPass(setup, 1), setup.Initialize());
        var rollout = setup.Prepare(setup.Draw<double>([], NoiseStream.Dynamics));
        rollout.Refresh(parameters);
        var ordinary = new BatchPass<double>(rollout, Task, setup.Training.Loss, Batch, 1);
        double[] expected = new double[setup.Layout.Length], gradient = new double[setup.Layout.Length];
        var loss = ordinary.Run(setup.Seed, NoiseStream.Task, 5, expected);
        pass.Refresh(parameters);
        Assert.Equal(loss, pass.Run(NoiseStream.Task, 5, Batch, gradient), 1e-13 * loss);
        Assert.All(expected.Zip(gradient), static pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <summary>Of a linear network the closure is exact: its loss and gradient are the means over noise.</summary>
    [Fact]
    public void Of_a_linear_network_loss_and_gradient_are_the_means_over_draws()
    {
        const int Draws = 4000;
        var setup = Setup(new Ctrnn { Units = 4, Activation = new Identity() }, [At(Placement.Inside, 0.6), At(Placement.Outside, 0.4)]);
        var (pass, parameters) = (new MomentPass(setup, 1), setup.Initialize());
        var (expected, sum, squares, gradient) = (new double[setup.Layout.Length], new double[setup.Layout.Length], new double[setup.Layout.Length], new double[setup.Layout.Length]);
        pass.Refresh(parameters);
        pass.Run(NoiseStream.Task, 0, 1, expected);
        for (var r = 0ul; r < Draws; r++)
        {
            // The same trial under the noise of another seed.
            var rollout = setup.Prepare((setup with { Seed = 100 + r }).Draw<double>(setup.Noise, NoiseStream.Dynamics));
            rollout.Refresh(parameters);
            new BatchPass<double>(rollout, Task, setup.Training.Loss, 1, 1).Run(setup.Seed, NoiseStream.Task, 0, gradient);
            for (var k = 0; k < gradient.Length; k++)
                (sum[k], squares[k]) = (sum[k] + gradient[k], squares[k] + (gradient[k] * gradient[k]));
        }

        for (var k = 0; k < gradient.Length; k++)
        {
            var mean = sum[k] / Draws;
            var error = Math.Sqrt(Math.Max(0, (squares[k] / Draws) - (mean * mean)) / Draws);
            Assert.InRange(expected[k] - mean, -5 * error - 1e-12, (5 * error) + 1e-12);
        }
    }

    [Fact]
    public void Training_learns_under_noise_that_it_never_draws_and_threads_change_no_bit()
    {
        var setup = Setup(new Ctrnn { Units = 12, Activation = new NoisyRnn.Networks.Tanh() }, [At(Placement.Inside, 0.5)]) with
        {
            Task = new FunctionApproximation { Steps = 12, LossSteps = 4 },
            Dt = 0.25,
            Training = new() { Moments = TrainingMoments.Closure, Iterations = 120, Batch = 8, ValidateEvery = 20, ValidationTrials = 64, Optimizer = new Adam { Rate = 0.01 } },
        };
        var one = new Trainer<float>(setup, threads: 1);
        one.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(one.State.Curve[^1].Validation, 0, 0.5 * one.State.Curve[0].Validation);
        var two = new Trainer<float>(setup, threads: 3);
        two.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(one.State.Parameters.Values, two.State.Parameters.Values);
    }

    public static TheoryData<string, Network, TrainingSpec, NoiseSource[]> Refused => new()
    {
        { "closure is not for lstm; allowed is ctrnn of one layer, or feedforward, or moments: drawn", new Lstm(), new(), [] },
        { "closure is not for the activation formula; allowed is relu, leaky-relu", new Ctrnn { Activation = new FormulaActivation { Text = "max(0, a)^2" } }, new(), [] },
        { "closure is not for the loss cross-entropy; allowed is loss: mse with readout: identity", new Ctrnn(), new() { Loss = new CrossEntropy() }, [] },
        { "closure is not for a sigmoid readout; allowed is loss: mse with readout: identity", new Ctrnn(), new() { Loss = new MeanSquaredError { Readout = Readout.Sigmoid } }, [] },
        { "closure is not for l2-rates; allowed is 0", new Ctrnn(), new() { L2Rates = 1 }, [] },
        { "closure is not for noise of kind multiplicative; allowed is additive, white, Gaussian noise", new Ctrnn(), new(), [At(Placement.State, 0.1) with { Kind = NoiseKind.Multiplicative }] },
        { "closure is not for noise of kind additive, not Gaussian or not white", new Ctrnn(), new(), [At(Placement.Inside, 0.1) with { CorrelationTime = 1 }] },
        { "closure is not for noise with placement input; allowed is inside, outside, state or readout", new Ctrnn(), new(), [At(Placement.Input, 0.1)] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_closure_does_not_cover_is_refused_in_words(string message, Network network, TrainingSpec training, NoiseSource[] noise)
    {
        Assert.StartsWith($"training.moments: {message}", (training with { Moments = TrainingMoments.Closure }).Refusal(network, new EulerMaruyama(), [.. noise]), StringComparison.Ordinal);
        Assert.Null(training.Refusal(network, new EulerMaruyama(), [.. noise]));
    }

    private static NoiseSource At(Placement placement, double sigma) => new() { Placement = placement, Sigma = [sigma] };

    private static NoiseSource Shared(Placement placement, double sigma) => At(placement, sigma) with { Common = NoiseGroup.Layer };

    private static Setup Setup(Network network, NoiseSource[] noise) => new() { Task = Task, Network = network, Dt = 0.2, Noise = [.. noise], Seed = 3 };
}
