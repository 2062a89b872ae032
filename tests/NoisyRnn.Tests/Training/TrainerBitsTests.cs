using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>What never changes a bit of a trained network: threads, a stop on the way, the machine.</summary>
public sealed class TrainerBitsTests
{
    private const int Iterations = 12;
    private static readonly FunctionApproximation Task = new() { Steps = 70, LossSteps = 9 };

    // Widths of blocks (16, 32) and their remainders; 70 steps cross the block of 64 in which gradients are summed.
    public static TheoryData<int, int> Splits => [.. from batch in new[] { 1, 15, 16, 17, 32, 33, 50, 100 } from threads in new[] { 2, 3 } select (batch, threads)];

    [Theory]
    [MemberData(nameof(Splits))]
    public void The_number_of_threads_changes_no_bit(int batch, int threads) =>
        Assert.Equal(Trained(batch, 1), Trained(batch, threads));

    [Theory]
    [InlineData(NoiseDistribution.Uniform, 0)]
    [InlineData(NoiseDistribution.Laplace, 0)]
    [InlineData(NoiseDistribution.TwoPoint, 0)]
    [InlineData(NoiseDistribution.Gaussian, 0.3)]
    public void Nor_does_it_with_noise_of_another_law(NoiseDistribution distribution, double correlationTime)
    {
        double[] Trained(int batch, int threads)
        {
            var source = new NoiseSource { Sigma = [0.3], Distribution = distribution, CorrelationTime = correlationTime };
            var trainer = new Trainer<float>(new Setup { Task = Task, Network = new Ctrnn { Units = 7 }, Dt = 0.1, Noise = [source, source with { Placement = Placement.Readout }], Training = Spec(batch), Seed = 3 }, threads: threads);
            trainer.Run(cancellation: TestContext.Current.CancellationToken);
            return trainer.State.Parameters.Values;
        }

        var one = Trained(33, 1);
        Assert.Equal(one, Trained(33, 2));
        Assert.Equal(one, Trained(33, 3));
        Assert.DoesNotContain(one, double.IsNaN);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("rmsprop")]
    public void Training_that_was_stopped_goes_on_with_the_same_bits(string optimizer)
    {
        using var folder = new TemporaryFolder();
        var spec = Spec(17) with { Optimizer = Binder.Bind<Optimizer>(YamlTree.ParseValue(optimizer, "test")) };
        var whole = Trainer(spec, 1);
        whole.Run(cancellation: TestContext.Current.CancellationToken);
        for (var stop = 0; stop <= Iterations; stop++)
        {
            var first = Trainer(spec, 1);
            for (var k = 0; k < stop; k++)
                first.Iterate();
            var path = Path.Combine(folder.Path, $"{stop}.safetensors");
            Checkpoint.Write(path, first.State, "run");
            var second = Trainer(spec, 2);
            Assert.True(Checkpoint.TryRead(path, second.State, "run"));
            second.Run(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(whole.State.Parameters.Values, second.State.Parameters.Values);
            Assert.Equal(whole.State.Curve, second.State.Curve);
        }
    }

    [Fact]
    public void Training_that_had_reached_its_target_stays_there()
    {
        using var folder = new TemporaryFolder();
        var spec = Spec(17) with { TargetLoss = 1e6 };
        var whole = Trainer(spec, 1);
        whole.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(spec.ValidateEvery, whole.State.Iteration);
        var path = Path.Combine(folder.Path, "target.safetensors");
        Checkpoint.Write(path, whole.State, "run");
        var again = Trainer(spec, 1);
        Checkpoint.TryRead(path, again.State, "run");
        Assert.True(again.IsDone);
        Assert.True(again.State.TargetReached);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "other.safetensors");
        var trainer = Trainer(Spec(17), 1);
        Checkpoint.Write(path, trainer.State, "one run");
        Assert.Equal(
            $"{path}: not a checkpoint of this run (format 2)",
            Refusal.Of(() => Checkpoint.TryRead(path, trainer.State, "another run")));
        Assert.False(Checkpoint.TryRead(Path.Combine(folder.Path, "absent"), trainer.State, "one run"));
    }

    [Theory]
    [InlineData("relu", "bc6a1f9269966abbc29ce0693f19c00a8eab681901a69eecf969e2f245ceecda")]
    [InlineData("tanh", "baa53b1dc56730bbb08604141a4aa0f3dca52ffa610324ac757d7bc3f9b3a2ac")]
    public void The_bits_are_those_of_this_revision(string activation, string golden)
    {
        var network = new Ctrnn { Units = 7, Activation = Binder.Bind<Activation>(YamlTree.ParseValue(activation, "test")) };
        var trainer = new Trainer<float>(new Setup { Task = Task, Network = network, Dt = 0.1, Noise = Noise, Training = Spec(19), Seed = 3 }, threads: 1);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(trainer.State.Parameters.Values.AsSpan())));
        Assert.True(
            golden == hash,
            $"the bits of a trained network have changed ({hash}): raise PlannedRun.TrainingRevision (now {PlannedRun.TrainingRevision}), so that no store mixes old and new, and put the new hash here");
    }

    private static System.Collections.Immutable.ImmutableArray<NoiseSource> Noise =>
        [new NoiseSource { Sigma = [0.3] }, new NoiseSource { Sigma = [0.1], Placement = Placement.Outside }];

    private static TrainingSpec Spec(int batch) => new()
    {
        Iterations = Iterations, Batch = batch, ValidateEvery = 5, ValidationTrials = 20, L2Weights = 1e-4, L2Rates = 1e-3,
    };

    private static Trainer<float> Trainer(TrainingSpec spec, int threads) =>
        new(new Setup { Task = Task, Network = new Ctrnn { Units = 7, TrainInitialState = true }, Dt = 0.1, Noise = Noise, Training = spec, Seed = 3 }, threads: threads);

    private static double[] Trained(int batch, int threads)
    {
        var trainer = Trainer(Spec(batch), threads);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return [.. trainer.State.Parameters.Values, .. trainer.State.Curve.SelectMany(static e => new[] { e.Training, e.Validation })];
    }
}
