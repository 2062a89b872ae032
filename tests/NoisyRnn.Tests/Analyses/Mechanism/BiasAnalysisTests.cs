using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What removing the noise does to the output: one ReLU unit, whose shift is known, and networks that have none.</summary>
public sealed class BiasAnalysisTests
{
    private const double Sigma = .5;

    [Fact]
    public void The_shift_of_a_single_unit_is_predicted_and_undone()
    {
        // Calibrated: c is about -E_r[F(r) - r] over set-points from 0 to .2; what is left is the curve of F.
        var subject = Unit(new Relu(), Placement.Inside, -.155, high: .2);
        var result = Run(new BiasAnalysis { Trials = 32 }, subject);
        var setPoints = SetPoints(subject, 32);
        // (1-g)^80 = 2e-4 of the state's way is left at the first step that counts.
        Assert.Equal(setPoints.Average(r => Math.Pow(Smoothed(r) - .155 - r, 2)), result.AveragedLoss, 1e-4);
        Assert.Equal(setPoints.Average(static r => Math.Pow(Math.Max(r, 0) - .155 - r, 2)), result.SilentLoss, 1e-4);
        Assert.Equal(setPoints.Average(r => Math.Pow(Smoothed(r) - Math.Max(r, 0), 2)), result.ShiftSquared, 3e-4);
        var inside = result.Inside!;
        // 256 draws of a mean of variance .03: 1e-4 beside a shift squared of .01.
        Assert.InRange(inside.Explained, .97, 1);
        Assert.InRange(inside.FirstOrderExplained, .97, 1);
        Assert.Equal((result.SilentLoss - result.AveragedLoss) / (result.SilentLoss - result.BiasSquared), inside.RemovedShare, 1e-12);
        Assert.Equal(setPoints.Average(r => Math.Pow(Smoothed(r, .5 * Sigma) - .155 - r, 2)), inside.AtHalfLoss, 1e-4);
        Assert.Equal(setPoints.Average(r => Math.Pow(Smoothed(r, 1.5 * Sigma) - .155 - r, 2)), inside.AtMoreLoss, 1e-4);
        // The shift falls with r: the third with the largest is that of the smallest set-points.
        double[] sorted = [.. setPoints.Order()];
        var third = sorted.Take((sorted.Length + 2) / 3).Sum(r => Math.Pow(Smoothed(r) - .155 - r, 2)) + ((sorted.Length - ((sorted.Length + 2) / 3)) * .155 * .155);
        Assert.Equal((result.SilentLoss - (third / sorted.Length)) / (result.SilentLoss - result.BiasSquared), inside.LargestThirdRemovedShare, .01);
        double[] shifts = [.. sorted.Select(r => Math.Pow(Smoothed(r) - r, 2))];
        Assert.Equal(shifts.Take((sorted.Length + 2) / 3).Sum() / shifts.Sum(), inside.LargestThirdContribution, .02);
        Assert.Equal(1.0 / 3, inside.RandomThirdRemovedShare, .05);
    }

    [Fact]
    public void A_linear_unit_has_no_shift()
    {
        var result = Run(new BiasAnalysis { Trials = 32 }, Unit(new Identity(), Placement.Inside, 0));
        Assert.Equal(result.SilentLoss, result.AveragedLoss);
        // What is measured is the error of a mean over 256 draws, of variance s^2 g/(2-g) = .013.
        Assert.InRange(result.ShiftSquared, 0, 3 * Sigma * Sigma * (.1 / 1.9) / 256);
    }

    [Fact]
    public void With_noise_outside_the_average_is_a_placebo()
    {
        var subject = Unit(new Relu(), Placement.Outside, 0);
        var result = Run(new BiasAnalysis { Trials = 32 }, subject);
        Assert.Null(result.Inside);
        Assert.InRange(result.SilentLoss, 0, 1e-6);
        Assert.Equal(SetPoints(subject, 32).Average(r => Math.Pow(Smoothed(r) - r, 2)), result.AveragedLoss, 1e-4);
    }

    [Fact]
    public void Loss_is_bias_and_variance()
    {
        var subject = Unit(new Relu(), Placement.Inside, 0);
        var result = Run(new BiasAnalysis { Trials = 64, Draws = 64 }, subject);
        var sweep = new NoiseSweep { Levels = [0, 1] }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Equal(sweep.SilentLoss, result.SilentLoss, 1e-12);
        Assert.Equal(sweep.TrainingLevelLoss, result.NoisyLoss, 1e-12);
        Assert.Equal(sweep.Points[^1].BiasSquared!.Value, result.BiasSquared, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_change_no_bit(int layers)
    {
        Network network = layers == 1 ? new Ctrnn { Units = 9, Activation = new Tanh() } : new FeedForward { Units = 5, Layers = layers };
        var task = new FunctionApproximation { Steps = 20, LossSteps = 5 };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = .1, Noise = [new() { Sigma = [.4] }], Seed = 4 }, network.Initialize(1, 1, .1, 4));
        var analysis = new BiasAnalysis { Trials = 40, Draws = 8, RandomThirds = 3, RandomShifts = 3 };
        Assert.Equal(ResultJson.Write(Run(analysis, subject, 1)), ResultJson.Write(Run(analysis, subject, 3)));
    }

    [Fact]
    public void It_concerns_networks_trained_with_noise_and_refuses_losses_without_bias()
    {
        var subject = Unit(new Relu(), Placement.Inside, 0);
        Assert.True(new BiasAnalysis().Concerns(subject.Setup));
        Assert.False(new BiasAnalysis().Concerns(subject.Setup with { Noise = [new()] }));
        Assert.Null(new BiasAnalysis().Refusal(subject.Setup));
        Assert.Contains("allowed is mse", new BiasAnalysis().Refusal(subject.Setup with { Training = new() { Loss = new CrossEntropy() } }), StringComparison.Ordinal);
        Assert.Contains("allowed is inside or outside", new BiasAnalysis().Refusal(subject.Setup with { Noise = [new() { Placement = Placement.State, Sigma = [1] }] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path-integration")]
    [InlineData("cognitive-suite")]
    [InlineData("maze")]
    [InlineData("feedforward")]
    public void On_every_kind_of_task_its_losses_are_those_of_the_sweep(string name)
    {
        var subject = Untrained(name);
        var result = Run(new BiasAnalysis { Trials = 19, Draws = 8, RandomThirds = 2, RandomShifts = 2 }, subject, threads: 2);
        var sweep = new NoiseSweep { Levels = [0, 1], Trials = 19, Draws = 8 }.Run(subject, cancellation: TestContext.Current.CancellationToken).Sweep!;
        // Sums in another order.
        Assert.Equal(1, result.SilentLoss / sweep.SilentLoss, 1e-9);
        Assert.Equal(1, result.NoisyLoss / sweep.TrainingLevelLoss, 1e-9);
        Assert.Equal(1, result.BiasSquared / sweep.Points[^1].BiasSquared!.Value, 1e-9);
        Assert.Equal(1, result.AveragedLoss / sweep.RepairedLoss!.Value, 1e-9);
        Assert.All(result.Findings.Metrics, static metric => Assert.True(double.IsFinite(metric.Value), metric.Name));
    }

    [Fact]
    public void A_random_shift_is_as_long_as_that_of_the_noise()
    {
        // One unit: up or down by the mean n of F - r, so the loss is the mean of (c -+ n)^2, c = .155, up or down alike:
        // c^2 + n^2, and the mean of 1000 signs is off by 1/sqrt(1000).
        var subject = Unit(new Relu(), Placement.Inside, -.155, high: .2);
        var result = Run(new BiasAnalysis { Trials = 32, RandomShifts = 1000, RandomThirds = 1, Draws = 16 }, subject);
        var length = SetPoints(subject, 32).Average(static r => Smoothed(r) - r);
        var excess = result.SilentLoss - result.BiasSquared;
        Assert.Equal(-length * length / excess, result.Inside!.RandomShiftRemovedShare, 4 * 2 * .155 * length / Math.Sqrt(1000) / excess);
    }

    private static TrainedNetwork Untrained(string name)
    {
        var dt = name switch { "cognitive-suite" => 20, "feedforward" => 1, _ => .2 };
        TrialTask task = name switch
        {
            "path-integration" => new PathIntegration { Steps = 30, Speed = .05 },
            "cognitive-suite" => new CognitiveSuite { Tasks = ["fdgo", "delaygo", "dmsgo"] },
            "maze" => new MazeNavigation { Size = 3, Steps = 20 },
            _ => new FunctionApproximation { Steps = 1, LossSteps = 1 },
        };
        task = task.At(dt);
        Network network = name == "feedforward" ? new FeedForward { Units = 7, Layers = 3 } : new Ctrnn { Units = 7, Tau = [name == "cognitive-suite" ? 100 : 1] };
        var noise = new NoiseSource { Sigma = [.5], Scale = name == "cognitive-suite" ? NoiseScale.SqrtTwoOverAlpha : NoiseScale.PerStep };
        return new(new Setup { Task = task, Network = network, Dt = dt, Noise = [noise], Training = new() { Loss = new MeanSquaredError { Readout = name == "cognitive-suite" ? Readout.Sigmoid : Readout.Identity } }, Seed = 3 }, network.Initialize(task.InputCount, task.OutputCount, dt, 3));
    }

    private static double Smoothed(double a, double sigma = Sigma)
    {
        var q = a / sigma;
        return sigma * ((q * .5 * MathNet.Numerics.SpecialFunctions.Erfc(-q / Math.Sqrt(2))) + (Math.Exp(-q * q / 2) / Math.Sqrt(2 * Math.PI)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stop_on_the_way_is_a_stop_on_any_number_of_threads(int threads)
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new BiasAnalysis { Trials = 96, Draws = 8 }
            .Run(Unit(new Tanh(), Placement.Inside, 0), threads, _ => stop.Cancel(), stop.Token));
    }

    private static double[] SetPoints(TrainedNetwork subject, int trials) => [.. Enumerable.Range(0, trials).Select(p =>
    {
        var trial = new Trial(100, 1, 1);
        subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)p), trial);
        return trial.Inputs[0, 0];
    })];

    // h' = .9 h + .1 f(r + noise), z = h + c.
    private static TrainedNetwork Unit(Activation activation, Placement placement, double c, double high = 1)
    {
        var network = new Ctrnn { Units = 1, Activation = activation };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_in"][0] = parameters["W_out"][0] = 1;
        parameters["b_out"][0] = c;
        return new(new Setup { Task = new Regulator { High = high }, Network = network, Dt = .1, Noise = [new() { Placement = placement, Sigma = [Sigma] }], Seed = 7 }, parameters);
    }

    private static BiasResult Run(BiasAnalysis analysis, TrainedNetwork subject, int threads = 1) =>
        analysis.Run(subject, threads, cancellation: TestContext.Current.CancellationToken);
}
