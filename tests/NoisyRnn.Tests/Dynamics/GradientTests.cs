using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>Conformance of every activation and placement: kernels against the plain drift, gradients against differences.</summary>
public class GradientTests
{
    private const double Dt = 0.3;
    private const int Batch = 5;

    public static TheoryData<string, Placement> Cases()
    {
        var data = new TheoryData<string, Placement>();
        foreach (var leaf in Catalogue.Leaves(typeof(Activation)).Select(l => l.Name).Append("smoothed-gelu").Append("smoothed-tanh").Append("smoothed-leaky-relu"))
        {
            foreach (var placement in Enum.GetValues<Placement>())
                data.Add(leaf, placement);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_parameter_agrees_with_central_differences(string activation, Placement placement)
    {
        var network = NetworkOf(activation);
        ImmutableArray<NoiseSource> noise = [new() { Placement = placement, Sigma = [0.4] }];
        CheckGradients(network, noise, new MeanSquaredError(), ratePenalty: 0);
    }

    [Fact]
    public void Cross_entropy_agrees_with_central_differences() =>
        CheckGradients(NetworkOf("tanh"), [new() { Sigma = [0.4] }], new CrossEntropy(), ratePenalty: 0);

    [Fact]
    public void The_rate_penalty_agrees_with_central_differences_and_ignores_empty_lanes() =>
        CheckGradients(NetworkOf("softplus"), [], new MeanSquaredError(), ratePenalty: 0.7);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_kernels_step_as_the_drift_says(string activation, Placement placement)
    {
        var network = NetworkOf(activation);
        var task = new Wiggle();
        ImmutableArray<NoiseSource> noise =
            [new() { Placement = placement, Sigma = [0.4] }, new() { Placement = Placement.Inside, Sigma = [0.1, 0.2, 0.3, 0.4, 0.5] }];
        var (parameters, increments) = Prepare(network, task, noise, seed: 3);
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, increments);
        rollout.Refresh(parameters);
        var block = new TrialBlock<double>(task, rollout.Cell, parameters.Layout, 16, backward: false);
        block.Fill(3, NoiseStream.Task, 100, Batch, new MeanSquaredError().Weight);
        Array.Fill(block.Block.Wanted, true);
        var clean = (double[])block.Block.Inputs.Clone();
        rollout.Forward(block.Block);
        for (var lane = 0; lane < Batch; lane++)
        {
            var inputs = new double[task.StepCount, task.InputCount];
            for (var t = 0; t < task.StepCount; t++)
            {
                for (var i = 0; i < task.InputCount; i++)
                    inputs[t, i] = clean[(((t * task.InputCount) + i) * 16) + lane];
            }

            var reference = new ReferenceRollout(network, parameters, Dt, increments, inputs, 100 + (ulong)lane);
            for (var t = 0; t < task.StepCount; t++)
            {
                // Different orders of summation over 5 units and 6 steps, and two implementations of exp and erf: some 1e-15 each.
                for (var i = 0; i < network.Units; i++)
                    Assert.Equal(reference.States[t + 1, i], block.Block.States[((((t + 1) * network.Units) + i) * 16) + lane], 1e-11);
                for (var o = 0; o < task.OutputCount; o++)
                    Assert.Equal(reference.Outputs[t, o], block.Block.Outputs[(((t * task.OutputCount) + o) * 16) + lane], 1e-11);
            }
        }
    }

    private static void CheckGradients(Ctrnn network, ImmutableArray<NoiseSource> noise, Loss loss, double ratePenalty)
    {
        var task = new Wiggle { Classes = loss is CrossEntropy };
        var (parameters, increments) = Prepare(network, task, noise, SeedAwayFromKinks(network, task, noise));
        var seed = SeedAwayFromKinks(network, task, noise);
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, increments);
        var pass = new BatchPass<double>(rollout, task, loss, Batch, 1, ratePenalty);
        var gradient = new double[parameters.Layout.Length];
        rollout.Refresh(parameters);
        pass.Run(seed, NoiseStream.Task, 0, gradient);
        foreach (var slice in parameters.Layout.Slices)
        {
            var largest = gradient.AsSpan(slice.Offset, slice.Length).ToArray().Max(Math.Abs);
            for (var k = slice.Offset; k < slice.Offset + slice.Length; k++)
            {
                // Error of the difference: h^2 L'''/6 ~ 1e-10 and rounding of L over h ~ 1e-11.
                const double H = 1e-5;
                var difference = (At(k, H) - At(k, -H)) / (2 * H);
                Assert.True(Math.Abs(difference - gradient[k]) <= 1e-7 * largest, $"{slice.Name}[{k - slice.Offset}]: {gradient[k]} against {difference}");
            }
        }

        double At(int k, double step)
        {
            var moved = parameters.Copy();
            moved.Values[k] += step;
            rollout.Refresh(moved);
            return pass.Run(seed, NoiseStream.Task, 0, []) + (ratePenalty > 0 ? ratePenalty * MeanSquaredRate(network, moved, task, increments, seed) : 0);
        }
    }

    private static double MeanSquaredRate(Ctrnn network, Parameters parameters, Wiggle task, Increments<double> noise, ulong seed)
    {
        var sum = 0.0;
        for (var trial = 0ul; trial < Batch; trial++)
        {
            var states = new ReferenceRollout(network, parameters, Dt, noise, task.InputsOf(seed, trial), trial).States;
            for (var t = 1; t < states.GetLength(0); t++)
            {
                for (var i = 0; i < network.Units; i++)
                    sum += states[t, i] * states[t, i];
            }
        }

        return sum / (Batch * network.Units * task.StepCount);
    }

    // A difference across a kink is no derivative: draw another set of trials and noise.
    private static ulong SeedAwayFromKinks(Ctrnn network, Wiggle task, ImmutableArray<NoiseSource> noise)
    {
        for (var seed = 1ul; ; seed++)
        {
            var (parameters, increments) = Prepare(network, task, noise, seed);
            if (Enumerable.Range(0, Batch).All(trial => new ReferenceRollout(
                network, parameters, Dt, increments, task.InputsOf(seed, (ulong)trial), (ulong)trial).DistanceToKink > 1e-3))
                return seed;
        }
    }

    private static (Parameters Parameters, Increments<double> Noise) Prepare(Ctrnn network, TrialTask task, ImmutableArray<NoiseSource> noise, ulong seed) =>
        (network.Initialize(task.InputCount, task.OutputCount, Dt, seed),
        network.Draw<double>(noise, seed, NoiseStream.Dynamics, task.InputCount, task.OutputCount, Dt));

    private static Ctrnn NetworkOf(string activation) => new()
    {
        Units = 5,
        Tau = [1, 0.5, 2, 1.5, 1],
        TrainInitialState = true,
        StateInitializer = new NormalInitializer { Std = 0.5 },
        Activation = activation switch
        {
            "smoothed-gelu" => new GaussianSmoothed { Of = new Gelu(), Sigma = 0.8 },
            "smoothed-tanh" => new GaussianSmoothed { Of = new NoisyRnn.Networks.Tanh(), Sigma = 0.8 },
            "smoothed-leaky-relu" => new GaussianSmoothed { Of = new LeakyRelu { Slope = 0.2 }, Sigma = 0.8 },
            _ => (Activation)Activator.CreateInstance(Catalogue.Leaves(typeof(Activation)).First(l => l.Name == activation).Type)!,
        },
    };
}
