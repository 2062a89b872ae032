using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>Training with the explicit regulariser: reproducible, judged by the loss alone, refused where there is none.</summary>
public sealed class RegularizerTrainingTests
{
    private const int Iterations = 10;
    private static readonly FunctionApproximation Task = new() { Steps = 70, LossSteps = 4 };

    [Theory]
    [InlineData("p-and-q", 1)]
    [InlineData("p-and-q", 33)]
    [InlineData("q", 50)]
    public void Neither_threads_nor_a_stop_on_the_way_change_a_bit(string terms, int batch)
    {
        using var folder = new TemporaryFolder();
        var spec = Spec($"{{penalty: {{terms: {terms}, noise: {{placement: state, sigma: .2}}}}}}") with { Batch = batch };
        var whole = Trained(spec);
        Assert.DoesNotContain(whole.State.Parameters.Values, static value => !double.IsFinite(value));
        Assert.NotEqual(whole.State.Parameters.Values, Trained(spec with { Penalty = new() }).State.Parameters.Values);
        foreach (var threads in new[] { 2, 3 })
            Assert.Equal(whole.State.Parameters.Values, Trained(spec, threads).State.Parameters.Values);
        foreach (var stop in new[] { 1, 5, 9 })
        {
            var first = Make(spec);
            for (var k = 0; k < stop; k++)
                first.Iterate();
            var path = Path.Combine(folder.Path, $"{stop}.safetensors");
            Checkpoint.Write(path, first.State, "run");
            var second = Make(spec, threads: 2);
            Assert.True(Checkpoint.TryRead(path, second.State, "run"));
            second.Run(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(whole.State.Parameters.Values, second.State.Parameters.Values);
            Assert.Equal(whole.State.Curve, second.State.Curve);
        }
    }

    [Theory]
    [InlineData("weight: 0, noise: {sigma: .2}")]
    [InlineData("noise: {sigma: 0}")]
    [InlineData("")]
    public void Without_weight_or_level_it_is_training_without_noise(string penalty) => Assert.Equal(
        Trained(Spec("{}")).State.Parameters.Values, Trained(Spec($"{{penalty: {{{penalty}}}}}")).State.Parameters.Values);

    [Fact]
    public void The_learning_curve_is_that_of_the_loss_without_it()
    {
        // A rate of 0 leaves the parameters: both curves are of the same network, but for the order of roundings in its step.
        var optimizer = new Sgd { Rate = 1e-12 };
        var plain = Trained(Spec("{}") with { Optimizer = optimizer }).State.Curve;
        var penalised = Trained(Spec("{penalty: {noise: {sigma: 3}}}") with { Optimizer = optimizer }).State.Curve;
        for (var k = 0; k < plain.Count; k++)
        {
            Assert.Equal(plain[k].Training, penalised[k].Training, 1e-5);
            Assert.Equal(plain[k].Validation, penalised[k].Validation, 1e-9);
        }
    }

    [Fact]
    public void A_penalty_that_spoils_the_loss_is_ended_by_the_validation()
    {
        var spec = Spec("{penalty: {weight: 100, noise: {sigma: 1}}, patience: 2, keep-best: true, clip-norm: }") with { Iterations = 400, Optimizer = new Sgd { Rate = 0.02 } };
        var trainer = Trained(spec);
        Assert.True(trainer.State.OutOfPatience);
        Assert.Null(trainer.State.DivergedAt);
        Assert.InRange(trainer.State.Iteration, 1, spec.Iterations - 1);
        // It had become worse.
        Assert.True(trainer.State.Curve[^1].Validation > trainer.State.Curve.Min(static entry => entry.Validation));
    }

    [Fact]
    public void Training_with_it_lowers_the_loss_under_its_noise()
    {
        // The same network, once trained without noise, once with Q + P of the noise that both are then tested with.
        var noise = new NoiseSource { Placement = Placement.State, Sigma = [0.1] };
        var spec = Spec("{}") with { Iterations = 400, Batch = 32, ValidationTrials = 400, ValidateEvery = 400, Optimizer = new Adam { Rate = 3e-3 } };
        double Noisy(TrainingSpec trained)
        {
            var trainer = Trained(trained);
            var network = new Ctrnn { Units = 7, Activation = new Tanh() };
            var rollout = new Rollout<double>(network, trainer.State.Parameters.Layout, 0.1, network.Draw<double>([noise], 5, NoiseStream.Analysis, 1, 1, 0.1));
            rollout.Refresh(trainer.State.Parameters);
            return new ForwardPass<double>(rollout, Task, new MeanSquaredError(), 400, 1).Run(5, NoiseStream.Test).Loss;
        }

        var (plain, penalised) = (Noisy(spec), Noisy(spec with { Penalty = new() { Noise = [noise] } }));
        Assert.InRange(penalised, 0, 0.9 * plain);
    }

    [Theory]
    [InlineData("network: {activation: tanh}\ntraining: {penalty: {noise: {placement: state, kind: multiplicative, sigma: .1}}}", "kind multiplicative: for it the regulariser is an analysis only; allowed is additive")]
    [InlineData("network: {activation: tanh}\ntraining: {penalty: {noise: {placement: input, sigma: .1}}}", "placement input; allowed is inside, outside or state")]
    [InlineData("network: {activation: tanh}\ntraining: {penalty: {noise: {sigma: .1}}, noise-schedule: annealed}", "training.penalty: with noise-schedule: annealed; allowed")]
    [InlineData("training: {penalty: {noise: {sigma: .1}}}", "training.penalty: the activation relu has no second and third derivative here; allowed is tanh, sigmoid, softplus or identity")]
    [InlineData("network: {activation: tanh, units: 2, smoothing: [.1, .1]}\ntraining: {penalty: {noise: {sigma: .1}}}", "training.penalty: network.smoothing has no trainable regulariser, it is an analysis only; allowed is ctrnn without smoothing, lipschitz or antisymmetric")]
    [InlineData("network: {kind: lstm}\ntraining: {penalty: {noise: {sigma: .1}}}", "training.penalty: lstm has no trainable regulariser, it is an analysis only; allowed is ctrnn")]
    [InlineData("network: {activation: tanh}\nscheme: heun-stratonovich\ntraining: {penalty: {noise: {sigma: .1}}}", "training.penalty: a step of heun-stratonovich is not expanded; allowed is euler-maruyama")]
    [InlineData("network: {activation: tanh}\nnoise: {sigma: .1}\ntraining: {penalty: {noise: {sigma: .1}}}", "training.penalty: it stands for the noise of training; allowed with it is noise: []")]
    [InlineData("network: {activation: tanh}\ntraining: {penalty: {noise: {sigma: [.1, .2]}}}", "training.penalty.noise.sigma: 2 levels for 32 units; allowed is one level, or one a unit")]
    [InlineData("training: {penalty: {terms: p}}", "training.penalty.terms: unknown value 'p'; did you mean 'q'? (allowed: q, p-and-q)")]
    public void What_has_no_trainable_regulariser_is_refused_in_one_line(string yaml, string expected)
    {
        var error = Assert.Throws<InputException>(() => SmallExperiment.Of(yaml));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_grid_may_hold_networks_without_it_beside_those_with_it()
    {
        var experiment = SmallExperiment.Of("network: {activation: tanh}\ngrid: {training.penalty.weight: [0, 1]}\ntraining: {penalty: {noise: {placement: state, sigma: .1}}}");
        Assert.Equal(2, experiment.Runs.Select(static run => run.TrainingHash).Distinct().Count());
    }

    private static TrainingSpec Spec(string options) => Binder.Bind<TrainingSpec>(YamlTree.ParseValue(options, "test")) with
    {
        Iterations = Iterations,
        Batch = 20,
        ValidateEvery = 3,
        ValidationTrials = 20,
    };

    private static Trainer<float> Make(TrainingSpec spec, int threads = 1) =>
        new(new Setup { Task = Task, Network = new Ctrnn { Units = 7, Activation = new Tanh() }, Dt = 0.1, Noise = ImmutableArray<NoiseSource>.Empty, Training = spec, Seed = 3 }, threads: threads);

    private static Trainer<float> Trained(TrainingSpec spec, int threads = 1)
    {
        var trainer = Make(spec, threads);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return trainer;
    }
}
