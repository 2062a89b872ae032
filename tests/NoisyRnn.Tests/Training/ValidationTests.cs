using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>What a validation measures: on which trials, under which noise, and with which accuracy.</summary>
public sealed class ValidationTests : IDisposable
{
    private const int ValidationImages = 18;
    private static readonly ImmutableArray<NoiseSource> Noise = [new() { Sigma = [0.3] }, new() { Placement = Placement.Readout, Sigma = [0.5] }];
    private static readonly Ctrnn Network = new() { Units = 4 };
    private readonly DigitFolder _digits = new();

    public void Dispose() => _digits.Dispose();

    [Fact]
    public void Without_noise_it_is_the_silent_loss_of_the_same_training()
    {
        var task = new FunctionApproximation { Steps = 10, LossSteps = 5 };
        var spec = new TrainingSpec { Iterations = 6, ValidateEvery = 2, ValidationTrials = 20 };
        var (noisy, silent) = (Trained(spec, task), Trained(spec with { ValidationNoise = ValidationNoise.None }, task));
        Assert.Equal(noisy.Parameters.Values, silent.Parameters.Values);
        Assert.Equal(noisy.Curve.Select(static e => e.Training), silent.Curve.Select(static e => e.Training));
        Assert.Equal(Pass(task, new MeanSquaredError(), [], 20, silent.Parameters).Loss, silent.Curve[^1].Validation);
        Assert.Equal(Pass(task, new MeanSquaredError(), Noise, 20, noisy.Parameters).Loss, noisy.Curve[^1].Validation);
        Assert.All(noisy.Curve.Zip(silent.Curve), static pair => Assert.True(pair.First.Validation > pair.Second.Validation));
    }

    [Fact]
    public void Each_trial_of_a_data_set_s_validation_part_counts_at_most_once()
    {
        var task = Digits();
        Assert.Equal((72, ValidationImages, DigitFolder.Test), (task.TrialCount(NoiseStream.Task), task.TrialCount(NoiseStream.Validation), task.TrialCount(NoiseStream.Test)));
        Assert.Null(new FunctionApproximation().TrialCount(NoiseStream.Validation));
        var spec = new TrainingSpec { Iterations = 4, ValidateEvery = 2, Batch = 8, Loss = new CrossEntropy() };
        var all = Trained(spec with { ValidationTrials = ValidationImages }, task);
        Assert.Equal(all.Curve, Trained(spec with { ValidationTrials = 500 }, task).Curve);
        Assert.NotEqual(all.Curve, Trained(spec with { ValidationTrials = ValidationImages - 1 }, task).Curve);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Accuracy_is_the_share_of_trials_whose_largest_output_is_the_right_one(int favourite)
    {
        var task = Digits();
        var labels = Enumerable.Range(0, ValidationImages).Select(k => TaskTrials.Class(TaskTrials.Make(task, (ulong)k, NoiseStream.Validation, Seed))).ToArray();
        var state = Trained(new TrainingSpec { Iterations = 1, Loss = new CrossEntropy(), Optimizer = new Sgd { Rate = 1e-12 } }, task, Favouring(task, favourite));
        Assert.Equal(labels.Count(label => label == favourite) / (double)ValidationImages, state.Curve[^1].Accuracy!.Value, 1e-15);
        Assert.Equal([state.Curve[^1].Accuracy!.Value], state.ToLearningCurve().ValidationAccuracy);
    }

    [Fact]
    public void With_balanced_classes_a_constant_answer_is_right_in_a_half_whatever_the_shares()
    {
        using var folder = new TemporaryFolder();
        folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 100).Select(static k => $"{(k < 80 ? 1 : 2)}\t{k}\t{k}")));
        var task = (Beats)new Beats { File = "beats.tsv" }.Load(folder.Path);
        var parameters = new Parameters(Network.Layout(1, 2));
        var count = task.TrialCount(NoiseStream.Validation)!.Value;
        // The weights of classes are rounded to float, to a relative 2^-24.
        Assert.Equal(0.5, Pass(task, new CrossEntropy(), [], count, parameters).Accuracy!.Value, Math.Pow(2, -24));
    }

    [Fact]
    public void The_squared_error_has_no_accuracy()
    {
        var state = Trained(new TrainingSpec { Iterations = 1 }, new FunctionApproximation());
        Assert.Null(state.Curve[^1].Accuracy);
        Assert.True(state.ToLearningCurve().ValidationAccuracy.IsDefault);
    }

    [Fact]
    public void Accuracies_survive_an_interruption()
    {
        var spec = new TrainingSpec { Iterations = 4, ValidateEvery = 2, Batch = 8, Loss = new CrossEntropy() };
        var path = _digits.File("checkpoint.safetensors");
        var whole = Trained(spec, Digits());
        Checkpoint.Write(path, whole, "run");
        var again = new TrainingState(whole.Parameters.Copy(), whole.Parameters.Layout, spec);
        Assert.True(Checkpoint.TryRead(path, again, "run"));
        Assert.Equal(whole.Curve, again.Curve);
        Assert.All(again.Curve, static entry => Assert.NotNull(entry.Accuracy));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void Neither_threads_nor_the_width_of_a_block_change_a_bit(int trials)
    {
        var task = new FunctionApproximation { Steps = 10, LossSteps = 5 };
        var parameters = Network.Initialize(1, 1, 0.1, Seed);
        var losses = new[] { 1, 2, 3, 7 }.Select(threads => Pass(task, new MeanSquaredError(), Noise, trials, parameters, threads).Loss);
        Assert.Single(losses.Distinct());
    }

    private const ulong Seed = 4;

    private PixelSequence Digits() => (PixelSequence)new PixelSequence { Data = _digits.Path, Chunk = 392, ValidationShare = 0.2 }.Load("/");

    private static (double Loss, double? Accuracy) Pass(
        TrialTask task, Loss loss, ImmutableArray<NoiseSource> noise, int trials, Parameters parameters, int threads = 1)
    {
        var rollout = new Rollout<float>(Network, parameters.Layout, 0.1, Network.Draw<float>(
            noise, Seed, NoiseStream.Validation, task.InputCount, task.OutputCount, 0.1));
        rollout.Refresh(parameters);
        return new ForwardPass<float>(rollout, task, loss, trials, threads).Run(Seed, NoiseStream.Validation);
    }

    private static TrainingState Trained(TrainingSpec spec, TrialTask task, Parameters? start = null)
    {
        var trainer = new Trainer<float>(new Setup { Task = task, Network = Network, Dt = 0.1, Noise = Noise, Training = spec, Seed = Seed }, threads: 1);
        start?.Values.CopyTo(trainer.State.Parameters.Values, 0);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return trainer.State;
    }

    // Says the same whatever it sees, far above the noise on the readout.
    private static Parameters Favouring(TrialTask task, int favourite)
    {
        var parameters = new Parameters(Network.Layout(task.InputCount, task.OutputCount));
        parameters["b_out"][favourite] = 100;
        return parameters;
    }
}
