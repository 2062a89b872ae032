using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Analyses.PlainRobustness;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Robustness on networks whose answer is known, and on small ones against the plain way.</summary>
public sealed class RobustnessTests
{
    // A loss of order 1 computed in float, over some ten steps: what differences of losses cannot be trusted below.
    private const double Rounding = 2e-6;

    [Fact]
    public void Without_perturbation_it_is_the_network_as_it_is()
    {
        var result = Run(Tanh(), new() { Trials = 50, PerturbedTrials = 50, AdversarialTrials = 20, Draws = 2 });
        foreach (var kind in result.Perturbations)
        {
            var start = result.Points.First(point => point.Perturbation == kind);
            var trials = kind is "fgsm" or "pgd" ? 20 : 50;
            Assert.Equal((0, 0, 1, trials), (start.Strength, start.AccuracyDeviation, start.Draws, start.Trials));
            // In double, by another analysis.
            var silent = new NoiseSweep { Trials = trials, Draws = 4, Levels = [0, 1] }.Run(Tanh(), cancellation: TestContext.Current.CancellationToken).Sweep!.Points[0];
            Assert.Equal(silent.Loss, start.Loss, Rounding);
            Assert.Equal(silent.Accuracy!.Value, start.Accuracy!.Value, 1e-12);
        }

        Assert.Equal((result.Points[0].Accuracy, result.Points[0].Loss), (result.CleanAccuracy, result.CleanLoss));
    }

    [Fact]
    public void The_strengths_are_those_of_the_kinds_in_their_order()
    {
        var result = Run(Tanh(), new() { Trials = 16, PerturbedTrials = 16, AdversarialTrials = 16, Draws = 2 });
        Assert.Equal(["white", "multiplicative", "salt-and-pepper", "dropped", "fgsm", "pgd"], result.Perturbations);
        Assert.Equal([0, .03, .05, .1], result.Points.Where(static p => p.Perturbation == "salt-and-pepper").Select(static p => p.Strength));
        Assert.Equal([0, .01, .03, .1], result.Points.Where(static p => p.Perturbation == "pgd").Select(static p => p.Strength));
        // Of fgsm all draws would be the same.
        Assert.Equal([1, 1], result.Points.Where(static p => p is { Perturbation: "fgsm" or "pgd", Strength: .1 }).Select(static p => p.Perturbation == "fgsm" ? p.Draws : p.Draws - 1));
    }

    [Fact]
    public void Neither_threads_nor_the_width_of_blocks_change_a_bit()
    {
        // Three blocks and a part of one: with three threads they are narrower than with one.
        var spec = new Robustness { Trials = 70, PerturbedTrials = 70, AdversarialTrials = 70, Draws = 2 };
        var one = ResultJson.Write(spec.Run(Tanh(), 1, cancellation: TestContext.Current.CancellationToken));
        foreach (var threads in new[] { 2, 3, 8 })
            Assert.Equal(one, ResultJson.Write(spec.Run(Tanh(), threads, cancellation: TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void The_bits_are_those_of_this_revision()
    {
        var result = Run(Tanh(), new() { Trials = 37, PerturbedTrials = 37, AdversarialTrials = 21, Draws = 3 });
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ResultJson.Write(result))))[..16];
        Assert.True(
            hash == "1A5BEC05FFC1EF29",
            $"the bits of a robustness result have changed ({hash}): raise Robustness.Revision (now {new Robustness().Revision}), so that no store mixes old and new, and put the new hash here");
    }

    [Fact]
    public void All_networks_of_a_seed_see_the_same_perturbed_inputs()
    {
        // Twice the readout: another network with the same answers, so with equal inputs as many are right at every point.
        var (subject, twice) = (Tanh(), Tanh());
        foreach (var name in new[] { "W_out", "b_out" })
        {
            foreach (ref var w in twice.Parameters[name])
                w *= 2;
        }

        var spec = new Robustness { Perturbations = Random(.3), Trials = 300, PerturbedTrials = 300, Draws = 3 };
        var (one, other) = (Run(subject, spec), Run(twice, spec));
        Assert.Equal(one.Points.Select(static p => (p.Accuracy, p.AccuracyDeviation)), other.Points.Select(static p => (p.Accuracy, p.AccuracyDeviation)));
        Assert.All(one.Points.Zip(other.Points), static pair => Assert.NotEqual(pair.First.Loss, pair.Second.Loss));
        var perturbed = one.Points.Where(static p => p.Strength > 0).ToArray();
        Assert.All(perturbed, static p => Assert.True(p.AccuracyDeviation > 0, $"{p.Perturbation}: all draws gave the same accuracy, so there was nothing to compare"));
        Assert.NotEqual(one.Points.Select(static p => p.Accuracy), Run(subject with { Setup = subject.Setup with { Seed = 8 } }, spec).Points.Select(static p => p.Accuracy));
    }

    [Fact]
    public void A_point_is_the_mean_over_draws_of_every_trial_perturbed_by_itself()
    {
        foreach (var perturbation in Random(.3).Cast<RandomPerturbation>())
        {
            var point = Run(Tanh(), new() { Perturbations = [perturbation], Trials = 20, PerturbedTrials = 20, Draws = 3 }).Points[^1];
            var draws = Enumerable.Range(0, 3).Select(draw => Plain(Tanh(), 20, (number, inputs) =>
                perturbation.Apply(new TrialKey(Seed, NoiseStream.Test, number), draw, .3, Tanh().Task.InputRange(), inputs))).ToArray();
            Assert.Equal(draws.Average(static d => d.Accuracy), point.Accuracy!.Value, 1e-12);
            Assert.Equal(MathNet.Numerics.Statistics.Statistics.StandardDeviation(draws.Select(static d => d.Accuracy)), point.AccuracyDeviation, 1e-12);
            Assert.Equal(draws.Average(static d => d.Loss), point.Loss, Rounding);
            Assert.Equal(MathNet.Numerics.Statistics.Statistics.StandardDeviation(draws.Select(static d => d.Loss)), point.LossDeviation, Rounding);
        }
    }

    [Fact]
    public void Fgsm_raises_the_loss_by_s_times_the_sum_of_the_gradient_s_sizes_to_first_order()
    {
        const double S = .004;
        const int Trials = 16;
        var result = Run(Tanh(), new() { Perturbations = [new FastGradientSign { Strengths = [S, 2 * S] }], AdversarialTrials = Trials, Trials = Trials, PerturbedTrials = Trials });
        var (once, twice) = (result.Points[1].Loss - result.CleanLoss, result.Points[2].Loss - result.CleanLoss);
        // dL/dx by central differences in double: their error is h^2 = 1e-8 and 1e-16/h.
        const double H = 1e-4;
        var (task, sum) = (Tanh().Task, 0.0);
        for (var t = 0; t < task.StepCount; t++)
        {
            for (var i = 0; i < task.InputCount; i++)
            {
                var (up, down) = (Shifted(H), Shifted(-H));
                sum += up.Losses.Zip(down.Losses, static (a, b) => Math.Abs(a - b) / (2 * H)).Sum() / up.Weight;
                (double Loss, double Accuracy, double[] Losses, double Weight) Shifted(double h) => Plain(Tanh(), Trials, (_, inputs) => inputs[t, i] += h);
            }
        }

        // rise(s) = s G + c s^2 + O(s^3): c drops out of 4 rise(s) - rise(2s) = 2 s G + O(s^3), and is small itself.
        Assert.True(Math.Abs(twice - (2 * once)) < .05 * once, "the loss is too curved at this strength to speak of a first order");
        Assert.Equal(1, ((4 * once) - twice) / (2 * S * sum), (5 * Rounding / (2 * S * sum)) + (50 * S * S));
        Assert.True(sum > .1, "there is hardly a gradient to follow");
    }

    [Fact]
    public void On_a_linear_network_of_two_classes_fgsm_and_pgd_find_the_worst_point_of_the_box()
    {
        // The logits' difference is linear in the inputs: its worst point is a corner, the same from every start, and known
        // in closed form: the loss ln(1 + exp(-m)) at m - s |dm/dx|_1. Ten steps of .25 s reach any corner from anywhere.
        var subject = Linear();
        var result = Run(subject, new() { Perturbations = [new FastGradientSign { Strengths = [.2, .5] }, new ProjectedGradient { Strengths = [.2, .5] }], Trials = 40, PerturbedTrials = 40, AdversarialTrials = 40, Draws = 2 });
        var worst = new[] { .2, .5 }.Select(s => Plain(subject, 40, (number, inputs) => ToWorstCorner(subject, number, inputs, s))).ToArray();
        foreach (var kind in result.Perturbations)
        {
            var points = result.Points.Where(p => p.Perturbation == kind && p.Strength > 0).ToArray();
            for (var k = 0; k < 2; k++)
            {
                // Outside the box the loss would be higher, short of the corner lower.
                Assert.Equal(worst[k].Loss, points[k].Loss, Rounding);
                Assert.Equal(worst[k].Accuracy, points[k].Accuracy!.Value, 1e-12);
                Assert.Equal(0, points[k].LossDeviation, Rounding);
            }

            Assert.True(result.CleanLoss < points[0].Loss && points[0].Loss < points[1].Loss && points[1].Accuracy < result.CleanAccuracy);
        }
    }

    [Fact]
    public void Small_fgsm_never_lowers_the_loss_and_pgd_finds_at_least_as_much()
    {
        var result = Run(Tanh(scale: 4), new() { Perturbations = [new FastGradientSign { Strengths = [.01, .3, 1] }, new ProjectedGradient { Strengths = [.01, .3, 1] }], Trials = 64, PerturbedTrials = 64, AdversarialTrials = 64, Draws = 3 });
        double[] Losses(string kind) => [.. result.Points.Where(p => p.Perturbation == kind).Select(static p => p.Loss)];
        var (fgsm, pgd) = (Losses("fgsm"), Losses("pgd"));
        Assert.True(fgsm[1] > fgsm[0]);
        Assert.All(fgsm.Zip(pgd), static pair => Assert.True(pair.Second >= pair.First - Rounding, $"{pair.First} by one step, {pair.Second} by ten"));
        // Where one step overshoots, ten find more.
        Assert.True(pgd[3] > fgsm[3] + .01, $"{fgsm[3]} by one step, {pgd[3]} by ten");
        Assert.True(result.Points[^1].LossDeviation > 0, "random starts end at one point: the network is linear here");
    }

    [Fact]
    public void A_loss_without_classes_has_no_accuracy()
    {
        var network = new Ctrnn { Units = 5, Activation = new Tanh() };
        var task = new FunctionApproximation { Steps = 10, LossSteps = 3 };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = Dt, Seed = Seed }, network.Initialize(1, 1, Dt, Seed));
        var result = Run(subject, new() { Trials = 30, PerturbedTrials = 30, AdversarialTrials = 30, Draws = 2 });
        Assert.Null(result.CleanAccuracy);
        Assert.All(result.Points, static p => Assert.Null(p.Accuracy));
        Assert.All(result.Perturbations, kind => Assert.Null(result.Area(kind)));
        Assert.All(result.Points.Where(static p => p is { Perturbation: "fgsm", Strength: > 0 }), p => Assert.True(p.Loss > result.CleanLoss));
    }

    [Fact]
    public void A_data_set_s_trials_are_not_repeated()
    {
        using var digits = new DigitFolder();
        var task = new PixelSequence { Data = digits.Path, Chunk = 56 }.Load("/");
        var subject = Subject(new Ctrnn { Units = 3 }, task);
        var all = Run(subject, new() { Trials = DigitFolder.Test, PerturbedTrials = DigitFolder.Test, AdversarialTrials = DigitFolder.Test, Draws = 2 });
        Assert.Equal(ResultJson.Write(all), ResultJson.Write(Run(subject, new() { Draws = 2 })));
        Assert.All(all.Points, static p => Assert.Equal(DigitFolder.Test, p.Trials));
    }

    [Fact]
    public void Accuracy_is_weighted_by_the_mask()
    {
        using var folder = new TemporaryFolder();
        // Two thirds are of class 1; classes count alike.
        folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => $"{(k % 3 == 0 ? 2 : 1)}\t1\t-1\t{k}")));
        var task = new Beats { File = "beats.tsv" }.Load(folder.Path);
        var network = new Ctrnn { Units = 2 };
        // All outputs are 0 and the first wins.
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = Dt, Training = new() { Loss = new CrossEntropy() }, Seed = Seed }, new Parameters(network.Layout(1, 2)));
        var result = Run(subject, new() { Draws = 2 });
        Assert.All(result.Points, static p => Assert.Equal(.5, p.Accuracy!.Value, 1e-12));
        Assert.All(result.Points, static p => Assert.Equal(Math.Log(2), p.Loss, 1e-7));
    }

    [Fact]
    public void Its_noise_does_not_touch_a_network_under_test()
    {
        var spec = new Robustness { Trials = 20, PerturbedTrials = 20, AdversarialTrials = 20, Draws = 2 };
        var noisy = Tanh() with { Setup = Tanh().Setup with { Noise = [new NoiseSource { Sigma = [.5] }, new NoiseSource { Placement = Placement.Input, Sigma = [.5] }] } };
        Assert.Equal(ResultJson.Write(Run(Tanh(), spec)), ResultJson.Write(Run(noisy, spec)));
    }

    [Fact]
    public void Progress_rises_to_1_by_what_is_done()
    {
        var shares = new List<double>();
        new Robustness { Trials = 16, PerturbedTrials = 16, AdversarialTrials = 16, Draws = 2 }.Run(Tanh(), 1, shares.Add, TestContext.Current.CancellationToken);
        // Four random kinds and pgd have three strengths twice, fgsm has three once.
        Assert.Equal((5 * 6) + 3, shares.Count);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1], 1e-12);
        // The ten steps of pgd are most of the work: 2 x 10.5 of 4 x 1 + 1.5 + 21.
        Assert.Equal(5.5 / 26.5, shares[26], 1e-12);
    }

    [Fact]
    public void It_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var spec = new Robustness { Perturbations = [new WhitePerturbation(), new ProjectedGradient { Steps = 10_000 }], AdversarialTrials = 100, Trials = 16, PerturbedTrials = 16, Draws = 1 };
        // After the three draws of white noise: within pgd, that would go on for a long while.
        var draws = 0;
        Assert.Throws<OperationCanceledException>(() => spec.Run(Tanh(), 2, _ => { if (++draws == 3) stop.Cancel(); }, stop.Token));
        Assert.Equal(3, draws);
    }

    private static RobustnessResult Run(TrainedNetwork subject, Robustness spec) => spec.Run(subject, 1, cancellation: TestContext.Current.CancellationToken);

    private static ImmutableArray<Perturbation> Random(double strength) =>
    [
        new WhitePerturbation { Strengths = [strength] }, new MultiplicativePerturbation { Strengths = [strength] },
        new SaltAndPepper { Strengths = [strength] }, new DroppedValues { Strengths = [strength] },
    ];

    // scale: of recurrent and input weights; the larger, the more curved is the loss.
    private static TrainedNetwork Tanh(double scale = 1)
    {
        var subject = Subject(new Ctrnn { Units = 7, Activation = new Tanh() }, new LargestMean(3));
        foreach (var name in new[] { "W_in", "W_out" })
        {
            foreach (ref var w in subject.Parameters[name])
                w *= 3 * scale;
        }

        return subject;
    }

    private static TrainedNetwork Linear() => Subject(new Ctrnn { Units = 4, Activation = new Identity() }, new LargestMean(2));

    private static TrainedNetwork Subject(Network network, TrialTask task) =>
        new(new Setup { Task = task, Network = network, Dt = Dt, Training = new() { Loss = new CrossEntropy() }, Seed = Seed }, network.Initialize(task.InputCount, task.OutputCount, Dt, Seed));
}
