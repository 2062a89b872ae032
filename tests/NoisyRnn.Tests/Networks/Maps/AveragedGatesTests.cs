using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Dynamics;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Networks with gates averaged over the noise inside them: against an independent program, draws, and differences.</summary>
public sealed class AveragedGatesTests : IDisposable
{
    private const int Units = 4, Inputs = 2, Steps = 6;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Golden().Length)];

    /// <summary>Kernels and plain functions; the kernels' averages are tables, right to 1e-11 (<see cref="Activation"/>'s are quadratures).</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Averaged_gates_are_those_of_the_golden_arrays(int number)
    {
        var (network, expected) = Golden()[number];
        var parameters = Made(network);
        var (cell, inputs) = (((MapNetwork)network).Prepare<double>(parameters.Layout, 1), Cosines(4, Steps * Inputs, 1.5));
        cell.Refresh(parameters);
        var (rows, width) = (network.StateRows, 16);
        double[] state = new double[rows * width], next = new double[rows * width];
        var plain = new Real[rows];
        for (var t = 0; t < Steps; t++)
        {
            var (input, after) = (inputs.AsSpan(t * Inputs, Inputs).ToArray(), new Real[rows]);
            var lanes = new double[Inputs * width];
            Rows.Broadcast(input, lanes, width);
            cell.Step(new StepFrame<double> { State = state, Input = lanes, Next = next, Scratch = new double[cell.ScratchRows * width], Width = width });
            next.CopyTo(state, 0);
            var quiet = new Real[network.NoiseShape(Inputs, 1)[Placement.Inside]];
            network.Map<Real>(parameters.Layout, Reals(parameters.Values), 1, plain, Reals(input), quiet, quiet, after);
            plain = after;
        }

        for (var i = 0; i < rows; i++)
        {
            Assert.Equal(expected[i], plain[i].Value, 1e-12);
            Assert.Equal(expected[i], state[i * width], 1e-10);
        }
    }

    /// <summary>Where a step's bends read no other gate of it, the averaged step is the mean of the noisy one: c of the LSTM, and h of a GRU whose n does not read r.</summary>
    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Products_of_gates_have_the_product_of_their_means(string kind)
    {
        const int Draws = 40_000;
        const double Sigma = 1.3;
        Network network = kind == "gru" ? new Gru { Units = Units } : new Lstm { Units = Units };
        var parameters = Made(network);
        if (kind == "gru")
        {
            parameters["W_rec"][(2 * Units * Units)..].Clear();
            parameters["b_hn"].Clear();
        }

        var (rows, noiseRows) = (network.StateRows, network.NoiseShape(Inputs, 1)[Placement.Inside]);
        Real[] state = Reals(Cosines(5, rows, 0.6)), input = Reals(Cosines(6, Inputs, 1)), averaged = new Real[rows], next = new Real[rows];
        network.Smoothed(Sigma)!.Map<Real>(parameters.Layout, Reals(parameters.Values), 1, state, input, new Real[noiseRows], new Real[noiseRows], averaged);
        var random = new RandomStream(NoiseKey.OfItem(3, NoiseStream.Analysis, 0), 0);
        double[] sum = new double[rows], squares = new double[rows];
        var (values, noise) = (Reals(parameters.Values), new Real[noiseRows]);
        for (var r = 0; r < Draws; r++)
        {
            for (var k = 0; k < noiseRows; k++)
                noise[k] = new Real(Sigma * random.NextNormal());
            network.Map<Real>(parameters.Layout, values, 1, state, input, noise, new Real[noiseRows], next);
            for (var i = 0; i < rows; i++)
                (sum[i], squares[i]) = (sum[i] + next[i].Value, squares[i] + (next[i].Value * next[i].Value));
        }

        // The LSTM's h = o tanh(c) bends c once more: c alone is exact.
        for (var i = kind == "gru" ? 0 : Units; i < rows; i++)
        {
            var mean = sum[i] / Draws;
            Assert.Equal(mean, averaged[i].Value, 4.5 * Math.Sqrt(((squares[i] / Draws) - (mean * mean)) / Draws));
        }
    }

    /// <summary>It trains on as it is: gradients of all parameters against differences of the loss.</summary>
    [Theory]
    [InlineData("gru", false)]
    [InlineData("gru", true)]
    [InlineData("lstm", false)]
    [InlineData("lstm", true)]
    public void Gradients_are_those_of_differences(string kind, bool isByRow)
    {
        Network plain = kind == "gru" ? new Gru { Units = 3 } : new Lstm { Units = 3 };
        var rows = plain.NoiseShape(1, 1)[Placement.Inside];
        var network = isByRow ? plain.SmoothedByUnit([.. Enumerable.Range(0, rows).Select(static k => 0.2 * k)])! : plain.Smoothed(0.8)!;
        var task = new Wiggle();
        var parameters = network.Initialize(task.InputCount, task.OutputCount, 1, 4);
        var rollout = new Rollout<double>(network, parameters.Layout, 1, network.Draw<double>([], 1, NoiseStream.Dynamics, task.InputCount, task.OutputCount, 1));
        var pass = new BatchPass<double>(rollout, task, new MeanSquaredError(), 5, 1);
        var gradient = new double[parameters.Layout.Length];
        rollout.Refresh(parameters);
        pass.Run(3, NoiseStream.Task, 0, gradient);
        for (var k = 0; k < gradient.Length; k++)
        {
            const double H = 1e-5;
            // The tables' second derivatives jump by some 1e-5 at their knots: times h, with the error of the difference, 1e-9.
            Assert.Equal((At(k, H) - At(k, -H)) / (2 * H), gradient[k], 2e-8);
        }

        Assert.Contains(gradient, static slope => Math.Abs(slope) > 1e-3);

        double At(int k, double change)
        {
            var moved = parameters.Copy();
            moved.Values[k] += change;
            rollout.Refresh(moved);
            return pass.Run(3, NoiseStream.Task, 0, []);
        }
    }

    [Fact]
    public void The_file_of_a_repaired_network_is_that_network()
    {
        var subject = new TrainedNetwork(new Setup { Task = new FunctionApproximation { Steps = 6, LossSteps = 3 }, Network = new Gru { Units = 3 }, Dt = 1, Noise = [new() { Sigma = [0.7] }], Seed = 2 }, new Gru { Units = 3 }.Initialize(1, 1, 1, 2));
        var repaired = new AveragedRepair().Apply(subject, TestContext.Current.CancellationToken);
        var path = Path.Combine(_folder.Path, "gru.safetensors");
        new Model(repaired.Network, repaired.Parameters, [], 1, 2).Write(path);
        var read = Model.Read(path);
        Assert.Equal([0.7], Assert.IsType<Gru>(read.Network).Smoothing);
        Assert.Contains(read.Network.Equations([], 1), static line => line == "sigmoid and tanh of the gates are averaged over noise: E f(a + 0.7 xi)");
        Assert.Equal(["smoothing"], new Gru { Units = 3, Smoothing = [1, 2] }.Problems().Select(static problem => problem.Key));
        Assert.Null(new Gru().Smoothed(1, NoiseDistribution.Laplace));
        Assert.Equal([5.0], Assert.IsType<Gru>(new Gru { Smoothing = [3] }.Smoothed(4)).Smoothing);
    }

    [Fact]
    public void Repairs_that_ask_for_units_are_refused_of_gates_and_averaging_is_not()
    {
        var setup = new Setup { Task = new FunctionApproximation(), Network = new Lstm { Units = 3 }, Dt = 1, Noise = [new() { Sigma = [0.7] }] };
        Assert.Null(new Repair { Methods = [new AveragedRepair(), new AveragedRepair { Part = 0.5 }] }.Refusal(setup));
        Assert.Contains("lstm has no units h = f(a) to look at", new Repair().Refusal(setup), StringComparison.Ordinal);
        Assert.Contains("white Gaussian", new Repair { Methods = [new AveragedRepair()] }.Refusal(setup with { Noise = [new() { Sigma = [0.7], Distribution = NoiseDistribution.Uniform }] }), StringComparison.Ordinal);
    }

    private static (Network Network, double[] State)[] Golden()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Checkout.Path("tests", "NoisyRnn.Tests", "Networks", "Maps", "golden", "averaged-gates.json")));
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(static one =>
        {
            ImmutableArray<double> levels = [.. one.GetProperty("levels").EnumerateArray().Select(static level => level.GetDouble())];
            Network network = one.GetProperty("kind").GetString() == "gru" ? new Gru { Units = Units, Smoothing = levels } : new Lstm { Units = Units, Smoothing = levels };
            return (network, one.GetProperty("state").EnumerateArray().Select(static value => value.GetDouble()).ToArray());
        })];
    }

    // The arrays of the script.
    private static Parameters Made(Network network)
    {
        var parameters = new Parameters(network.Layout(Inputs, 1));
        foreach (var (k, (name, scale)) in new[] { ("W_rec", 0.9), ("W_in", 1.2), ("b_rec", 0.4), ("b_hn", 0.5) }.Index())
        {
            if (parameters.Layout.Slices.Any(slice => slice.Name == name))
                Cosines(k, parameters[name].Length, scale).CopyTo(parameters[name]);
        }

        return parameters;
    }

    private static double[] Cosines(int k, int length, double scale) => [.. Enumerable.Range(0, length).Select(i => scale * Math.Cos(1 + (7 * k) + (3 * i)))];

    private static Real[] Reals(double[] values) => [.. values.Select(static value => new Real(value))];
}
