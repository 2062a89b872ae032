using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Networks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>
/// Conformance of every network of the catalogue, under every noise that it takes and every scheme that takes it: kernels
/// against the plain functions, gradients of parameters and inputs against differences.
/// </summary>
public class NetworkConformanceTests
{
    private const double Dt = 0.3;
    private const int Batch = 5;

    private const string OfTwo = " of two layers", OfThree = " of three layers";

    /// <summary>The catalogue, stacks of those that stack, and a network that is not in it.</summary>
    private static readonly ImmutableSortedDictionary<string, Type> Kinds =
        Catalogue.Leaves(typeof(Network)).Select(static leaf => (leaf.Name, leaf.Type)).Append((Name: "of one's own", Type: typeof(SymmetricNetwork)))
            .SelectMany(static leaf => leaf.Type.IsSubclassOf(typeof(StackedNetwork)) ? [leaf, (Name: leaf.Name + OfTwo, leaf.Type), (Name: leaf.Name + OfThree, leaf.Type)] : new[] { leaf })
            .ToImmutableSortedDictionary(static leaf => leaf.Name, static leaf => leaf.Type, StringComparer.Ordinal);

    // What networks of the catalogue may be told, under names of their own.
    private static readonly ImmutableSortedDictionary<string, Network> Told = new Dictionary<string, Network>
    {
        ["ctrnn by Dale's law"] = Leaky with { Recurrent = new() { Dale = new() { Excitatory = 0.6 } } },
        ["ctrnn by Dale's law, rectified"] = Leaky with { Recurrent = new() { Dale = new() { Excitatory = 0.6, Form = DaleForm.Rectified }, SelfConnections = false } },
        ["ctrnn with some connections"] = Leaky with { Recurrent = new() { Mask = ["11010", "00111", "11111", "10101", "01110"], Fixed = [new() { To = 1, From = 0, Weight = 0.7 }] } },
        ["ctrnn of 2 layers"] = Leaky with { Layers = 2, TrainInitialState = false },
        ["ctrnn of 3 layers by Dale's law, of trained tau"] = Leaky with { Layers = 3, TrainInitialState = false, Tau = [1.5], TrainTau = TauTraining.PerUnit, Recurrent = new() { Dale = new() { Excitatory = 0.6 }, Density = 0.7 } },
        ["current of 2 layers of rank 2"] = new CurrentRnn { Activation = new NoisyRnn.Networks.Tanh(), Units = 5, Layers = 2, Recurrent = new() { Rank = 2 }, StateInitializer = new NormalInitializer { Std = 0.5 } },
        ["lipschitz of 3 layers"] = new Lipschitz { Units = 5, Layers = 3 },
        ["antisymmetric of 2 layers"] = new Antisymmetric { Units = 5, Layers = 2 },
        ["cornn of 2 layers"] = new CoRnn { Units = 5, Layers = 2 },
        ["cayley of 2 layers"] = new Cayley { Units = 5, Layers = 2 },
        ["exprnn of 3 layers"] = new ExpRnn { Units = 5, Layers = 3 },
        ["ctrnn of rank 2"] = Leaky with { Recurrent = new() { Rank = 2 } },
        ["ctrnn of rank 1 and trained tau"] = Leaky with { Recurrent = new() { Rank = 1 }, TrainTau = TauTraining.PerUnit },
        ["current of rank 3"] = new CurrentRnn { Activation = new NoisyRnn.Networks.Tanh(), Units = 5, Recurrent = new() { Rank = 3 }, StateInitializer = new NormalInitializer { Std = 0.5 } },
        ["ctrnn of trained tau"] = Leaky with { TrainTau = TauTraining.PerUnit },
        ["ctrnn of one trained tau"] = Leaky with { Tau = [1.5], TrainTau = TauTraining.Shared },
        ["ctrnn with signs of input and readout"] = Leaky with { Recurrent = new() { Dale = new() { Excitatory = 0.6 } }, Input = new() { Sign = WeightSign.Positive, Population = [PopulationName.Excitatory] }, Readout = new() { Sign = WeightSign.Negative, Form = DaleForm.Rectified, Population = [PopulationName.Inhibitory] } },
        ["current of 2 layers with connections of input and readout"] = new CurrentRnn { Activation = new NoisyRnn.Networks.Tanh(), Units = 5, Layers = 2, Input = new() { Density = 0.6, Fixed = [new() { To = 2, From = 0, Weight = -0.3 }] }, Readout = new() { Density = 0.7, Sign = WeightSign.Positive } },
        ["ctrnn of a trained tau a population"] = Leaky with { Tau = [1, 1, 1, 2, 2], TrainTau = TauTraining.ByPopulation, Recurrent = new() { Dale = new() { Excitatory = 0.6 } } },
        ["current of trained tau"] = new CurrentRnn { Activation = new NoisyRnn.Networks.Tanh(), Units = 5, Tau = [1, 0.5, 2, 1.5, 1], TrainTau = TauTraining.PerUnit, StateInitializer = new NormalInitializer { Std = 0.5 } },
        ["current by Dale's law, sparse"] = new CurrentRnn { Activation = new NoisyRnn.Networks.Tanh(), Units = 5, Recurrent = new() { Dale = new(), Density = 0.5, Fixed = [new() { To = 2, From = 4, Weight = -0.3 }] } },
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static Ctrnn Leaky => (Ctrnn)NetworkOf("ctrnn");

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var kind in Kinds.Keys.Concat(Told.Keys))
        {
            foreach (var scheme in Catalogue.Leaves(typeof(Scheme)).Select(static leaf => leaf.Name))
            {
                foreach (var noise in Noises.Keys)
                {
                    if (Fits(NetworkOf(kind), SchemeOf(scheme), Noises[noise]))
                        data.Add(kind, scheme, noise);
                }
            }
        }

        return data;
    }

    private static readonly ImmutableSortedDictionary<string, ImmutableArray<NoiseSource>> Noises = new Dictionary<string, ImmutableArray<NoiseSource>>
    {
        ["none"] = [],
        ["inside"] = [new() { Placement = Placement.Inside, Sigma = [0.4] }],
        ["outside"] = [new() { Placement = Placement.Outside, Sigma = [0.3] }],
        ["state"] = [new() { Placement = Placement.State, Sigma = [0.2] }],
        ["inside layer 1, outside layer 2"] = [new() { Placement = Placement.Inside, Sigma = [0.4], Layer = 1 }, new() { Placement = Placement.Outside, Sigma = [0.3], Layer = 2 }],
        ["feedback"] = [new() { Placement = Placement.Feedback, Sigma = [0.3] }],
        ["feedback, state and inside"] = [new() { Placement = Placement.Feedback, Sigma = [0.3] }, new() { Placement = Placement.State, Sigma = [0.2] }, new() { Placement = Placement.Inside, Sigma = [0.2] }],
        ["input and readout"] = [new() { Placement = Placement.Input, Sigma = [0.3] }, new() { Placement = Placement.Readout, Sigma = [0.2] }],
        ["multiplicative"] = [new() { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [0.1, 0.2, 0.3, 0.4, 0.5], Scale = NoiseScale.SqrtDt }],
        ["drift-multiplicative"] = [new() { Placement = Placement.State, Kind = NoiseKind.DriftMultiplicative, Sigma = [0.4], Base = 0.2 }],
        ["multiplicative inside and outside"] =
        [
            new() { Placement = Placement.Inside, Kind = NoiseKind.Multiplicative, Sigma = [0.4] }, new() { Placement = Placement.Inside, Sigma = [0.2] },
            new() { Placement = Placement.Outside, Kind = NoiseKind.Multiplicative, Sigma = [0.3] }, new() { Placement = Placement.Outside, Sigma = [0.2] },
        ],
        ["multiplicative outside, common to the layer"] = [new() { Placement = Placement.Outside, Kind = NoiseKind.Multiplicative, Sigma = [0.4], Common = NoiseGroup.Layer }],
        ["common to the layer"] = [new() { Placement = Placement.Inside, Sigma = [0.4], Common = NoiseGroup.Layer }],
        ["common-scalar"] = [new() { Placement = Placement.State, Kind = NoiseKind.CommonScalar, Sigma = [0.4] }],
        ["released"] = [new() { Placement = Placement.State, Sigma = [0.1] }, new() { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [0.3] }],
        ["all kinds"] =
        [
            new() { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [0.2] },
            new() { Placement = Placement.State, Kind = NoiseKind.CommonScalar, Sigma = [0.3] },
            new() { Placement = Placement.State, Kind = NoiseKind.DriftMultiplicative, Sigma = [0.3], Base = 0.1 },
            new() { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [0.5] },
            new() { Placement = Placement.Inside, Sigma = [0.2] },
            new() { Placement = Placement.State, Sigma = [0.1] },
        ],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_kernels_step_as_the_plain_functions_say(string kind, string scheme, string noise)
    {
        var (network, task, parameters) = (NetworkOf(kind), new Wiggle(), ParametersOf(NetworkOf(kind)));
        var increments = Draw(network, task, Noises[noise]);
        foreach (var backward in new[] { false, true })
        {
            var rollout = new Rollout<double>(network, parameters.Layout, Dt, increments, SchemeOf(scheme));
            rollout.Refresh(parameters);
            var block = new TrialBlock<double>(task, rollout.Cell, parameters.Layout, 16, backward);
            block.Fill(3, NoiseStream.Task, 100, Batch, new MeanSquaredError().Weight);
            Array.Fill(block.Block.Wanted, true);
            rollout.Forward(block.Block);
            for (var lane = 0; lane < Batch; lane++)
            {
                var reference = new ReferenceRollout(
                    network, parameters, Dt, increments, task.InputsOf(3, 100 + (ulong)lane), 100 + (ulong)lane, SchemeOf(scheme));
                for (var t = 0; t < task.StepCount; t++)
                {
                    // Different orders of summation over 5 units and 6 steps, and two implementations of exp: some 1e-15 each.
                    for (var i = 0; i < network.StateRows; i++)
                        Assert.Equal(reference.States[t + 1, i], block.Block.States[((((t + 1) * network.StateRows) + i) * 16) + lane], 1e-11);
                    for (var o = 0; o < task.OutputCount; o++)
                        Assert.Equal(reference.Outputs[t, o], block.Block.Outputs[(((t * task.OutputCount) + o) * 16) + lane], 1e-11);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_parameter_agrees_with_central_differences(string kind, string scheme, string noise)
    {
        var (network, task, parameters) = (NetworkOf(kind), new Wiggle(), ParametersOf(NetworkOf(kind)));
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, Draw(network, task, Noises[noise]), SchemeOf(scheme));
        var pass = new BatchPass<double>(rollout, task, new MeanSquaredError(), Batch, 1);
        var gradient = new double[parameters.Layout.Length];
        rollout.Refresh(parameters);
        pass.Run(3, NoiseStream.Task, 0, gradient);
        foreach (var slice in parameters.Layout.Slices.Where(static slice => slice.Trainable))
        {
            var largest = gradient.AsSpan(slice.Offset, slice.Length).ToArray().Max(Math.Abs);
            Assert.True(largest > 0, $"{slice.Name} has no gradient at all");
            for (var k = slice.Offset; k < slice.Offset + slice.Length; k++)
            {
                // Error of the difference: h^2 L'''/6 ~ 1e-10 and rounding of L over h ~ 1e-11.
                const double H = 1e-5;
                var difference = (At(k, H) - At(k, -H)) / (2 * H);
                Assert.True(Math.Abs(difference - gradient[k]) <= 1e-7 * Math.Max(largest, 0.01), $"{slice.Name}[{k - slice.Offset}]: {gradient[k]} against {difference}");
            }
        }

        double At(int k, double step)
        {
            var moved = parameters.Copy();
            moved.Values[k] += step;
            rollout.Refresh(moved);
            return pass.Run(3, NoiseStream.Task, 0, []);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_input_agrees_with_central_differences(string kind, string scheme, string noise)
    {
        var (network, task, parameters) = (NetworkOf(kind), new Wiggle(), ParametersOf(NetworkOf(kind)));
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, Draw(network, task, Noises[noise]), SchemeOf(scheme));
        rollout.Refresh(parameters);
        var block = new TrialBlock<double>(task, rollout.Cell, parameters.Layout, 16, backward: true);
        block.Fill(3, NoiseStream.Task, 0, Batch, new MeanSquaredError().Weight);
        var clean = (double[])block.Block.Inputs.Clone();
        block.Block.InputGradients = new double[clean.Length];
        Loss();
        rollout.Backward(block.Block);
        var gradient = (double[])block.Block.InputGradients.Clone();
        for (var k = 0; k < clean.Length; k++)
        {
            const double H = 1e-5;
            if (k % 16 >= Batch)
                continue;
            var difference = (At(k, H) - At(k, -H)) / (2 * H);
            Assert.True(Math.Abs(difference - gradient[k]) <= 1e-8, $"input {k}: {gradient[k]} against {difference}");
        }

        double At(int k, double step)
        {
            clean.CopyTo(block.Block.Inputs, 0);
            block.Block.Inputs[k] += step;
            return Loss();
        }

        double Loss()
        {
            Array.Clear(block.Losses);
            rollout.Forward(block.Block);
            new MeanSquaredError().Evaluate(block.Block, block.Targets, block.Masks, 100, block.Losses);
            return block.Losses.Sum() / 100;
        }
    }

    private static bool Fits(Network network, Scheme scheme, ImmutableArray<NoiseSource> noise) =>
        scheme.Refusal(network, noise) is null && noise.All(source => network.Refusal(source) is null && (source.Sigma.Length == 1 || source.Sigma.Length == network.NoiseShape(1, 1)[source.Placement]) && (source.Layer is null || network.NoiseShape(1, 1).LayersAt(source.Placement) > 1));

    private static Scheme SchemeOf(string name) => (Scheme)Activator.CreateInstance(Catalogue.Leaves(typeof(Scheme)).Single(l => l.Name == name).Type)!;

    private static Network NetworkOf(string kind)
    {
        if (Told is not null && Told.TryGetValue(kind, out var told))
            return told;
        var network = (Network)Activator.CreateInstance(Kinds[kind])! with { Units = 5 };
        // Smooth, and with every array trained, where there is a choice.
        return network switch
        {
            Ctrnn ctrnn => ctrnn with { Activation = new NoisyRnn.Networks.Tanh(), Tau = [1, 0.5, 2, 1.5, 1], TrainInitialState = true, StateInitializer = new NormalInitializer { Std = 0.5 } },
            CurrentRnn current => current with { Activation = new NoisyRnn.Networks.Tanh(), Tau = [1, 0.5, 2, 1.5, 1], StateInitializer = new NormalInitializer { Std = 0.5 } },
            FeedForward feedForward => feedForward with { Activation = new NoisyRnn.Networks.Tanh(), Layers = 3 },
            StackedNetwork stacked when kind.EndsWith(OfTwo, StringComparison.Ordinal) => stacked with { Layers = 2 },
            StackedNetwork stacked when kind.EndsWith(OfThree, StringComparison.Ordinal) => stacked with { Layers = 3 },
            _ => network,
        };
    }

    // Weights of a size that makes every part of the network matter.
    private static Parameters ParametersOf(Network network)
    {
        var parameters = network.Initialize(2, 3, Dt, 3);
        var random = new RandomStream(NoiseKey.OfItem(3, NoiseStream.Parameters, 100), 0);
        foreach (var slice in parameters.Layout.Slices.Where(static slice => slice.Trainable))
        {
            foreach (ref var value in parameters[slice])
                value += 0.3 * random.NextNormal();
        }

        return parameters;
    }

    private static Increments<double> Draw(Network network, Wiggle task, ImmutableArray<NoiseSource> noise) =>
        network.Draw<double>(noise, 3, NoiseStream.Dynamics, task.InputCount, task.OutputCount, Dt);
}
