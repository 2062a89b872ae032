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

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.2)]
    public void Unit_uniform_noise_is_uniform_from_its_offset_on_at_any_placement(double offset)
    {
        foreach (var placement in Enum.GetValues<Placement>())
        {
            var source = new NoiseSource { Placement = placement, Kind = NoiseKind.UnitUniform, Sigma = [0.4], Offset = offset };
            Assert.Empty(source.Problems());
            var term = Draw((NoiseTerm)placement, source, rows: placement is Placement.Input or Placement.Readout ? 1 : Rows);
            // 1e-7: the uniform number is a float.
            Assert.All(term, x => Assert.InRange(x, offset - 1e-7, 0.4 + offset + 1e-7));
            Assert.Equal(0.2 + offset, term.Average(), 4 * 0.4 / Math.Sqrt(12.0 * term.Length));
            // Of a uniform variance the relative error is sqrt(.8/n): its fourth moment is 1.8 times the square of its second.
            Assert.Equal(0.16 / 12, Variance([.. term.Select(x => x - 0.2 - offset)]), 4 * 0.16 / 12 * Math.Sqrt(0.8 / term.Length));
        }
    }

    [Fact]
    public void Kept_at_its_mean_noise_of_level_0_is_its_mean()
    {
        var unit = new NoiseSource { Placement = Placement.Outside, Kind = NoiseKind.UnitUniform, Sigma = [0.4], Offset = 0.1 };
        Assert.All(Draw(NoiseTerm.Outside, unit.ScaledAboutMean(0)), static x => Assert.Equal(0.3, x, 1e-15));
        Assert.Equal(0.3, Draw(NoiseTerm.Outside, unit.ScaledAboutMean(2)).Average(), 4 * 0.8 / Math.Sqrt(12.0 * Rows * Trials));
        var released = new NoiseSource { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [0.4] };
        Assert.All(Draw(NoiseTerm.StepFactor, released.ScaledAboutMean(0)), static x => Assert.Equal(0.8, x, 1e-15));
        Assert.True(unit.MovesMean() && released.MovesMean());
        Assert.False((unit with { Offset = -0.2 }).MovesMean() || (released with { Offset = 0.2 }).MovesMean() || new NoiseSource { Sigma = [1] }.MovesMean());
    }

    [Fact]
    public void Beside_another_source_it_is_added_with_its_offset()
    {
        NoiseSource normal = new() { Placement = Placement.Outside, Sigma = [0.3] }, unit = new() { Placement = Placement.Outside, Kind = NoiseKind.UnitUniform, Sigma = [0], Offset = 0.25 };
        Assert.Equal(Draw(NoiseTerm.Outside, normal).Select(static x => x + 0.25), Draw(NoiseTerm.Outside, normal, unit));
    }

    [Fact]
    public void Kinds_that_are_not_added_stand_on_the_state()
    {
        foreach (var kind in Enum.GetValues<NoiseKind>().Where(static kind => !new NoiseSource { Kind = kind }.IsAdded() && kind != NoiseKind.Multiplicative))
        {
            var (key, problem) = Assert.Single(new NoiseSource { Placement = Placement.Inside, Kind = kind, Sigma = [0.1] }.Problems());
            Assert.Equal("kind", key);
            Assert.Contains("placement: state", problem, StringComparison.Ordinal);
        }

        Assert.Contains("allowed with it is placement: state, inside or outside", Assert.Single(new NoiseSource { Placement = Placement.Input, Kind = NoiseKind.Multiplicative, Sigma = [0.1] }.Problems()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_one_kind_are_refused_with_another()
    {
        Assert.Equal("base", Assert.Single(new NoiseSource { Base = 0.1 }.Problems()).Key);
        Assert.Equal("offset", Assert.Single(new NoiseSource { Offset = 0.1 }.Problems()).Key);
        Assert.Equal("sigma", Assert.Single(new NoiseSource { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [1.5] }.Problems()).Key);
        Assert.Equal("sigma", Assert.Single(new NoiseSource { Kind = NoiseKind.UnitUniform, Sigma = [1.5, 1] }.Problems()).Key);
        Assert.Contains("allowed is one level with scale per-step", Assert.Single(new NoiseSource { Kind = NoiseKind.UnitUniform, Sigma = [1], Scale = NoiseScale.SqrtDt }.Problems()).Problem, StringComparison.Ordinal);
    }

    private static double[] Draw(NoiseTerm term, params ImmutableArray<NoiseSource> sources) => Draw(term, sources, Rows);

    private static double[] Draw(NoiseTerm term, NoiseSource source, int rows) => Draw(term, [source], rows);

    private static double[] Draw(NoiseTerm term, ImmutableArray<NoiseSource> sources, int rows)
    {
        var increments = new SourceIncrements<double>(sources, 3, NoiseStream.Analysis, new NoiseShape(Rows, Rows, Rows, 1, 1), 0.1, [1.0]);
        Assert.True(increments.Has(term));
        var values = new double[rows * Trials];
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
