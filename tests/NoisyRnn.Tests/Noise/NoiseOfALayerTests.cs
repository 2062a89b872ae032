using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>Noise that stands in one layer of a network of several.</summary>
public sealed class NoiseOfALayerTests
{
    private static readonly FeedForward Deep = new() { Units = 2, Layers = 3 };

    public static TheoryData<string, Placement, NoiseKind> Cases()
    {
        var data = new TheoryData<string, Placement, NoiseKind>();
        foreach (var network in Networks.Keys)
        {
            foreach (var placement in new[] { Placement.Inside, Placement.Outside, Placement.State })
            {
                if (Networks[network].NoiseShape(1, 1).LayersAt(placement) > 1)
                {
                    data.Add(network, placement, NoiseKind.Additive);
                    data.Add(network, placement, NoiseKind.UnitUniform);
                }
            }
        }

        return data;
    }

    private static readonly ImmutableSortedDictionary<string, Network> Networks = new Dictionary<string, Network>
    {
        ["feedforward"] = Deep,
        ["elman"] = new Elman { Units = 2, Layers = 3 },
        ["gru"] = new Gru { Units = 2, Layers = 3 },
        ["lstm"] = new Lstm { Units = 2, Layers = 3 },
    }.ToImmutableSortedDictionary();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Draws_what_its_units_drew_without_it_and_nothing_elsewhere(string name, Placement placement, NoiseKind kind)
    {
        var network = Networks[name];
        var everywhere = new NoiseSource { Placement = placement, Kind = kind, Sigma = [0.3], Offset = kind == NoiseKind.UnitUniform ? 0.1 : 0 };
        var all = Draw(network, everywhere);
        var rows = all.Length / 3;
        for (var layer = 1; layer <= 3; layer++)
        {
            double[] expected = new double[all.Length];
            all.AsSpan((layer - 1) * rows, rows).CopyTo(expected.AsSpan((layer - 1) * rows));
            Assert.Equal(expected, Draw(network, everywhere with { Layer = layer }));
        }
    }

    [Fact]
    public void Has_a_level_for_each_unit_of_the_layer_where_it_has_several()
    {
        var source = new NoiseSource { Sigma = [1, 2], Layer = 2 };
        Assert.Equal([0, 0, 1, 2, 0, 0], source.PerStepDeviation(Deep.NoiseShape(1, 1), 1, [1]));
        var error = Assert.Throws<InputException>(() => (source with { Sigma = [1, 2, 3] }).PerStepDeviation(Deep.NoiseShape(1, 1), 1, [1]));
        Assert.Equal("noise.sigma: 3 levels for 2 units of layer 2; allowed is one level, or one a unit", error.Message);
    }

    [Theory]
    [InlineData(4, Placement.Inside, "noise.layer: 4 with placement inside, where the network has rows of 3 layers; allowed is 1 to 3, or no layer: all of them")]
    [InlineData(1, Placement.State, "noise.layer: 1 with placement state, where the network has rows of one layer alone; allowed is no layer")]
    public void Is_refused_where_the_network_has_no_such_layer(int layer, Placement placement, string message)
    {
        var source = new NoiseSource { Placement = placement, Sigma = [1], Layer = layer };
        Assert.Equal(message, Assert.Throws<InputException>(() => source.PerStepDeviation(Deep.NoiseShape(1, 1), 1, [1])).Message);
    }

    [Fact]
    public void Of_one_layer_the_first_is_all()
    {
        var source = new NoiseSource { Sigma = [0.5], Layer = 1 };
        var shape = new Ctrnn { Units = 3 }.NoiseShape(1, 1);
        Assert.Equal([0.5, 0.5, 0.5], source.PerStepDeviation(shape, 1, [1]));
        Assert.Equal("noise.layer: 2 with placement inside, where the network has rows of one layer alone; allowed is 1, or no layer",
            Assert.Throws<InputException>(() => (source with { Layer = 2 }).PerStepDeviation(shape, 1, [1])).Message);
    }

    [Fact]
    public void Is_refused_on_inputs_and_outputs()
    {
        Assert.Contains("2 with placement input, of which no layer has its own", new NoiseSource { Placement = Placement.Input, Layer = 2 }.Problems().Single().Problem, StringComparison.Ordinal);
        Assert.Empty(new NoiseSource { Placement = Placement.Outside, Layer = 2 }.Problems());
    }

    [Fact]
    public void Stands_in_the_equations_of_its_layer_alone()
    {
        ImmutableArray<NoiseSource> noise = [new() { Placement = Placement.Outside, Sigma = [0.3], Layer = 2 }];
        var lines = Deep.Equations(noise, 1);
        Assert.Equal(["h_1  = f(a_1)", "h_2  = f(a_2) + s1 xi1[t]", "h_3  = f(a_3)"], lines.Where(static line => line.StartsWith("h_", StringComparison.Ordinal)));
        Assert.Contains("s1 = 0.3, the standard deviation per step; noise outside in layer 2 alone", lines);
        Assert.Contains("s1 = 0.3, the standard deviation per step; noise outside in layer 2 alone", new Elman { Layers = 2 }.Equations(noise, 1));
    }

    [Fact]
    public void Its_repair_averages_the_units_of_its_layer_alone()
    {
        var setup = new Setup { Network = Deep, Noise = [new() { Sigma = [0.3], Layer = 2 }] };
        Assert.Equal([0, 0, 0.3, 0.3, 0, 0], Assert.IsType<FeedForward>(SilentMean.Of(setup)).Smoothing);
        Assert.Equal([0, 0, 0.3, 0.3, 0, 0], setup.InsideDeviations(0.3));
    }

    [Fact]
    public void Makes_another_mix_of_noise() =>
        Assert.Equal("inside of layer 2 additive", $"{NoiseMix.Of([new() { Sigma = [0.3], Layer = 2 }])}");

    private static double[] Draw(Network network, NoiseSource source)
    {
        var term = (NoiseTerm)source.Placement;
        var values = new double[network.NoiseShape(1, 1)[term] * 16];
        network.Draw<double>([source], 5, NoiseStream.Dynamics, 1, 1, 1).Fill(term, 3, [.. Enumerable.Range(0, 16).Select(static k => (ulong)k)], values);
        return values;
    }
}
