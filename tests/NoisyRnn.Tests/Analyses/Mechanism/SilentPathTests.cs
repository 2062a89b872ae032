using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Silent runs with the units' answers replaced: the same as a rollout of the network that has them everywhere.</summary>
public sealed class SilentPathTests
{
    private const double Sigma = 0.7;

    public static TheoryData<Network> Networks =>
    [
        new Ctrnn { Units = 7, Activation = new Relu() },
        new Ctrnn { Units = 5, Activation = new Tanh(), Tau = [1, 2, 1, 3, 1], StateInitializer = new NormalInitializer { Std = 1 } },
        new CurrentRnn { Units = 7, Activation = new Relu() },
        new CurrentRnn { Units = 5, Activation = new Tanh(), Tau = [1, 2, 1, 3, 1], StateInitializer = new NormalInitializer { Std = 1 } },
        new FeedForward { Units = 6, Layers = 1, Activation = new SoftPlus() },
        new FeedForward { Units = 4, Layers = 3, Activation = new Tanh() },
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Averaged_everywhere_it_is_the_rollout_of_the_smoothed_network(Network network)
    {
        var subject = Subject(network);
        var path = new SilentPath(subject, new(3, 5));
        path.Run(UnitResponse.Averaged(network, Sigma));
        AssertSame(path, subject, network.Smoothed(Sigma)!);
        path.Run(UnitResponse.Averaged(network, 0));
        AssertSame(path, subject, network);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Some_units_in_some_trials_answer_otherwise(Network network)
    {
        var path = new SilentPath(Subject(network), new(0, 2));
        double[] plain = Outputs(path, UnitResponse.Averaged(network, 0)), averaged = Outputs(path, UnitResponse.Averaged(network, Sigma));
        var some = UnitResponse.Averaged(network, 0) with { Instead = UnitResponse.Averaged(network, Sigma).Activation, Where = new double[path.Rows * SilentPath.Width] };
        Assert.Equal(plain, Outputs(path, some));
        // All units in trial 1 alone.
        for (var i = 0; i < path.Rows; i++)
            some.Where[(i * SilentPath.Width) + 1] = 1;
        var mixed = Outputs(path, some);
        for (var k = 0; k < mixed.Length; k++)
            Assert.Equal((k % SilentPath.Width == 1 ? averaged : plain)[k], mixed[k]);
    }

    [Fact]
    public void A_constant_is_added_to_what_each_unit_answers()
    {
        // Two identity units without recurrence: h' = h/2 + (a + c)/2, and the readout is their sum.
        var network = new Ctrnn { Units = 2, Activation = new Identity() };
        var subject = Subject(network, dt: .5);
        subject.Parameters.Values.AsSpan().Clear();
        subject.Parameters["W_out"].Fill(1);
        var path = new SilentPath(subject, new(0, 1));
        path.Run(UnitResponse.Averaged(network, 0) with { Offset = [1, 10] });
        Assert.Equal(11 * .5, path.Output(0, 0, 0), 1e-15);
        Assert.Equal(11 * .75, path.Output(1, 0, 0), 1e-15);
    }

    [Fact]
    public void In_a_layered_network_rows_go_on_from_layer_to_layer()
    {
        // Two identity units a layer, each reading its own below; inputs have no weight. What is added to the first unit of the
        // second layer reaches the readout, weight 10, and what is added to the second of the first layer, weight 1.
        var network = new FeedForward { Units = 2, Layers = 2, Activation = new Identity() };
        var subject = Subject(network, dt: 1);
        subject.Parameters.Values.AsSpan().Clear();
        (subject.Parameters["W_2"][0], subject.Parameters["W_2"][3]) = (1, 1);
        (subject.Parameters["W_out"][0], subject.Parameters["W_out"][1]) = (10, 1);
        var path = new SilentPath(subject, new(0, 1));
        path.Run(UnitResponse.Averaged(network, 0) with { Offset = [0, .5, 2, 0] });
        Assert.Equal(20.5, path.Output(0, 0, 0), 1e-15);
        // The same with a constant instead of the unit's own answer: softplus(0) = ln 2.
        var where = new double[path.Rows * SilentPath.Width];
        where[2 * SilentPath.Width] = 1;
        path.Run(UnitResponse.Averaged(network, 0) with { Instead = new UnitActivations(new SoftPlus(), []), Where = where });
        Assert.Equal(10 * Math.Log(2), path.Output(0, 0, 0), 1e-12);
    }

    [Fact]
    public void Visitors_of_trials_see_each_by_itself_at_its_own_steps()
    {
        var network = new Ctrnn { Units = 3 };
        var path = new SilentPath(Subject(network), new(0, 2));
        var (all, seen) = (new List<(int, int, double[])>(), new List<(int, int, double[])>());
        path.Run(UnitResponse.Averaged(network, 0), (t, values) =>
        {
            var a = values.ToArray();
            foreach (var lane in new[] { 0, 1 }.Where(lane => t == 1 + lane || t == 4))
                all.Add((t, lane, [.. Enumerable.Range(0, 16).Select(i => i < 3 ? a[(i * SilentPath.Width) + lane] : 0)]));
        });
        path.Run(UnitResponse.Averaged(network, 0), SilentPath.At([[1, 4], [2, 4]], (t, lane, a) => seen.Add((t, lane, a.ToArray()))));
        Assert.Equal([(1, 0), (2, 1), (4, 0), (4, 1)], seen.Select(static visit => (visit.Item1, visit.Item2)));
        Assert.Equal(all.Select(static visit => visit.Item3), seen.Select(static visit => visit.Item3));
    }

    [Fact]
    public void Visitors_see_the_pre_activations_of_every_step()
    {
        var network = new Ctrnn { Units = 3 };
        var subject = Subject(network);
        var path = new SilentPath(subject, new(0, 1));
        var seen = new List<double>();
        path.Run(UnitResponse.Averaged(network, 0), (t, a) => seen.Add(a[SilentPath.Width]));
        Assert.Equal(path.Steps, seen.Count);
        // h0 = 0: of the second unit, b_1 + W_in u.
        Assert.Equal(subject.Parameters["b_rec"][1] + (subject.Parameters["W_in"][1] * path.Trials[0].Inputs[0, 0]), seen[0], 1e-15);
    }

    [Fact]
    public void Other_networks_schemes_and_noises_are_refused()
    {
        var allowed = Subject(new Ctrnn());
        Assert.Null(SilentPath.Refusal(allowed.Setup));
        Assert.Null(SilentPath.Refusal(allowed.Setup with { Noise = [] }));
        Assert.Contains("lstm", SilentPath.Refusal(allowed.Setup with { Network = new Lstm() }), StringComparison.Ordinal);
        Assert.Contains("heun", SilentPath.Refusal(allowed.Setup with { Scheme = new HeunStratonovich() }), StringComparison.Ordinal);
        Assert.Contains("one additive", SilentPath.Refusal(allowed.Setup with { Noise = [new(), new()] }), StringComparison.Ordinal);
        Assert.Contains("white Gaussian", SilentPath.Refusal(allowed.Setup with { Noise = [new() { Sigma = [1], Distribution = NoiseDistribution.Laplace }] }), StringComparison.Ordinal);
        Assert.Contains("white Gaussian", SilentPath.Refusal(allowed.Setup with { Noise = [new() { Sigma = [1], CorrelationTime = 1 }] }), StringComparison.Ordinal);
        Assert.Contains("one tau", SilentPath.Refusal(allowed.Setup with { Network = new Ctrnn { Units = 2, Tau = [1, 2] }, Noise = [new() { Sigma = [1], Scale = NoiseScale.SqrtDt }] }), StringComparison.Ordinal);
    }

    internal static TrainedNetwork Subject(Network network, double dt = .1)
    {
        var task = new FunctionApproximation { Steps = 12, LossSteps = 4 };
        return new(new Setup { Task = task, Network = network, Dt = dt, Noise = [new() { Sigma = [Sigma] }], Seed = 5 }, network.Initialize(task.InputCount, task.OutputCount, dt, 5));
    }

    private static double[] Outputs(SilentPath path, UnitResponse response)
    {
        path.Run(response);
        return [.. path.Outputs];
    }

    // Sums in another order: a few roundings of numbers about 1.
    private static void AssertSame(SilentPath path, TrainedNetwork subject, Network network)
    {
        var rollout = subject.Prepare<double>(network, []);
        var block = new Block<double>(rollout.Cell, rollout.Layout, path.Steps, 1, 1, 16, backward: false);
        for (var t = 0; t < path.Steps; t++)
        {
            for (var lane = 0; lane < path.Trials.Length; lane++)
                block.Inputs[(t * 16) + lane] = path.Trials[lane].Inputs[t, 0];
        }

        rollout.Forward(block);
        for (var t = 0; t < path.Steps; t++)
        {
            for (var lane = 0; lane < path.Trials.Length; lane++)
                Assert.Equal(block.Outputs[(t * 16) + lane], path.Output(t, 0, lane), 1e-12);
        }
    }
}
