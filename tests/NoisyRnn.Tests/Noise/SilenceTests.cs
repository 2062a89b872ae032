using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>
/// Silence silences everything: in every network and whatever noise is listed, two silent runs are equal to the last bit, by level 0, by other draws and
/// without the noise.
/// </summary>
public sealed class SilenceTests
{
    private const int Steps = 6, Width = 16;

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Name).Concat(Others.Keys))
        {
            foreach (var source in Sources.Where(source => NetworkOf(kind).Refusal(source.Value) is null && (source.Value.Common != NoiseGroup.Population || NetworkOf(kind).NoiseShape(2, 3).Excitatory > 0)))
                data.Add(kind, source.Key);
        }

        return data;
    }

    // One layer of those that the catalogue's rows have two of and the other way round, and recurrent weights of every kind.
    private static readonly ImmutableSortedDictionary<string, Network> Others = new Dictionary<string, Network>
    {
        ["ctrnn, three layers"] = new Ctrnn { Units = 4, Layers = 3 },
        ["ctrnn, Dale's law, sparse"] = new Ctrnn { Units = 4, Recurrent = new() { Dale = new(), Density = 0.8 } },
        ["ctrnn, rank 2, trained tau"] = new Ctrnn { Units = 4, TrainTau = TauTraining.PerUnit, Recurrent = new() { Rank = 2 } },
        ["current, Dale's law, two layers"] = new CurrentRnn { Units = 4, Layers = 2, Recurrent = new() { Dale = new() } },
        ["current, rank 2, trained tau"] = new CurrentRnn { Units = 4, TrainTau = TauTraining.PerUnit, Recurrent = new() { Rank = 2 } },
        ["lipschitz, two layers"] = new Lipschitz { Units = 4, Layers = 2 },
        ["antisymmetric, two layers"] = new Antisymmetric { Units = 4, Layers = 2 },
        ["cornn, two layers"] = new CoRnn { Units = 4, Layers = 2 },
        ["cayley, two layers"] = new Cayley { Units = 4, Layers = 2 },
        ["exprnn, two layers"] = new ExpRnn { Units = 4, Layers = 2 },
        ["elman, one layer"] = new Elman { Units = 4 },
        ["gru, one layer"] = new Gru { Units = 4 },
        ["lstm, one layer"] = new Lstm { Units = 4 },
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, NoiseSource> Sources = new[]
    {
        from placement in Enum.GetValues<Placement>()
        from kind in new[] { NoiseKind.Additive, NoiseKind.UnitUniform }
        select new NoiseSource { Placement = placement, Kind = kind, Sigma = [0.3] },
        from kind in Enum.GetValues<NoiseKind>()
        where kind is not (NoiseKind.Additive or NoiseKind.UnitUniform)
        select new NoiseSource { Placement = Placement.State, Kind = kind, Sigma = [0.3], Base = kind == NoiseKind.DriftMultiplicative ? 0.1 : 0 },
        from placement in new[] { Placement.Inside, Placement.Outside }
        select new NoiseSource { Placement = placement, Kind = NoiseKind.Multiplicative, Sigma = [0.3], Common = NoiseGroup.Layer },
        [new NoiseSource { Placement = Placement.State, Sigma = [0.3], CorrelationTime = 2, Common = NoiseGroup.Layer }, new NoiseSource { Placement = Placement.Inside, Sigma = [0.3], Common = NoiseGroup.Population }],
    }.SelectMany(static sources => sources).ToImmutableSortedDictionary(static source => $"{NoiseMix.Of([source])}", static source => source);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_silent_runs_are_equal_to_the_last_bit(string kind, string noise)
    {
        var (network, source) = (NetworkOf(kind), Sources[noise]);
        foreach (var scheme in Catalogue.Leaves(typeof(Scheme)).Select(static leaf => (Scheme)Activator.CreateInstance(leaf.Type)!).Where(scheme => scheme.Refusal(network, [source]) is null))
        {
            AreSilent<float>(network, scheme, source);
            AreSilent<double>(network, scheme, source);
        }
    }

    private static void AreSilent<T>(Network network, Scheme scheme, NoiseSource source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var silent = Run<T>(network, scheme, [], 3, 0);
        Assert.False(silent.AsSpan().SequenceEqual(Run<T>(network, scheme, [source], 3, 0)), "the noise does nothing");
        // Level 0 of the same noise, with the same draws and with others.
        ImmutableArray<NoiseSource>[] levels = [[source.Scaled(0)], NoiseSweep.AtLevel([source], 0.3, 0), [source with { Sigma = [0], Base = 0 }]];
        foreach (var level in levels)
        {
            foreach (var (seed, trial) in new[] { (3UL, 0UL), (4UL, 0UL), (3UL, 1000UL) })
                Assert.True(silent.AsSpan().SequenceEqual(Run<T>(network, scheme, level, seed, trial)));
        }

        // With the mean of the noise in its place there is no draw either.
        var matched = NoiseSweep.MeanMatched([source], 0.3, 0);
        var first = Run<T>(network, scheme, matched, 3, 0);
        Assert.True(first.AsSpan().SequenceEqual(Run<T>(network, scheme, matched, 4, 1000)));
        Assert.Equal(!source.MovesMean(), silent.AsSpan().SequenceEqual(first));
    }

    // Bits of all states and outputs; the trial's number says which draws.
    private static byte[] Run<T>(Network network, Scheme scheme, ImmutableArray<NoiseSource> noise, ulong seed, ulong trial)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parameters = network.Initialize(2, 3, 0.3, 3);
        var rollout = new Rollout<T>(network, parameters.Layout, 0.3, network.Draw<T>(noise, seed, NoiseStream.Analysis, 2, 3, 0.3), scheme);
        rollout.Refresh(parameters);
        var block = new Block<T>(rollout.Cell, parameters.Layout, Steps, 2, 3, Width, backward: false);
        for (var lane = 0; lane < Width; lane++)
            block.Trials[lane] = trial + (ulong)lane;
        for (var k = 0; k < block.Inputs.Length; k++)
            block.Inputs[k] = T.CreateTruncating((k % 7) - 3);
        rollout.Forward(block);
        return [.. Bytes(block.States), .. Bytes(block.Outputs)];

        static byte[] Bytes(T[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static Network NetworkOf(string kind)
    {
        if (Others.TryGetValue(kind, out var other))
            return other;
        var network = (Network)Activator.CreateInstance(Catalogue.Leaves(typeof(Network)).Single(leaf => leaf.Name == kind).Type)! with { Units = 4 };
        return network switch
        {
            FeedForward feedForward => feedForward with { Layers = 2 },
            StackedNetwork stacked => stacked with { Layers = 2 },
            _ => network,
        };
    }
}
