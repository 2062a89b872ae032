using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>Noise that all units of a layer share, and noise that multiplies what stands inside or outside activations.</summary>
public sealed class CommonNoiseTests
{
    private const int Units = 3, Trials = 4096;

    private static readonly Elman Deep = new() { Units = Units, Layers = 2 };

    public static TheoryData<string> Laws => ["gaussian", "laplace", "coloured", "unit-uniform", "multiplicative", "on the input"];

    [Theory]
    [MemberData(nameof(Laws))]
    public void Is_one_draw_for_all_units_of_a_layer_and_another_for_the_next(string law)
    {
        var source = Sources[law] with { Sigma = [0.5], Common = NoiseGroup.Layer };
        var term = SourceIncrements<double>.TermOf(source);
        var values = Draw(source, term);
        var layers = Deep.NoiseShape(4, 1).LayersAt(source.Placement);
        var rows = values.Length / Trials / layers;
        for (var k = 0; k < values.Length; k++)
            Assert.Equal(values[(k / (rows * Trials) * rows * Trials) + (k % Trials)], values[k]);
        if (layers > 1)
            Assert.NotEqual(values[0], values[rows * Trials]);
        // Over trials it is as strong as independent noise.
        var variance = law == "unit-uniform" ? 0.25 / 12 : 0.25;
        var mean = values.AsSpan(0, Trials).ToArray().Average();
        // Of a Laplace variance the relative error is sqrt(5/n), the largest here.
        Assert.Equal(variance, values.AsSpan(0, Trials).ToArray().Average(x => (x - mean) * (x - mean)), 4 * variance * Math.Sqrt(5.0 / Trials));
    }

    [Fact]
    public void Common_multiplicative_noise_on_the_state_is_common_scalar_noise_to_the_bit()
    {
        var network = new Ctrnn { Units = Units };
        var common = new NoiseSource { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [0.5], Common = NoiseGroup.Layer };
        Assert.Equal(Draw(common with { Kind = NoiseKind.CommonScalar, Common = null }, NoiseTerm.StateFactor, network), Draw(common, NoiseTerm.StateFactor, network));
    }

    [Fact]
    public void Of_one_layer_it_is_what_that_layer_shares_without_it()
    {
        var source = new NoiseSource { Sigma = [0.5], Common = NoiseGroup.Layer };
        var (all, second) = (Draw(source, NoiseTerm.Inside), Draw(source with { Layer = 2 }, NoiseTerm.Inside));
        Assert.Equal(all.Skip(Units * Trials), second.Skip(Units * Trials));
        Assert.All(second.Take(Units * Trials), static x => Assert.Equal(0, x));
    }

    [Fact]
    public void Of_populations_excitatory_units_share_one_draw_and_inhibitory_ones_another()
    {
        var network = new Ctrnn { Units = 5, Recurrent = new() { Dale = new() { Excitatory = 0.6 } } };
        var source = new NoiseSource { Sigma = [0.5], Common = NoiseGroup.Population };
        var values = Draw(source, NoiseTerm.Inside, network);
        for (var k = 0; k < values.Length; k++)
            Assert.Equal(values[(k / Trials < 3 ? 0 : 3 * Trials) + (k % Trials)], values[k]);
        Assert.NotEqual(values[0], values[3 * Trials]);
        Assert.Contains("xi1[t] ~ N(0,1), one draw for all excitatory units and one for all inhibitory ones, independent for each step and trial", network.Equations([source], 0.1));
        Assert.StartsWith("noise.common: population, where the network has one population alone; allowed is layer", Assert.Throws<NoisyRnn.Formats.InputException>(() => Draw(source, NoiseTerm.Inside)).Message, StringComparison.Ordinal);
        Assert.Equal("common", Assert.Single((source with { Placement = Placement.Input }).Problems()).Key);
    }

    [Fact]
    public void Executed_equations_say_who_shares_a_draw_and_what_is_multiplied()
    {
        ImmutableArray<NoiseSource> noise =
        [
            new() { Placement = Placement.Inside, Kind = NoiseKind.Multiplicative, Sigma = [0.4] },
            new() { Placement = Placement.Inside, Sigma = [0.2], Common = NoiseGroup.Layer },
            new() { Placement = Placement.Outside, Kind = NoiseKind.Multiplicative, Sigma = [0.3] },
        ];
        var lines = new Ctrnn().Equations(noise, 0.1);
        Assert.Contains("h[t+1] = (1-g) h[t] + g (f(a[t] (1 + s1 xi1[t]) + s2 xi2[t]) (1 + s3 xi3[t]))", lines);
        Assert.Contains("s1 = 0.4, the standard deviation per step; multiplicative noise inside", lines);
        Assert.Contains("xi1[t], xi3[t] ~ N(0,1), independent for each unit, step, trial and source", lines);
        Assert.Contains("xi2[t] ~ N(0,1), one draw for all units of a layer, independent for each step, trial and source", lines);
    }

    [Theory]
    [InlineData("gru", Placement.Inside, "multiplicative inside is not for gru; allowed is ctrnn, lipschitz, antisymmetric, cornn, elman or feedforward, or additive noise")]
    [InlineData("current", Placement.Inside, "multiplicative inside is not for current")]
    [InlineData("exprnn", Placement.Outside, "multiplicative outside is not for exprnn")]
    [InlineData("current", Placement.Outside, null)]
    [InlineData("elman", Placement.Inside, null)]
    public void What_cannot_multiply_says_so(string kind, Placement placement, string? words)
    {
        Network network = kind switch { "gru" => new Gru(), "current" => new CurrentRnn(), "exprnn" => new ExpRnn(), _ => new Elman() };
        var refusal = network.Refusal(new NoiseSource { Placement = placement, Kind = NoiseKind.Multiplicative, Sigma = [1] });
        if (words is null)
            Assert.Null(refusal);
        else
            Assert.StartsWith($"noise.kind: {words}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyses_of_independent_noise_say_so()
    {
        var common = new Setup { Noise = [new() { Sigma = [0.3], Common = NoiseGroup.Layer }] };
        Assert.Null(GaussianClosure.Refusal(common));
        Assert.Null(GaussianClosure.Refusal(common with { Network = new CurrentRnn() }));
        var smooth = common with { Network = new Ctrnn { Activation = new NoisyRnn.Networks.Tanh() } };
        Assert.Contains("allowed is no common", new Regularizer().Refusal(smooth), StringComparison.Ordinal);
        Assert.Contains("multiplicative noise inside", new Regularizer().Refusal(smooth with { Noise = [new() { Sigma = [0.3], Kind = NoiseKind.Multiplicative }] }), StringComparison.Ordinal);
        // The mean of a unit does not ask who shares its noise.
        Assert.Equal(SilentMean.Of(common with { Noise = [new() { Sigma = [0.3] }] }), SilentMean.Of(common));
    }

    private static readonly ImmutableDictionary<string, NoiseSource> Sources = new Dictionary<string, NoiseSource>
    {
        ["gaussian"] = new() { Placement = Placement.Inside },
        ["laplace"] = new() { Placement = Placement.Outside, Distribution = NoiseDistribution.Laplace },
        ["coloured"] = new() { Placement = Placement.State, CorrelationTime = 2 },
        ["unit-uniform"] = new() { Placement = Placement.Outside, Kind = NoiseKind.UnitUniform, Offset = 0.1 },
        ["multiplicative"] = new() { Placement = Placement.Inside, Kind = NoiseKind.Multiplicative },
        ["on the input"] = new() { Placement = Placement.Input },
    }.ToImmutableDictionary();

    private static double[] Draw(NoiseSource source, NoiseTerm term, Network? network = null)
    {
        var values = new double[(network ?? Deep).NoiseShape(4, 1)[term] * Trials];
        (network ?? Deep).Draw<double>([source], 5, NoiseStream.Dynamics, 4, 1, 1).Fill(term, 3, [.. Enumerable.Range(0, Trials).Select(static k => (ulong)k)], values);
        return values;
    }
}
