using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>A noise level that is trained with the weights: s = s0 exp(theta).</summary>
public sealed class LearntNoiseTests
{
    private const int Batch = 21, Iterations = 12;

    private static readonly Dictionary<string, Network> Networks = new()
    {
        ["ctrnn"] = new Ctrnn { Units = 5, Activation = new Tanh() },
        ["ctrnn with tau and rank"] = new Ctrnn { Units = 5, Activation = new Tanh(), Tau = [.6], TrainTau = TauTraining.PerUnit, Recurrent = new() { Rank = 2 } },
        ["two layers"] = new Ctrnn { Units = 5, Layers = 2, Activation = new Tanh() },
        ["three layers with tau"] = new Ctrnn { Units = 3, Layers = 3, Activation = new SoftPlus(), Tau = [.6], TrainTau = TauTraining.PerUnit },
        ["current"] = new CurrentRnn { Units = 5, Activation = new Tanh() },
        ["two currents with tau"] = new CurrentRnn { Units = 3, Layers = 2, Activation = new Tanh(), Tau = [.6], TrainTau = TauTraining.PerUnit },
        ["elman"] = new Elman { Units = 5 },
        ["two elmans"] = new Elman { Units = 5, Layers = 2 },
        ["feedforward"] = new FeedForward { Units = 5, Layers = 2, Activation = new Tanh() },
    };

    public static TheoryData<string, Placement, NoiseOwner> Cases
    {
        get
        {
            var cases = new TheoryData<string, Placement, NoiseOwner>();
            foreach (var network in Networks.Keys)
            {
                foreach (var placement in new[] { Placement.Inside, Placement.Outside, Placement.State })
                {
                    if (Networks[network].Refusal(new NoiseSource { Placement = placement }) is not null)
                        continue;
                    foreach (var owner in Enum.GetValues<NoiseOwner>())
                        cases.Add(network, placement, owner);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_that_of_central_differences(string network, Placement placement, NoiseOwner owner)
    {
        var setup = Of(network, placement, owner);
        var parameters = new TrainingState(setup).Parameters;
        var (net, all) = (setup.Layout.Length, setup.TrainedLayout.Length);
        Assert.Equal(owner == NoiseOwner.Unit ? setup.Network.NoiseShape(1, 1)[placement] : 1, all - net);
        for (var k = net; k < all; k++)
            parameters.Values[k] = 0.1 * (k - net) - 0.2;
        var gradient = new double[all];
        Loss(setup, parameters, gradient);
        foreach (var k in Enumerable.Range(net, all - net).Concat([0, 3, net - 1]))
        {
            // Step 1e-4: the error of the difference is 1e-8 times a third derivative of order 1, and rounding 1e-12.
            const double H = 1e-4;
            var (plus, minus) = (parameters.Copy(), parameters.Copy());
            plus.Values[k] += H;
            minus.Values[k] -= H;
            Assert.Equal((Loss(setup, plus, []) - Loss(setup, minus, [])) / (2 * H), gradient[k], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Neither_threads_nor_a_stop_on_the_way_change_a_bit(string network, Placement placement, NoiseOwner owner)
    {
        using var folder = new TemporaryFolder();
        var setup = Of(network, placement, owner);
        var whole = Trained(setup, 1);
        Assert.Equal(whole.Parameters.Values, Trained(setup, 3).Parameters.Values);
        var first = new Trainer<float>(setup, threads: 2);
        for (var k = 0; k < 5; k++)
            first.Iterate();
        var path = Path.Combine(folder.Path, "stop.safetensors");
        Checkpoint.Write(path, first.State, "run");
        var second = new Trainer<float>(setup, threads: 1);
        Assert.True(Checkpoint.TryRead(path, second.State, "run"));
        second.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(whole.Parameters.Values, second.State.Parameters.Values);
        Assert.Equal(whole.Curve, second.State.Curve);
        Assert.Equal(whole.KeptNoiseFactors, second.State.KeptNoiseFactors);
    }

    [Fact]
    public void The_level_moves_and_the_networks_parameters_are_what_is_kept()
    {
        var setup = Of("ctrnn", Placement.Outside, NoiseOwner.Network);
        var state = Trained(setup, 1);
        Assert.Equal(setup.Layout.Length, state.Kept.Values.Length);
        Assert.NotEqual(1, Assert.Single(state.KeptNoiseFactors));
        var curve = state.ToLearningCurve();
        Assert.Equal(curve.Iterations.Length, curve.NoiseFactor.Length);
        Assert.Equal(state.KeptNoiseFactors[0], curve.NoiseFactor[^1], 1e-15);
    }

    [Fact]
    public void With_a_level_that_stays_training_is_that_of_constant_noise()
    {
        // One iteration from theta = 0: the network's gradient is that of noise of level s0.
        var setup = Of("ctrnn", Placement.Inside, NoiseOwner.Unit);
        setup = setup with { Training = setup.Training with { ClipNorm = null } };
        var (learnt, constant) = (new Trainer<float>(setup, 1), new Trainer<float>(setup with { Training = setup.Training with { NoiseSchedule = new ConstantNoise() } }, 1));
        learnt.Iterate();
        constant.Iterate();
        Assert.Equal(constant.State.Parameters.Values, learnt.State.Network.Values);
    }

    [Theory]
    [InlineData("two layers", Placement.Inside)]
    [InlineData("two layers", Placement.State)]
    [InlineData("feedforward", Placement.Outside)]
    public void Of_noise_in_one_layer_its_units_have_the_levels_that_they_learnt(string network, Placement placement)
    {
        var setup = Of(network, placement, NoiseOwner.Unit);
        setup = setup with { Noise = [setup.Noise[0] with { Layer = 2 }] };
        var factors = Trained(setup, 1).KeptNoiseFactors;
        Assert.Equal(10, factors.Length);
        Assert.All(factors.Take(5), static factor => Assert.Equal(1, factor));
        Assert.All(factors.Skip(5), static factor => Assert.NotEqual(1, factor));
        var source = Assert.Single(setup.WithLearntLevel(factors).Noise);
        Assert.Equal(factors.Skip(5).Select(static factor => .4 * factor), source.Sigma);
        Assert.Equal(10, source.PerStepDeviation(setup.Network.NoiseShape(1, 1), setup.Dt, setup.Network.TimeConstants).Length);
    }

    [Theory]
    [InlineData("noise: [{sigma: .1}, {sigma: .1, placement: outside}]", "2 sources of noise; allowed is one")]
    [InlineData("noise: {sigma: .1, placement: input}", "noise.placement: input; allowed is inside, outside or state")]
    [InlineData("noise: {sigma: .1, correlation-time: 1}", "allowed is correlation-time: 0")]
    [InlineData("noise: {sigma: .1}\nnetwork: {kind: gru, units: 3}", "learnt is not for gru; allowed is ctrnn")]
    [InlineData("noise: {sigma: .1}\nscheme: heun-stratonovich", "allowed is ctrnn with scheme euler-maruyama")]
    public void What_it_is_not_for_is_refused_before_the_first_run(string settings, string message)
    {
        var error = Assert.Throws<InputException>(() => SmallExperiment.Of($"training: {{noise-schedule: learnt}}\n{settings}"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static Setup Of(string network, Placement placement, NoiseOwner owner) => new()
    {
        Task = new FunctionApproximation { Steps = network != "feedforward" ? 9 : 1, LossSteps = network != "feedforward" ? 4 : 1 },
        Network = Networks[network],
        Dt = network != "feedforward" ? 0.2 : 1,
        Noise = [new NoiseSource { Sigma = [0.4], Placement = placement }],
        Training = new TrainingSpec { Iterations = Iterations, Batch = Batch, ValidateEvery = 4, ValidationTrials = 16, NoiseSchedule = new LearntNoise { Per = owner } },
        Seed = 3,
    };

    private static TrainingState Trained(Setup setup, int threads)
    {
        var trainer = new Trainer<float>(setup, threads);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return trainer.State;
    }

    private static double Loss(Setup setup, Parameters parameters, Span<double> gradient)
    {
        var draws = setup.Draw<double>(setup.Noise, NoiseStream.Dynamics);
        var rollout = setup.Prepare(new LearntIncrements<double>(draws, (NoiseTerm)setup.Noise[0].Placement), setup.TrainedLayout);
        rollout.Refresh(parameters);
        return new BatchPass<double>(rollout, setup.Task, setup.Training.Loss, Batch, threads: 1).Run(1, NoiseStream.Task, 0, gradient);
    }
}
