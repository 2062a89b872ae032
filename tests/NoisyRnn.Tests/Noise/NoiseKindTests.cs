using System.Collections.Immutable;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>What each kind of noise draws, and which kinds may stand where.</summary>
public sealed class NoiseKindTests
{
    private const int Rows = 5, Trials = 4096;

    [Fact]
    public void Common_scalar_noise_is_one_draw_for_all_units_of_a_trial()
    {
        var term = Draw(NoiseTerm.StateFactor, new NoiseSource { Placement = Placement.State, Kind = NoiseKind.CommonScalar, Sigma = [0.5] });
        for (var k = 0; k < term.Length; k++)
            Assert.Equal(term[k % Trials], term[k]);
        Assert.Equal(0.25, Variance(term.AsSpan(0, Trials)), 4 * 0.25 * Math.Sqrt(2.0 / Trials));
    }

    [Fact]
    public void Multiplicative_noise_is_independent_for_each_unit()
    {
        var term = Draw(NoiseTerm.StateFactor, new NoiseSource { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [0.5] });
        Assert.NotEqual(term[0], term[Trials]);
        Assert.Equal(0.25, Variance(term), 4 * 0.25 * Math.Sqrt(2.0 / term.Length));
    }

    [Fact]
    public void Both_parts_of_drift_multiplicative_noise_share_their_draws()
    {
        var source = new NoiseSource { Placement = Placement.State, Kind = NoiseKind.DriftMultiplicative, Sigma = [0.5], Base = 0.25 };
        var (state, drift) = (Draw(NoiseTerm.State, source), Draw(NoiseTerm.DriftFactor, source));
        Assert.Equal(drift, state.Select(static x => 2 * x));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void The_released_factor_is_uniform_below_one_and_its_offset_moves_the_mean(double offset)
    {
        var term = Draw(NoiseTerm.StepFactor, new NoiseSource { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [0.4], Offset = offset });
        // 1e-7: the uniform number is a float.
        Assert.All(term, x => Assert.InRange(x, 0.6 + offset - 1e-7, 1 + offset + 1e-7));
        Assert.Equal(0.8 + offset, term.Average(), 4 * 0.4 / Math.Sqrt(12.0 * term.Length));
    }

    [Fact]
    public void Kinds_other_than_additive_stand_on_the_state()
    {
        foreach (var kind in Enum.GetValues<NoiseKind>().Where(static kind => kind != NoiseKind.Additive))
        {
            var (key, problem) = Assert.Single(new NoiseSource { Placement = Placement.Inside, Kind = kind, Sigma = [0.1] }.Problems());
            Assert.Equal("kind", key);
            Assert.Contains("placement: state", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_of_one_kind_are_refused_with_another()
    {
        Assert.Equal("base", Assert.Single(new NoiseSource { Base = 0.1 }.Problems()).Key);
        Assert.Equal("offset", Assert.Single(new NoiseSource { Offset = 0.1 }.Problems()).Key);
        Assert.Equal("sigma", Assert.Single(new NoiseSource { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [1.5] }.Problems()).Key);
    }

    private static double[] Draw(NoiseTerm term, NoiseSource source)
    {
        ImmutableArray<NoiseSource> sources = [source];
        var increments = new SourceIncrements<double>(sources, 3, NoiseStream.Analysis, new NoiseShape(Rows, Rows, Rows, 1, 1), 0.1, [1.0]);
        Assert.True(increments.Has(term));
        var values = new double[Rows * Trials];
        increments.Fill(term, 7, [.. Enumerable.Range(0, Trials).Select(static k => (ulong)k)], values);
        return values;
    }

    private static double Variance(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var x in values)
            sum += x * x;
        return sum / values.Length;
    }
}
