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
        var subject = Unit() with { Setup = Unit().Setup with { Training = Unit().Setup.Training with { Loss = new MeanSquaredError { Readout = Readout.Sigmoid } } } };
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
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = .1, Noise = [new() { Sigma = [Sigma] }], Seed = 3 }, network.Initialize(1, 1, .1, 3));
        var rows = network.NoiseShape(1, 1)[Placement.Inside];
        var byUnit = subject with { Setup = subject.Setup with { Network = network.SmoothedByUnit([.. Enumerable.Repeat(Sigma, rows)])! } };
        Assert.Equal(SilentLoss(subject with { Setup = subject.Setup with { Network = network.Smoothed(Sigma)! } }), SilentLoss(byUnit), 1e-14);
        // And a level of its own reaches its own unit: the first alone differs from all.
        var first = subject with { Setup = subject.Setup with { Network = network.SmoothedByUnit([Sigma, .. Enumerable.Repeat(0.0, rows - 1)])! } };
        Assert.NotEqual(SilentLoss(byUnit), SilentLoss(first));
        Assert.NotEqual(SilentLoss(subject), SilentLoss(first));
    }

    [Fact]
    public void A_moved_bias_counts_each_trial_once_however_few()
    {
        var subject = Unit();
        var repaired = new BiasRepair { Trials = 3, Steps = 1 }.Apply(subject, TestContext.Current.CancellationToken);
        var shifts = SetPoints(subject, NoiseStream.Task, 3).Select(r => Smoothed(r) - r).ToArray();
        Assert.Equal(shifts.Average(), repaired.Parameters["b_rec"][0], 1e-6);
    }

    [Fact]
    public void A_moved_bias_looks_at_no_step_beyond_the_end_of_a_trial()
    {
        // a = .1 for 10 steps and .2 for 40, in two trials each.
        var repaired = new BiasRepair { Trials = 4, Steps = 1000 }.Apply(Uneven(), TestContext.Current.CancellationToken);
        Assert.Equal(((10 * (Smoothed(.1) - .1)) + (40 * (Smoothed(.2) - .2))) / 50, repaired.Parameters["b_rec"][0], 1e-6);
    }

    [Fact]
    public void A_bias_that_nothing_is_gained_by_moving_stays()
    {
        var subject = Unit();
        subject.Parameters["b_rec"][0] = -1000;
        Assert.Equal(-1000, new BiasRepair().Apply(subject, TestContext.Current.CancellationToken).Parameters["b_rec"][0], 1e-12);
    }

    [Fact]
    public void Biases_of_all_layers_are_moved_each_by_its_own_unit()
    {
        // A chain of one unit a layer, and a second unit that reads nothing: its shift is that at its bias.
        var network = new FeedForward { Units = 2, Layers = 2 };
        var parameters = new Parameters(network.Layout(1, 1));
        (parameters["W_in"][0], parameters["W_2"][0], parameters["W_out"][0]) = (1, 1, 1);
        (parameters["b_1"][1], parameters["b_2"][1]) = (.3, .6);
        var subject = new TrainedNetwork(new Setup { Task = new Regulator { Low = .1, High = .1 }, Network = network, Dt = 1, Noise = [new() { Sigma = [Sigma] }], Seed = 7 }, parameters);
        var repaired = new BiasRepair().Apply(subject, TestContext.Current.CancellationToken).Parameters;
        Assert.Equal(Smoothed(.1) - .1, repaired["b_1"][0], 1e-6);
        Assert.Equal(Smoothed(.3), repaired["b_1"][1], 1e-6);
        // On the path of the network repaired by (a), the second layer reads F of the first.
        Assert.Equal(Smoothed(Smoothed(.1)) - Smoothed(.1), repaired["b_2"][0], 1e-6);
        Assert.Equal(Smoothed(.6), repaired["b_2"][1], 1e-6);
    }

    [Fact]
    public void A_refitted_readout_weighs_what_counts_and_leaves_what_does_not()
    {
        // Of a silent unit only the bias is left to fit: target 0 with weight 1 and target 1 with weight 3.
        var subject = Uneven();
        subject.Parameters["b_rec"][0] = -1000;
        subject.Parameters["b_out"][1] = 5;
        var repaired = new ReadoutRepair { Trials = 4, Ridge = 1e-9 }.Apply(subject, TestContext.Current.CancellationToken).Parameters;
        // The ridge is 1e-9 of the mean diagonal.
        Assert.Equal(.75, repaired["b_out"][0], 1e-8);
        Assert.Equal((5, 1, 1), (repaired["b_out"][1], repaired["W_out"][0], repaired["W_out"][1]));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(-15)]
    [InlineData(60)]
    public void A_refitted_logistic_readout_gets_away_from_where_it_is_saturated(double z)
    {
        var subject = Unit() with { Setup = Unit().Setup with { Training = Unit().Setup.Training with { Loss = new MeanSquaredError { Readout = Readout.Sigmoid } } } };
        subject.Parameters["b_out"][0] = z;
        var before = SilentLoss(subject);
        var repaired = new ReadoutRepair().Apply(subject, TestContext.Current.CancellationToken);
        Assert.True(double.IsFinite(repaired.Parameters["b_out"][0]));
        // Targets are r in [0, .2]: a constant is off by .058, the best logistic line by less. At 60 there is no slope to go by.
        Assert.InRange(SilentLoss(repaired), 0, z < 50 ? .004 : before);
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
        Assert.True(new Repair().Concerns(Unit().Setup));
        Assert.False(new Repair().Concerns(Unit().Setup with { Noise = [new() { Placement = Placement.Outside, Sigma = [1] }] }));
        Assert.Contains("allowed is mse", new Repair().Refusal(Unit().Setup with { Training = new() { Loss = new CrossEntropy() } }), StringComparison.Ordinal);
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

    // The unit with two readouts, on trials of different length.
    private static TrainedNetwork Uneven()
    {
        var network = new Ctrnn { Units = 1 };
        var parameters = new Parameters(network.Layout(1, 2));
        parameters["W_in"][0] = 1;
        parameters["W_out"].Fill(1);
        return new(new Setup { Task = new UnevenTrials(), Network = network, Dt = .1, Noise = [new() { Sigma = [Sigma] }], Seed = 7 }, parameters);
    }

    // h' = .9 h + .1 f(r + noise), z = h - shift, for set-points from 0 to .2.
    private static TrainedNetwork Unit(Activation? activation = null)
    {
        var network = new Ctrnn { Units = 1, Activation = activation ?? new Relu() };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_in"][0] = parameters["W_out"][0] = 1;
        parameters["b_out"][0] = -Shift;
        return new(new Setup { Task = new Regulator { High = .2 }, Network = network, Dt = .1, Noise = [new() { Sigma = [Sigma] }], Seed = 7 }, parameters);
    }
}
