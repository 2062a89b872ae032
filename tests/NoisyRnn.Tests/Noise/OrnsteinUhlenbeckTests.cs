using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>Coloured noise: the law of the process, and that its stored state is only a memory of it.</summary>
public sealed class OrnsteinUhlenbeckTests
{
    private const int Rows = 64, Trials = 4096, Count = Rows * Trials;
    private const double Dt = 0.1, Sigma = 0.7;

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    public void It_is_stationary_from_the_first_step_and_forgets_exponentially(double correlationTime)
    {
        var noise = Increments<float>(correlationTime);
        var memory = new FilterMemory();
        var path = Enumerable.Range(0, 21).Select(t => Fill(noise, (uint)t, AllTrials, memory)).ToArray();
        foreach (var start in new[] { 0, 1, 9 })
        {
            foreach (var lag in new[] { 0, 1, 2, 5, 11 })
            {
                var (sum, c) = (0.0, Math.Exp(-lag * Dt / correlationTime));
                for (var i = 0; i < Count; i++)
                    sum += (double)path[start][i] * path[start + lag][i];
                // Var xy = 1 + c^2 of standard normals with correlation c.
                Assert.Equal(Sigma * Sigma * c, sum / Count, 5 * Sigma * Sigma * Math.Sqrt((1 + (c * c)) / Count));
            }
        }

        Assert.Equal(0, path[20].Average(static x => (double)x), 5 * Sigma / Math.Sqrt(Count));
    }

    [Fact]
    public void Its_value_is_a_function_of_step_and_trial_whatever_has_been_drawn_before()
    {
        var noise = Increments<double>(0.5);
        var fromTheStart = AllTrials[..32];
        var memory = new FilterMemory();
        var path = Enumerable.Range(0, 8).Select(t => Fill(noise, (uint)t, fromTheStart, memory)).ToArray();
        // Without a memory; with gaps; backwards; after other trials; in another order.
        Assert.Equal(path[7], Fill(noise, 7, fromTheStart, new FilterMemory()));
        foreach (var step in new uint[] { 3, 7, 2, 2, 0, 5 })
            Assert.Equal(path[step], Fill(noise, step, fromTheStart, memory));
        Fill(noise, 5, AllTrials[32..64], memory);
        Assert.Equal(path[6], Fill(noise, 6, fromTheStart, memory));
        var reversed = Fill(noise, 4, [.. fromTheStart.Reverse()], memory);
        for (var i = 0; i < Rows * 32; i++)
            Assert.Equal(path[4][(i / 32 * 32) + 31 - (i % 32)], reversed[i]);
    }

    [Fact]
    public void Training_and_analyses_see_the_same_numbers()
    {
        // At level 1 the numbers themselves are compared, not their products.
        var (narrow, wide) = (Increments<float>(1, sigma: 1), Increments<double>(1, sigma: 1));
        Assert.Equal(
            Fill(narrow, 12, AllTrials, new FilterMemory()).Select(static x => (double)x), Fill(wide, 12, AllTrials, new FilterMemory()));
    }

    [Fact]
    public void Two_sources_keep_filters_of_their_own()
    {
        ImmutableArray<NoiseSource> sources = [Source(0.3, 1), Source(2, 1)];
        var both = new SourceIncrements<double>(sources, 3, NoiseStream.Dynamics, Shape, Dt, [1.0]);
        var second = new SourceIncrements<double>([Source(0.3, 0), Source(2, 1)], 3, NoiseStream.Dynamics, Shape, Dt, [1.0]);
        var first = new SourceIncrements<double>([Source(0.3, 1), Source(2, 0)], 3, NoiseStream.Dynamics, Shape, Dt, [1.0]);
        var (memory, lone) = (new FilterMemory(), new FilterMemory());
        for (var t = 0u; t < 6; t++)
        {
            // One shared by two that are used apart: their filters are told apart.
            var sum = Fill(first, t, AllTrials[..16], lone).Zip(Fill(second, t, AllTrials[..16], lone), static (x, y) => x + y);
            Assert.Equal(sum, Fill(both, t, AllTrials[..16], memory));
        }
    }

    [Fact]
    public void Without_a_correlation_time_it_is_the_white_noise_and_with_a_very_long_one_it_stays()
    {
        // exp(-dt/tau) = exp(-1e4) is 0 in float.
        Assert.Equal(Fill(Increments<double>(0), 5, AllTrials, new FilterMemory()), Fill(Increments<double>(1e-5), 5, AllTrials, new FilterMemory()));
        var frozen = Increments<double>(1e300);
        Assert.Equal(Fill(frozen, 0, AllTrials, new FilterMemory()), Fill(frozen, 9, AllTrials, new FilterMemory()));
    }

    [Fact]
    public void It_is_additive_and_normal_only()
    {
        var (key, problem) = Assert.Single((Source(1, 1) with { Distribution = NoiseDistribution.Laplace }).Problems());
        Assert.Equal("correlation-time", key);
        Assert.Contains("distribution: gaussian", problem, StringComparison.Ordinal);
        (key, problem) = Assert.Single((Source(1, 1) with { Placement = Placement.State, Kind = NoiseKind.Multiplicative }).Problems());
        Assert.Equal("correlation-time", key);
        Assert.Contains("kind: additive", problem, StringComparison.Ordinal);
        (key, _) = Assert.Single(new NoiseSource { Placement = Placement.State, Kind = NoiseKind.CommonScalar, Distribution = NoiseDistribution.Uniform }.Problems());
        Assert.Equal("distribution", key);
    }

    private static NoiseShape Shape => new(Rows, Rows, Rows, 1, 1);

    private static ulong[] AllTrials { get; } = [.. Enumerable.Range(0, Trials).Select(static i => (ulong)i * 7)];

    private static NoiseSource Source(double correlationTime, double sigma) => new() { CorrelationTime = correlationTime, Sigma = [sigma] };

    private static SourceIncrements<T> Increments<T>(double correlationTime, double sigma = Sigma)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new([Source(correlationTime, sigma)], 3, NoiseStream.Dynamics, Shape, Dt, [1.0]);

    private static T[] Fill<T>(SourceIncrements<T> noise, uint step, ulong[] trials, FilterMemory memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[Rows * trials.Length];
        noise.Fill(NoiseTerm.Inside, step, trials, values, memory);
        return values;
    }
}
