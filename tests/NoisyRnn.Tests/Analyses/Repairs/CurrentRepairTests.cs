using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The current form under noise: why it prefers it, and what makes it run without.</summary>
public sealed class CurrentRepairTests
{
    [Fact]
    public void A_trained_network_prefers_noise_and_each_repair_makes_it_run_without()
    {
        var result = new Repair { Levels = [0], Trials = 32, Draws = 32 }.Run(CurrentSubject.Trained, 2, cancellation: TestContext.Current.CancellationToken);
        var silent = result.Forms[0].SilentLoss;
        Assert.True(silent > 1.5 * result.NoisyLoss, $"silent {silent}, with its noise {result.NoisyLoss}");
        Assert.Equal(["averaged", "averaged-by-closure", "biases", "readout"], result.Forms.Skip(1).Select(static form => form.Name));
        Assert.All(result.Forms.Skip(1), form => Assert.True(form.SilentLoss < result.NoisyLoss, $"{form.Name}: {form.SilentLoss}"));
    }

    [Fact]
    public void The_shift_of_its_output_is_predicted_from_its_weights_and_placebos_are_not()
    {
        var found = new BiasAnalysis { Trials = 32, Draws = 128, RandomThirds = 8, RandomShifts = 8 }.Run(CurrentSubject.Trained, 2, cancellation: TestContext.Current.CancellationToken);
        var inside = found.Inside!;
        Assert.True(inside.Explained > 0.9, $"R^2 {inside.Explained}");
        Assert.True(inside.RemovedShare > 0.7, $"removed {inside.RemovedShare}");
        Assert.True(inside.AtHalfLoss > found.AveragedLoss && inside.AtMoreLoss > found.AveragedLoss, $"half {inside.AtHalfLoss}, more {inside.AtMoreLoss}, averaged {found.AveragedLoss}");
        Assert.True(inside.RandomShiftRemovedShare < 0.3, $"random {inside.RandomShiftRemovedShare}");
    }

    [Fact]
    public void Fixed_points_are_followed_on_the_map_averaged_over_each_current()
    {
        var result = new FixedPointsAnalysis { Levels = [0, 1], Inputs = 2, Starts = 8 }.Run(CurrentSubject.Trained, 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(result.NoiseFreeBecause);
        Assert.Equal(4, result.Sigma);
        var coloured = CurrentSubject.Trained with { Setup = CurrentSubject.Trained.Setup with { Noise = [new() { Sigma = [2], CorrelationTime = 1 }] } };
        Assert.Equal("noise that is not white and Gaussian", new FixedPointsAnalysis { Levels = [0, 1], Inputs = 1, Starts = 2 }.Run(coloured, cancellation: TestContext.Current.CancellationToken).NoiseFreeBecause);
    }

    /// <summary>One unit that reads a set-point in [0, .2]: its current is r + noise, and the best constant shift is the mean of F(r) - r.</summary>
    [Fact]
    public void A_moved_bias_moves_the_current_from_its_start_on()
    {
        var network = new CurrentRnn { Units = 1 };
        var parameters = new Parameters(network.Layout(1, 1));
        (parameters["W_in"][0], parameters["W_out"][0]) = (1, 1);
        var subject = new TrainedNetwork(
            new Setup { Task = new Regulator { Low = 0.1, High = 0.1 }, Network = network, Dt = 0.1, Noise = [new() { Sigma = [1] }], Seed = 7 }, parameters);
        var repaired = new BiasRepair { Steps = 1 }.Apply(subject, TestContext.Current.CancellationToken);
        // x = .1 (1 - .9^80), S from the closure at steps that count: F - x there.
        var deviation = ArgumentNoise.Of(subject, 1, TestContext.Current.CancellationToken)[0];
        var (mean, x) = (new double[1], 0.1 * (1 - Math.Pow(0.9, subject.Task.StepCount)));
        new Relu().Moments([x], [deviation], mean, new double[1], new double[1]);
        Assert.Equal(mean[0] - x, repaired.Parameters["b_rec"][0], 1e-6);
        Assert.Equal(repaired.Parameters["b_rec"][0], repaired.Parameters["init_state"][0]);
    }

    /// <summary>Units of two time constants have two levels, and a model that says so.</summary>
    [Fact]
    public void Units_that_leak_otherwise_are_averaged_each_at_its_own_level()
    {
        var network = new CurrentRnn { Units = 2, Tau = [1, 0.2], Activation = new NoisyRnn.Networks.Tanh() };
        var subject = GaussianClosureTests.Subject(network, 20);
        subject = subject with { Setup = subject.Setup with { Noise = [new() { Sigma = [1] }] } };
        var repaired = Assert.IsType<CurrentRnn>(new AveragedRepair().Apply(subject, TestContext.Current.CancellationToken).Network);
        Assert.Equal([0.1 / Math.Sqrt(1 - 0.81), 0.5 / Math.Sqrt(1 - 0.25)], repaired.Smoothing, static (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal(["smoothing"], (repaired with { Smoothing = [1] }).Problems().Select(static problem => problem.Key));
    }

    [Fact]
    public void Noise_outside_is_no_placebo_where_it_comes_back_as_noise_of_the_currents()
    {
        var setup = CurrentSubject.Trained.Setup;
        Assert.Contains("allowed is inside", new BiasAnalysis().Refusal(setup with { Noise = [new() { Placement = Placement.Outside, Sigma = [1] }] }), StringComparison.Ordinal);
        Assert.Null(new BiasAnalysis().Refusal(setup));
    }

    /// <summary>Noise of any law on a step is nearly Gaussian on the current.</summary>
    [Fact]
    public void Averaged_over_noise_of_another_law_it_is_averaged_over_a_gaussian() =>
        Assert.Equal(new GaussianSmoothed { Of = new Relu(), Sigma = 0.3 }, Assert.IsType<CurrentRnn>(new CurrentRnn().Smoothed(0.3, NoiseDistribution.TwoPoint)).Activation);
}
