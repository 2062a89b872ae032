using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Ways to run a network trained with noise without it: one ReLU unit, whose best repair is known, and networks of several.</summary>
public sealed class RepairTests
{
    private const double Sigma = .5, Shift = .155;

    [Fact]
    public void Averaged_the_network_is_the_smoothed_one()
    {
        var subject = Unit();
        var repaired = new AveragedRepair().Apply(subject, TestContext.Current.CancellationToken);
        Assert.Equal(subject.Network.Smoothed(Sigma), repaired.Network);
        Assert.Empty(repaired.Noise);
        Assert.Equal(SilentLoss(repaired), Run(new Repair { Levels = [0] }, subject).Forms[1].SilentLoss);
    }

    [Fact]
    public void By_closure_each_unit_has_the_level_that_reaches_it()
    {
        // One linear unit with w = .5: its state has variance v = (1-g+gw)^2 v + g^2 s^2, its pre-activation s^2 + w^2 v.
        const double G = .1, W = .5;
        var subject = Unit(new Identity());
        subject.Parameters["W_rec"][0] = W;
        var variance = G * G * Sigma * Sigma / (1 - Math.Pow(1 - G + (G * W), 2));
        var repaired = (Ctrnn)new ClosureRepair().Apply(subject, TestContext.Current.CancellationToken).Network;
        // The state of step 80 lacks .95^160 = 3e-4 of its variance, the pre-activation reads it one step later.
        Assert.Equal(Math.Sqrt((Sigma * Sigma) + (W * W * variance)), Assert.Single(repaired.Smoothing), 1e-6);
    }

    [Fact]
    public void By_closure_without_recurrence_it_is_the_averaged_one()
    {
        var subject = Unit();
        var (whole, byUnit) = (new AveragedRepair().Apply(subject, TestContext.Current.CancellationToken), new ClosureRepair().Apply(subject, TestContext.Current.CancellationToken));
        Assert.Equal(SilentLoss(whole), SilentLoss(byUnit), 1e-12);
    }

    [Fact]
    public void A_moved_bias_gives_the_best_constant_shift()
    {
        // Set-points in [0, .2]: F - r falls from .2 to .115; the best d is the mean of F(r) - r where r + d stays above the kink.
        var subject = Unit();
        var repaired = new BiasRepair { Trials = 64 }.Apply(subject, TestContext.Current.CancellationToken);
        var shifts = SetPoints(subject, NoiseStream.Task, 64).Select(r => Smoothed(r) - r).ToArray();
        Assert.Equal(shifts.Average(), repaired.Parameters["b_rec"][0], 1e-6);
        Assert.Equal(subject.Network, repaired.Network);
        Assert.True(SilentLoss(repaired) < SilentLoss(subject) / 10);
    }

    [Fact]
    public void A_refitted_readout_is_the_least_squares_line()
    {
        // Silent, the unit gives r: the best line is z = r, with nothing left.
        var subject = Unit();
        var repaired = new ReadoutRepair { Ridge = 1e-9 }.Apply(subject, TestContext.Current.CancellationToken);
        // (1-g)^80 of the way is left at the first counted step, and the ridge is 1e-9.
        Assert.Equal(1, repaired.Parameters["W_out"][0], 1e-3);
        Assert.Equal(0, repaired.Parameters["b_out"][0], 1e-3);
        Assert.InRange(SilentLoss(repaired), 0, 1e-7);
    }

    [Fact]
    public void A_refitted_logistic_readout_finds_its_weights_again()
    {
        // Targets that a logistic readout of the silent state gives exactly: y = r, and sigmoid(4 h - 2) is not; so its loss is the least.
        var subject = Unit() with { Loss = new MeanSquaredError { Readout = Readout.Sigmoid } };
        var before = SilentLoss(subject);
        var repaired = new ReadoutRepair { Ridge = 1e-9 }.Apply(subject, TestContext.Current.CancellationToken);
        var least = SilentLoss(repaired);
        Assert.True(least < before);
        foreach (var (name, change) in new[] { ("W_out", .05), ("W_out", -.05), ("b_out", .01), ("b_out", -.01) })
        {
            var other = repaired with { Parameters = repaired.Parameters.Copy() };
            other.Parameters[name][0] += change;
            Assert.True(SilentLoss(other) > least);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Units_smoothed_one_by_one_at_the_same_level_are_the_smoothed_network(int layers)
    {
        Network network = layers == 1 ? new Ctrnn { Units = 5, Activation = new Tanh() } : new FeedForward { Units = 4, Layers = layers };
        var task = new FunctionApproximation { Steps = 10, LossSteps = 2 };
        var subject = new TrainedNetwork(network, network.Initialize(1, 1, .1, 3), task, new MeanSquaredError(), [new() { Sigma = [Sigma] }], .1, 3);
        var rows = network.NoiseShape(1, 1)[Placement.Inside];
        var byUnit = subject with { Network = network.SmoothedByUnit([.. Enumerable.Repeat(Sigma, rows)])! };
        Assert.Equal(SilentLoss(subject with { Network = network.Smoothed(Sigma)! }), SilentLoss(byUnit), 1e-14);
        // And a level of its own reaches its own unit: the first alone differs from all.
        var first = subject with { Network = network.SmoothedByUnit([Sigma, .. Enumerable.Repeat(0.0, rows - 1)])! };
        Assert.NotEqual(SilentLoss(byUnit), SilentLoss(first));
        Assert.NotEqual(SilentLoss(subject), SilentLoss(first));
    }

    [Fact]
    public void The_table_has_the_network_as_it_is_first_and_each_level_inside_and_outside()
    {
        var subject = Unit();
        var result = Run(new Repair { Levels = [0, 1], Draws = 16 }, subject);
        Assert.Equal(["as it is", "averaged", "averaged-by-closure", "biases", "readout"], result.Forms.Select(static form => form.Name));
        Assert.All(result.Forms, static form => Assert.Equal((form.SilentLoss, form.SilentLoss), (form.Inside[0], form.Outside[0])));
        // At its own noise, the network as it is has its noisy loss.
        Assert.Equal(result.NoisyLoss, result.Forms[0].Inside[1]);
        Assert.Equal(result.Findings.Metrics[0].Value, result.NoisyLoss);
        Assert.Equal(ResultJson.Write(result), ResultJson.Write(Run(new Repair { Levels = [0, 1], Draws = 16 }, subject, threads: 3)));
    }

    [Fact]
    public void It_concerns_networks_trained_with_noise_inside()
    {
        Assert.True(new Repair().Concerns(Unit()));
        Assert.False(new Repair().Concerns(Unit() with { Noise = [new() { Placement = Placement.Outside, Sigma = [1] }] }));
        Assert.Contains("allowed is mse", new Repair().Refusal(Unit() with { Loss = new CrossEntropy() }), StringComparison.Ordinal);
    }

    private static RepairResult Run(Repair repair, TrainedNetwork subject, int threads = 1) =>
        repair.Run(subject, threads, cancellation: TestContext.Current.CancellationToken);

    private static double SilentLoss(TrainedNetwork subject) =>
        new SweepConditions(subject, 64, 4, 1).Measure(subject.Network, [], 0, 0, TestContext.Current.CancellationToken).Loss;

    private static double[] SetPoints(TrainedNetwork subject, NoiseStream stream, int trials) => [.. Enumerable.Range(0, trials).Select(p =>
    {
        var trial = new Trial(100, 1, 1);
        subject.Task.Fill(new TrialKey(subject.Seed, stream, (ulong)p), trial);
        return trial.Inputs[0, 0];
    })];

    private static double Smoothed(double a)
    {
        var q = a / Sigma;
        return Sigma * ((q * .5 * MathNet.Numerics.SpecialFunctions.Erfc(-q / Math.Sqrt(2))) + (Math.Exp(-q * q / 2) / Math.Sqrt(2 * Math.PI)));
    }

    // h' = .9 h + .1 f(r + noise), z = h - shift, for set-points from 0 to .2.
    private static TrainedNetwork Unit(Activation? activation = null)
    {
        var network = new Ctrnn { Units = 1, Activation = activation ?? new Relu() };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_in"][0] = parameters["W_out"][0] = 1;
        parameters["b_out"][0] = -Shift;
        return new(network, parameters, new Regulator { High = .2 }, new MeanSquaredError(), [new() { Sigma = [Sigma] }], .1, 7);
    }
}
