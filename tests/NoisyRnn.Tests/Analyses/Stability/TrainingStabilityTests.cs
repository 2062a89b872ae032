using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What is seen of a network on its way through training, against the same by other ways.</summary>
public sealed class TrainingStabilityTests
{
    private const double Dt = 0.1;

    [Fact]
    public void Each_look_has_the_exponent_of_that_network_and_the_gradients_of_the_same_batches_with_the_noise_of_training()
    {
        var subject = Trained(2);
        var result = Run(subject, new() { Batches = 3, Batch = 16, Trials = 5 });
        Assert.Equal([0, 200, 400], result.Looks.Select(static look => look.Iteration!.Value));
        foreach (var (k, look) in result.Looks.Index())
        {
            var then = subject with { Parameters = k == 0 ? subject.Network.Initialize(3, 2, Dt, subject.Seed) : subject.History[k - 1].Parameters };
            var exponent = new Lyapunov { Trials = 5, Hold = 0, Exponents = 1, AbsoluteLevels = [0] }.Run(then with { Setup = then.Setup with { Noise = [] } }, cancellation: TestContext.Current.CancellationToken).Levels[0];
            Assert.Equal((exponent.Exponents[0], exponent.Errors[0]), (look.Exponent, look.ExponentError));

            var rollout = new Rollout<double>(then.Network, then.Parameters.Layout, Dt, then.Network.Draw<double>(then.Noise, then.Seed, NoiseStream.Dynamics, 3, 2, Dt), null);
            rollout.Refresh(then.Parameters);
            var pass = new BatchPass<double>(rollout, then.Task, then.Loss, 16, 1);
            double[] norms = [.. Enumerable.Range(0, 3).Select(b => { var gradient = new double[then.Parameters.Layout.Length]; pass.Run(then.Seed, NoiseStream.Task, (ulong)(16 * b), gradient); return Math.Sqrt(gradient.Sum(static g => g * g)); }).Order()];
            // The readout's bias is not trained: its gradient, had it one, would be 0 here; sums in another order are rounding apart.
            Assert.Equal(norms[1], look.MedianGradient, 1e-12 * norms[1]);
            Assert.Equal(norms[2], look.LargestGradient, 1e-12 * norms[2]);
            Assert.Equal(norms[0] + (.2 * (norms[1] - norms[0])), look.LowGradient, 1e-12 * norms[2]);
            Assert.Equal(norms[1] + (.8 * (norms[2] - norms[1])), look.HighGradient, 1e-12 * norms[2]);
        }

        Assert.Equal((result.Looks[1].Exponent!.Value + result.Looks[2].Exponent!.Value) / 2, result.MeanExponent!.Value, 1e-14);
        // Its noise changes gradients, and not the exponent.
        var silent = Run(subject with { Setup = subject.Setup with { Noise = [] } }, new() { Batches = 3, Batch = 16, Trials = 5 });
        Assert.Equal(silent.Looks.Select(static look => look.Exponent), result.Looks.Select(static look => look.Exponent));
        Assert.NotEqual(silent.Looks[1].MedianGradient, result.Looks[1].MedianGradient);
    }

    [Fact]
    public void The_spectral_radius_is_that_of_the_steps_Jacobian()
    {
        // J = (1 - g) + g W, W with the pair .4 +- 3i and 1.2.
        var subject = ConstructedMaps.Network(new Identity(), [.4, -3, 0, 3, .4, 0, 0, 0, 1.2], input: .3);
        var result = Run(subject, new() { Batches = 1, Batch = 16 });
        var pair = Math.Sqrt(Math.Pow(1 - Dt + (Dt * .4), 2) + Math.Pow(Dt * 3, 2));
        Assert.Equal(Math.Max(pair, 1 + (Dt * .2)), result.Looks[^1].SpectralRadius!.Value, 1e-12);
        // A training that ended before the first look has its start and its end.
        Assert.Equal([0, null], result.Looks.Select(static look => look.Iteration));
    }

    [Fact]
    public void What_has_left_the_numbers_has_no_exponent_and_infinite_gradients()
    {
        var subject = ConstructedMaps.Network(new Relu(), [double.NaN], bias: 1);
        var result = Run(subject, new() { Batches = 2, Batch = 16 });
        Assert.Null(result.Looks[1].Exponent);
        Assert.Null(result.Looks[1].SpectralRadius);
        Assert.Equal(double.PositiveInfinity, result.Looks[1].LargestGradient);
        Assert.Null(result.MeanExponent);
        Assert.NotNull(result.Looks[0].Exponent);
        Assert.Equal(ResultJson.Write(result), ResultJson.Write(ResultJson.Read<TrainingStabilityResult>(ResultJson.Write(result))));
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_can_be_stopped()
    {
        var (subject, analysis) = (Trained(1), new TrainingStability { Batches = 2, Batch = 40, Trials = 3 });
        var text = ResultJson.Write(Run(subject, analysis));
        Assert.Equal(text, ResultJson.Write(analysis.Run(subject, 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(text, ResultJson.Write(ResultJson.Read<TrainingStabilityResult>(text)));
        Assert.Equal(200, analysis.LooksBackEvery);
        Assert.Contains("no recurrence", analysis.Refusal(subject.Setup with { Network = new FeedForward() }), StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    private static TrainingStabilityResult Run(TrainedNetwork subject, TrainingStability analysis) => analysis.Run(subject, cancellation: TestContext.Current.CancellationToken);

    // Snapshots made by hand: other seeds' parameters.
    private static TrainedNetwork Trained(int looks)
    {
        var network = new Lipschitz { Units = 6, MatrixStd = .5 };
        ImmutableArray<Snapshot> history = [.. Enumerable.Range(1, looks).Select(k => new Snapshot(200 * k, network.Initialize(3, 2, Dt, 50 + (ulong)k)))];
        return new(new Setup { Task = new HeldInputs(20), Network = network, Dt = Dt, Noise = [new() { Placement = Placement.State, Sigma = [.2] }], Seed = 4 }, history[^1].Parameters) { History = history };
    }
}
