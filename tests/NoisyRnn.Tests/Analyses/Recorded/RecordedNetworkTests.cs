using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The figures of recorded outputs are those of the product's own sweep.</summary>
public class RecordedNetworkTests
{
    private const double Sigma = 0.5;
    private static readonly ImmutableArray<double> Levels = [0, 0.5, 1, 1.5];

    [Fact]
    public void Outputs_of_our_own_network_have_the_sweeps_figures_bit_for_bit()
    {
        var network = new Ctrnn { Units = 6 };
        var task = new FunctionApproximation { Steps = 12, LossSteps = 3 };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 0.2, Noise = [new NoiseSource { Sigma = [Sigma] }], Seed = 7 }, network.Initialize(1, 1, 0.2, 7));
        Agrees(subject, trials: 9, draws: 5);
    }

    [Fact]
    public void So_have_logits_and_trials_of_different_lengths()
    {
        using var digits = new DigitFolder();
        var task = new PixelSequence { Data = digits.Path, Chunk = 112 }.Load("/");
        var network = new Ctrnn { Units = 5 };
        var subject = new TrainedNetwork(
            new Setup { Task = task, Network = network, Dt = 0.2, Noise = [new NoiseSource { Sigma = [Sigma] }], Seed = 3, Training = new() { Loss = new CrossEntropy() } }, network.Initialize(task.InputCount, task.OutputCount, 0.2, 3));
        Agrees(subject, trials: 11, draws: 6);
    }

    [Fact]
    public void Bias_and_variance_are_unbiased_and_add_up_to_the_error()
    {
        // Outputs 1 and 3 of target 0: mean 2, v = 2, bias^2 = 4 - 2/2.
        var network = new RecordedNpz { Levels = [0.5], Draws = 2, Trials = 1, Steps = 1, Output = static (_, r, _, _, _) => 1 + (2 * r) }.Judged();
        var point = Assert.Single(network.Points);
        Assert.Equal((5, 3, 2, 1, 9), (point.Loss, point.BiasSquared!.Value, point.Variance!.Value, point.EvenLoss, point.OddLoss));
        Assert.Equal((1, 1, 2), (network.Trials, network.Conditions, network.Draws));
    }

    [Fact]
    public void Probabilities_have_the_loss_of_their_logarithms_and_an_accuracy()
    {
        // .25 for the right class in each draw: the likeliest is the other.
        var network = Classes([0.75, 0.25]).Judged();
        Assert.Equal(Math.Log(4), network.Points[0].Loss, 1e-12);
        Assert.Equal((0, 0.5), (network.Points[0].Accuracy!.Value, network.ChanceAccuracy!.Value));
        // A probability of 0 was rounded: its loss is large and finite.
        Assert.InRange(Classes([1, 0]).Judged().Points[0].Loss, 700, 710);

        static RecordedNpz Classes(double[] p) => new()
        {
            Outputs = 2, Output = (_, _, _, _, o) => p[o], Arrays = [("labels", [3, 2], NpzBytes.Alternating(6, 1, 1))],
        };
    }

    [Fact]
    public void A_level_with_an_output_that_is_not_finite_has_diverged_and_only_where_it_counts()
    {
        var npz = new RecordedNpz { Output = static (s, r, p, t, _) => s == 1.5 && p == 1 && t == 0 && r == 2 ? double.NaN : s + r };
        var network = npz.Judged();
        Assert.Equal([false, false, false, true], network.Points.Select(static point => point.Diverged));
        Assert.Equal([0, 0, 0, 1], network.NotFinite);
        var masked = (npz with { Arrays = [("mask", [3, 2], new[] { 1.0, 1, 0, 1, 1, 1 })] }).Judged();
        Assert.All(masked.Points, static point => Assert.False(point.Diverged));
        Assert.Equal([0, 0, 0, 0], masked.NotFinite);
    }

    [Fact]
    public void Noise_that_was_off_and_silence_that_was_not_are_seen()
    {
        var network = new RecordedNpz { Output = static (s, r, _, _, _) => s == 1 ? 2 : r }.Judged();
        Assert.True(network.NoiseAtZero);
        Assert.Equal([1.0], network.NoiselessLevels);
        var right = new RecordedNpz { Output = static (s, r, _, _, _) => s * r }.Judged();
        Assert.False(right.NoiseAtZero);
        Assert.Empty(right.NoiselessLevels);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var recorded = new RecordedNpz { Trials = 20, Output = Pseudo, TrainingLevel = 1 }.Read();
        Assert.Equal(ResultJson.Write(RecordedNetwork.Of(recorded, 1, TestContext.Current.CancellationToken)), ResultJson.Write(RecordedNetwork.Of(recorded, 3, TestContext.Current.CancellationToken)));
    }

    private static double Pseudo(double s, int r, int p, int t, int o) => Math.Sin((7 * p) + t + o) + (s * Math.Sin((31 * r) + (17 * p) + (5 * t)));

    private static void Agrees(TrainedNetwork subject, int trials, int draws)
    {
        var expected = new NoiseSweep { Levels = Levels, Trials = trials, Draws = draws }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        using var folder = new TemporaryFolder();
        using var npz = RecordedArrays.Open(folder.Write("outputs.npz", Recorded(subject, trials, draws)));
        var network = Assert.Single(RecordedNetwork.Of(RecordedFile.Read(npz, new RecordedForm { OutputsAre = subject.Loss.HasAccuracy ? OutputKind.Logits : null })));

        Assert.Equal(ResultJson.Write(expected.Points), ResultJson.Write(network.Points));
        Assert.Equal((expected.Conditions, expected.TargetVariance, expected.ChanceAccuracy), (network.Conditions, network.TargetVariance, network.ChanceAccuracy));
        Assert.Equal((expected.Preferred.Level, expected.Preferred.End), (network.Preference.Preferred!.Mean, network.Preference.End));
        Assert.Equal(expected.Gain, network.Preference.Gain!.Mean);
        Assert.True(network.Preference.ComparedIsTraining);
        if (expected.PreferredBias is { } bias)
            Assert.Equal(bias.Level, network.Preference.PreferredBias!.Mean);
    }

    // The draws of the sweep: what any program would save.
    private static byte[] Recorded(TrainedNetwork subject, int trials, int draws)
    {
        var task = subject.Task;
        var (steps, outputs) = (task.StepCount, task.OutputCount);
        var values = new double[Levels.Length * draws * trials * steps * outputs];
        var (targets, mask, lengths) = (new double[trials * steps * outputs], new double[trials * steps], new double[trials]);
        for (var level = 0; level < Levels.Length; level++)
        {
            var batch = new SweepBatch(subject.Prepare<double>(subject.Network, [.. subject.Noise.Select(source => source.Scaled(Levels[level]))]), task, subject.Loss.Response, 1, draws, draws);
            for (var p = 0; p < trials; p++)
            {
                batch.Run(subject.Seed, new TrialRange(p, 1));
                var trial = batch.Trials[0].Trial;
                lengths[p] = task.StepsOf(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)p));
                for (var t = 0; t < steps; t++)
                {
                    mask[(p * steps) + t] = trial.Mask[t, 0];
                    trial.TargetsAt(t).CopyTo(targets.AsSpan(((p * steps) + t) * outputs));
                }

                foreach (var t in batch.Steps)
                {
                    for (var k = 0; k < outputs * draws; k++)
                        values[((((((level * draws) + (k % draws)) * trials) + p) * steps) + t) * outputs + (k / draws)] = batch.Outputs(0, t)[k];
                }
            }
        }

        return NpzBytes.Of(
            ("outputs", [Levels.Length, draws, trials, steps, outputs], values), ("levels", [Levels.Length], Levels.Select(static r => r * Sigma).ToArray()), ("train_level", [], new[] { Sigma }),
            ("targets", [trials, steps, outputs], targets), ("mask", [trials, steps], mask), ("lengths", [trials], lengths));
    }
}
