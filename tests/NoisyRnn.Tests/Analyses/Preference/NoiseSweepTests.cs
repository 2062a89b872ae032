using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>On networks whose answer is known: linear ones, and one ReLU unit.</summary>
public class NoiseSweepTests
{
    private const double Dt = 0.2, Sigma = 0.5;
    private static readonly FunctionApproximation Task = new() { Steps = 12, LossSteps = 3, Function = new PolynomialFunction { Coefficients = [0, 1] } };

    [Theory]
    [InlineData(Placement.Inside)]
    [InlineData(Placement.Outside)]
    public void A_linear_network_has_the_variance_of_its_covariance_recursion_and_no_shift(Placement placement)
    {
        var subject = Linear(placement);
        var result = new NoiseSweep { Trials = 8, Draws = 256 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var exact = ExactVariance(subject, Sigma);
        foreach (var point in result.Points.Where(static p => p.Level > 0))
        {
            // 8 trials x 3 late steps share draws only within a trial; the variance of 8 x 256 values, correlated over steps.
            var expected = exact * point.Level * point.Level;
            Assert.Equal(1, point.Variance!.Value / expected, 4 * Math.Sqrt(2.0 / (8 * 256)));
            // No shift: the bias is that of the silent network, up to the error of a mean of 256 draws per condition.
            Assert.Equal(result.SilentLoss, point.BiasSquared!.Value, (4 * 2 * Math.Sqrt(result.SilentLoss * expected / (8 * 256))) + (4 * expected / 256));
        }

        Assert.Equal(new PreferredLevel(0, RangeEnd.AtMost), result.Preferred);
        Assert.True(result.Gain < 0);
    }

    [Fact]
    public void Repairing_a_linear_network_changes_nothing() =>
        Assert.Equal(0, 1 - (Run(Linear(Placement.Inside)).RepairedLoss!.Value / Run(Linear(Placement.Inside)).SilentLoss), 1e-12);

    [Fact]
    public void Only_noise_inside_is_repaired() => Assert.Null(Run(Linear(Placement.Outside)).RepairedLoss);

    [Fact]
    public void A_relu_unit_calibrated_to_its_noise_prefers_it_and_its_repair_is_exact_to_leading_order()
    {
        // One unit at a = 0: its mean is F_s(0) = s/sqrt(2 pi); the readout subtracts just that, the target is 0.
        var network = new Ctrnn { Units = 1 };
        var task = new FunctionApproximation { Steps = 500, LossSteps = 20, Function = new PolynomialFunction { Coefficients = [0] } };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_out"][0] = 1;
        parameters["b_out"][0] = -Sigma / Math.Sqrt(2 * Math.PI);
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 0.02, Noise = [new NoiseSource { Sigma = [Sigma] }] }, parameters);
        var result = new NoiseSweep { Trials = 4, Draws = 512 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        // L(s) = c^2 (s - s0)^2 + k s^2: best at s0 c^2/(c^2 + k), c = 1/sqrt(2 pi), k = g/(2-g) (1/2 - 1/(2 pi)).
        var (c2, k) = (1 / (2 * Math.PI), 0.02 / 1.98 * (0.5 - (1 / (2 * Math.PI))));
        // The mean of 4 x 256 draws is known to sqrt(k/1024)/c, .5 % of s0; the parabola over levels .9, 1, 1.1 adds less.
        Assert.Equal(c2 / (c2 + k), result.Preferred.Level, 0.02);
        Assert.Equal(RangeEnd.Inside, result.Preferred.End);
        Assert.Equal(Sigma * Sigma * c2, result.SilentLoss, 1e-12);
        // (1-g)^480 of the initial state is left.
        Assert.Equal(0, result.RepairedLoss!.Value, Math.Pow(Math.Pow(0.98, 480) * Sigma, 2));
        Assert.True(result.Gain > 1);
    }

    [Fact]
    public void A_network_trained_without_noise_is_tested_at_absolute_levels()
    {
        var subject = Linear(Placement.Outside) with { Setup = Linear(Placement.Outside).Setup with { Noise = [new NoiseSource { Placement = Placement.Outside, Sigma = [0] }] } };
        var result = Run(subject);
        Assert.Equal([0, 0.03, 0.1, 0.3, 1, 2], result.Points.Select(static p => p.Sigma));
        Assert.Null(result.Gain);
        Assert.Null(result.RepairedLoss);
        // Level 1 of one is sigma = 1 of the other: the same draws.
        var trained = new NoiseSweep { Trials = 8, Draws = 16 }.Run(Linear(Placement.Outside) with { Setup = Linear(Placement.Outside).Setup with { Noise = [new NoiseSource { Placement = Placement.Outside, Sigma = [1] }] } }, cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Equal(trained.Points.Single(static p => p.Level == 1).Loss, result.Points.Single(static p => p.Sigma == 1).Loss);
    }

    [Fact]
    public void All_noise_of_a_network_is_swept_together()
    {
        var both = Linear(Placement.Inside) with { Setup = Linear(Placement.Inside).Setup with { Noise = [new NoiseSource { Sigma = [Sigma] }, new NoiseSource { Placement = Placement.Readout, Sigma = [0.1] }] } };
        var point = new NoiseSweep { Trials = 8, Draws = 256 }.Run(both, cancellation: TestContext.Current.CancellationToken).Sweep!.Points.Single(static p => p.Level == 2);
        Assert.Equal(1, point.Variance!.Value / (4 * (ExactVariance(both, Sigma) + 0.01)), 4 * Math.Sqrt(2.0 / (8 * 256)));
    }

    [Fact]
    public void Target_variance_is_that_of_the_targets_that_count()
    {
        // y = u uniform in [-1, 1]: 1/3; estimated from 400 trials to a relative sqrt(.8/400).
        var result = new NoiseSweep { Trials = 400, Draws = 4, Levels = [0, 1] }.Run(Linear(Placement.Inside), cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Equal(1, 3 * result.TargetVariance, 4 * Math.Sqrt(0.8 / 400));
        Assert.Equal(400 * 3, result.Conditions);
    }

    [Fact]
    public void A_classifier_that_knows_nothing_has_the_entropy_of_its_classes_and_a_condition_a_trial()
    {
        using var digits = new DigitFolder();
        var task = new PixelSequence { Data = digits.Path, Chunk = 784 }.Load("/");
        var network = new Ctrnn { Units = 2 };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = Dt, Noise = [new NoiseSource { Sigma = [Sigma] }], Training = new() { Loss = new CrossEntropy() } }, new Parameters(network.Layout(784, 10)));
        var result = new NoiseSweep { Trials = DigitFolder.Test, Draws = 4, Levels = [0, 1] }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Equal(DigitFolder.Test, result.Conditions);
        Assert.Equal(Math.Log(10), result.TrainingLevelLoss, 1e-12);
        // All logits are 0 and the first wins; two of the 20 test images are zeros.
        Assert.Equal((0.1, 0.1), (result.TrainingLevelAccuracy!.Value, result.ChanceAccuracy!.Value));
    }

    [Fact]
    public void The_mean_output_of_a_linear_network_with_noise_outside_stays_as_it_is_while_single_draws_lose()
    {
        const int Trials = 8, Draws = 1024;
        var subject = Linear(Placement.Outside);
        var result = new NoiseSweep { Trials = Trials, Draws = Draws, MeanOutput = true }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var silent = result.SilentLoss;
        foreach (var (single, mean) in result.Points.Zip(result.MeanOutput!.Points).Skip(1))
        {
            var variance = ExactVariance(subject, single.Sigma);
            // The mean of half of the draws is off by variance / (R/2) on average; steps of a trial share draws.
            var tolerance = 4 * ((2 * Math.Sqrt(silent * variance / (Trials * Draws / 2))) + (variance / (Draws / 2)));
            Assert.Equal(silent + (variance / (Draws / 2)), mean.EvenLoss, tolerance);
            Assert.Equal(silent + (variance / (Draws / 2)), mean.OddLoss, tolerance);
            Assert.Equal((mean.EvenLoss + mean.OddLoss) / 2, mean.Loss, 1e-15);
            // Flat means: far less than what single draws lose.
            Assert.True(single.Level < 2 || tolerance < variance / 4, $"{tolerance} beside {variance}");
            Assert.Equal(silent + variance, single.Loss, tolerance + (4 * variance * Math.Sqrt(2.0 / (Trials * Draws))));
            Assert.Equal((single.BiasSquared, single.Variance), (mean.BiasSquared, mean.Variance));
        }

        Assert.True(result.Gain < 0);
        Assert.Equal((result.SilentLoss, result.Conditions, result.Draws, result.TargetVariance), (result.MeanOutput.SilentLoss, result.MeanOutput.Conditions, result.MeanOutput.Draws, result.MeanOutput.TargetVariance));
        Assert.Null(result.MeanOutput.MeanOutput);
    }

    [Fact]
    public void The_variance_of_single_draws_can_hide_a_preference_that_the_mean_output_shows()
    {
        // g = 1: each step forgets the last, h = relu(s xi); the readout is calibrated to its mean at s0. L(r) is c^2 (r-1)^2 + k r^2
        // for one draw and c^2 (r-1)^2 + k r^2/(R/2) for a mean, c^2 = 1/(2 pi), k = 1/2 - c^2, in units of s0^2.
        const int Draws = 512;
        var network = new Ctrnn { Units = 1 };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_out"][0] = 1;
        parameters["b_out"][0] = -Sigma / Math.Sqrt(2 * Math.PI);
        var task = new FunctionApproximation { Steps = 20, LossSteps = 20, Function = new PolynomialFunction { Coefficients = [0] } };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 1, Noise = [new NoiseSource { Sigma = [Sigma] }] }, parameters);
        var result = new NoiseSweep { Trials = 4, Draws = Draws, MeanOutput = true }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var c2 = 1 / (2 * Math.PI);
        var k = 0.5 - c2;
        // Draws are common to all levels, so both losses are parabolas in r, best at c m/A with m the mean of relu(xi) over 4 x 20 x 256
        // even draws (1 % off) and A that of its square (1.6 % off), or the mean of the squares of conditions' means (2 % off).
        const double Single = 4 * 0.019, Mean = 4 * 0.023;
        Assert.Equal(1, result.Preferred.Level / (c2 / (c2 + k)), Single);
        Assert.Equal(1, result.MeanOutput!.Preferred.Level / (c2 / (c2 + (2 * k / Draws))), Mean);
        Assert.True(result.Gain < 0);
        Assert.True(result.MeanOutput.Gain > 1);
    }

    [Fact]
    public void Where_the_mean_output_is_not_asked_for_the_result_is_what_it_was()
    {
        var subject = Linear(Placement.Inside);
        var without = new NoiseSweep { Trials = 8, Draws = 16 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var with = new NoiseSweep { Trials = 8, Draws = 16, MeanOutput = true }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Null(without.MeanOutput);
        Assert.Equal(ResultJson.Write(without), ResultJson.Write(with with { MeanOutput = null }));
        Assert.DoesNotContain("mean-output", ResultJson.Write(without), StringComparison.Ordinal);
        Assert.Equal(ResultJson.Write(with), ResultJson.Write(ResultJson.Read<NoiseSweepResult>(ResultJson.Write(with))));
        // Neither results nor the hashes of old stores change.
        Assert.DoesNotContain("mean-output", CanonicalJson.Write(new NoiseSweep { Trials = 8 }), StringComparison.Ordinal);
        Assert.Contains("mean-output", CanonicalJson.Write(new NoiseSweep { MeanOutput = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Cross_entropy_has_no_mean_output()
    {
        var classified = Linear(Placement.Inside) with { Setup = Linear(Placement.Inside).Setup with { Training = Linear(Placement.Inside).Setup.Training with { Loss = new CrossEntropy() } } };
        Assert.Equal("mean-output: the loss cross-entropy has no mean output; allowed is false, or the loss mse", new NoiseSweep { MeanOutput = true }.Refusal(classified.Setup));
        Assert.Null(new NoiseSweep().Refusal(classified.Setup));
        Assert.Null(new NoiseSweep { MeanOutput = true }.Refusal(Linear(Placement.Inside).Setup));
    }

    private static NoiseSweepResult Run(TrainedNetwork subject) => new NoiseSweep { Trials = 8, Draws = 16 }.Run(subject).Sweep!;

    private static TrainedNetwork Linear(Placement placement)
    {
        var network = new Ctrnn { Units = 4, Activation = new Identity(), RecurrentInitializer = new GaussianInitializer { Radius = 0.5 } };
        return new TrainedNetwork(new Setup { Task = Task, Network = network, Dt = Dt, Noise = [new NoiseSource { Placement = placement, Sigma = [Sigma] }], Seed = 7 }, network.Initialize(1, 1, Dt, 7));
    }

    // S' = A S A^T + g^2 s^2 I from S = 0, A = (1-g) I + g W; variance of the output, mean over the last steps.
    private static double ExactVariance(TrainedNetwork subject, double sigma)
    {
        var n = subject.Network.Units;
        var (w, v) = (subject.Parameters["W_rec"].ToArray(), subject.Parameters["W_out"].ToArray());
        var a = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => (Dt * w[(i * n) + j]) + (i == j ? 1 - Dt : 0));
        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n);
        var readout = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(v);
        var sum = 0.0;
        for (var t = 0; t < Task.Steps; t++)
        {
            covariance = (a * covariance * a.Transpose()) + (MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(n) * (Dt * Dt * sigma * sigma));
            if (t >= Task.Steps - Task.LossSteps)
                sum += readout * covariance * readout;
        }

        return sum / Task.LossSteps;
    }
}
