using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Dynamics;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>Noise that is fed back: the next step reads it, the readout of its own step does not. Kernels and gradients are in <see cref="NetworkConformanceTests"/>.</summary>
public sealed class FeedbackNoiseTests
{
    private const int Width = 16, Steps = 5;

    private static readonly ImmutableArray<NoiseSource> Fed = [new() { Placement = Placement.Feedback, Sigma = [0.5] }];

    public static TheoryData<string> Recurrent => [.. Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Name).Where(static name => name != "feedforward")];

    [Theory]
    [MemberData(nameof(Recurrent))]
    public void The_step_that_it_is_drawn_in_ends_without_it_and_the_next_reads_it(string kind)
    {
        var network = (Network)Activator.CreateInstance(Catalogue.Leaves(typeof(Network)).Single(leaf => leaf.Name == kind).Type)! with { Units = 4 };
        var (noisy, silent) = (Roll(network, Fed), Roll(network, []));
        Assert.Equal(silent.At(silent.States, 1, silent.StateRows).ToArray(), noisy.At(noisy.States, 1, noisy.StateRows).ToArray());
        Assert.Equal(silent.At(silent.Outputs, 0, 1).ToArray(), noisy.At(noisy.Outputs, 0, 1).ToArray());
        Assert.NotEqual(silent.At(silent.Outputs, 1, 1).ToArray(), noisy.At(noisy.Outputs, 1, 1).ToArray());
        // h alone, of [h; c], [y; v] and [r; x].
        var (clean, read) = (noisy.At(noisy.States, 1, noisy.StateRows).ToArray(), noisy.At(noisy.Entered, 1, noisy.StateRows).ToArray());
        var h = network.Units * Width;
        Assert.Equal(clean[h..], read[h..]);
        var added = read[..h].Zip(clean[..h], static (a, b) => a - b).ToArray();
        var drawn = new double[h];
        network.Draw<double>(Fed, 5, NoiseStream.Dynamics, 1, 1, 0.2).Fill(NoiseTerm.Feedback, 0, noisy.Trials, drawn);
        for (var k = 0; k < h; k++)
            Assert.Equal(drawn[k], added[k], 1e-15);
    }

    [Fact]
    public void A_trial_in_pieces_is_the_trial_to_the_bit()
    {
        var network = new Elman { Units = 4, Layers = 2 };
        var (rollout, whole) = (Rollout(network, Fed), Roll(network, Fed));
        var piece = Block(rollout, 1);
        for (var t = 0; t < Steps; t++)
        {
            piece.FirstStep = t;
            whole.At(whole.States, t, whole.StateRows).CopyTo(piece.At(piece.States, 0, piece.StateRows));
            piece.Inputs.AsSpan().Fill(0.5);
            rollout.Forward(piece);
            Assert.Equal(whole.At(whole.States, t + 1, whole.StateRows).ToArray(), piece.At(piece.States, 1, piece.StateRows).ToArray());
        }
    }

    [Fact]
    public void A_block_that_held_fed_back_noise_is_silent_again()
    {
        var network = new Gru { Units = 4 };
        var block = Roll(network, Fed);
        var silent = Roll(network, []);
        var rollout = Rollout(network, []);
        block.Inputs.AsSpan().Fill(0.5);
        rollout.Forward(block);
        Assert.Equal(silent.Outputs, block.Outputs);
        Assert.Same(block.States, block.Entered);
    }

    [Fact]
    public void Of_a_leaky_unit_the_next_step_reads_the_deviation_of_the_conversion_and_the_readout_a_part_of_it()
    {
        // An isolated unit, h' = (1-g) (h + s xi): what the next step reads has deviation s / sqrt(g (2-g)), h' 1-g of it.
        const double G = 0.2, S = 0.3;
        const int Long = 200, Trials = 4096;
        var network = new Ctrnn { Units = 1, Activation = new Identity() };
        var parameters = new Parameters(network.Layout(1, 1));
        var rollout = new Rollout<double>(network, parameters.Layout, G, network.Draw<double>([new() { Placement = Placement.Feedback, Sigma = [S] }], 5, NoiseStream.Dynamics, 1, 1, G));
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, Long, 1, 1, Trials, backward: false);
        for (var lane = 0; lane < Trials; lane++)
            block.Trials[lane] = (ulong)lane;
        rollout.Forward(block);
        var expected = ScaleConversion.StationaryDeviation(S, NoiseScale.PerStep, Placement.Feedback, G, 1);
        // The standard error of a deviation is 1/sqrt(2 n) of it.
        var error = 4 / Math.Sqrt(2.0 * Trials);
        Assert.Equal(1, Deviation(block.At(block.Entered, Long - 1, 1)) / expected, error);
        Assert.Equal(1 - G, Deviation(block.At(block.States, Long - 1, 1)) / expected, error);
    }

    [Fact]
    public void The_closure_follows_it_exactly_through_a_linear_network()
    {
        const double G = 0.2;
        var network = new Ctrnn { Units = 2, Activation = new Identity() };
        var setup = new Setup { Network = network, Dt = G, Noise = [new() { Placement = Placement.Feedback, Sigma = [0.3] }] };
        var parameters = setup.Initialize();
        var closure = new GaussianClosure(new TrainedNetwork(setup, parameters), setup.Noise);
        var state = closure.Start();
        // Sigma' = A (Sigma + s^2) A^T, and nothing is fed back into the first step.
        var w = parameters["W_rec"].ToArray();
        double[] a = [1 - G + (G * w[0]), G * w[1], G * w[2], 1 - G + (G * w[3])], sigma = new double[4];
        for (var t = 0; t < 4; t++)
        {
            closure.Step(state, [0.5]);
            double[] entering = t == 0 ? sigma : [sigma[0] + 0.09, sigma[1], sigma[2], sigma[3] + 0.09];
            sigma = Product(Product(a, entering), [a[0], a[2], a[1], a[3]]);
            for (var k = 0; k < 4; k++)
                Assert.Equal(sigma[k], state.Hidden.Covariance(k / 2, k % 2), 1e-14);
        }

        static double[] Product(double[] x, double[] y) => [(x[0] * y[0]) + (x[1] * y[2]), (x[0] * y[1]) + (x[1] * y[3]), (x[2] * y[0]) + (x[3] * y[2]), (x[2] * y[1]) + (x[3] * y[3])];
    }

    [Fact]
    public void What_cannot_feed_it_back_or_follow_it_says_so()
    {
        Assert.StartsWith("noise.placement: feedback is not for feedforward, which feeds nothing back", new FeedForward().Refusal(Fed[0]), StringComparison.Ordinal);
        Assert.Null(GaussianClosure.Refusal(new Setup { Network = new CurrentRnn(), Noise = Fed }));
        Assert.Contains("fed back", new Regularizer().Refusal(new Setup { Network = new Ctrnn { Activation = new NoisyRnn.Networks.Tanh() }, Noise = Fed }), StringComparison.Ordinal);
        Assert.Contains("placement", new BiasAnalysis().Refusal(new Setup { Noise = Fed }), StringComparison.Ordinal);
        Assert.Single(new RegularizerPenalty { Noise = Fed }.Problems());
    }

    [Fact]
    public void Executed_equations_say_who_reads_it()
    {
        Assert.Contains("fed back: the next step reads h[t+1] + s1 xi1[t] in the place of h[t+1], the readout of this one h[t+1]", new Gru().Equations(Fed, 1));
        Assert.Contains("fed back: the next step reads r[t+1] + s1 xi1[t] in the place of r[t+1], the readout of this one r[t+1]", new CurrentRnn().Equations(Fed, 0.1));
        Assert.Contains("s1 = 0.5, the standard deviation per step; noise feedback", new Gru().Equations(Fed, 1));
    }

    private static double Deviation(ReadOnlySpan<double> values)
    {
        var squares = 0.0;
        foreach (var x in values)
            squares += x * x;
        return Math.Sqrt(squares / values.Length);
    }

    private static Rollout<double> Rollout(Network network, ImmutableArray<NoiseSource> noise)
    {
        var parameters = network.Initialize(1, 1, 0.2, 5);
        var rollout = new Rollout<double>(network, parameters.Layout, 0.2, network.Draw<double>(noise, 5, NoiseStream.Dynamics, 1, 1, 0.2));
        rollout.Refresh(parameters);
        return rollout;
    }

    private static Block<double> Block(Rollout<double> rollout, int steps)
    {
        var block = new Block<double>(rollout.Cell, rollout.Layout, steps, 1, 1, Width, backward: false);
        for (var lane = 0; lane < Width; lane++)
            block.Trials[lane] = (ulong)lane;
        block.Inputs.AsSpan().Fill(0.5);
        return block;
    }

    private static Block<double> Roll(Network network, ImmutableArray<NoiseSource> noise)
    {
        var rollout = Rollout(network, noise);
        var block = Block(rollout, Steps);
        rollout.Forward(block);
        return block;
    }
}
