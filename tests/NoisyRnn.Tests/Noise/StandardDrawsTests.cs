using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>
/// The laws of noise other than the normal. Fixed seeds; thresholds are five standard errors of the statistic under the law,
/// derived from its moments.
/// </summary>
public sealed class StandardDrawsTests
{
    private const int Columns = 1024, Units = 64, Steps = 4, Count = Columns * Units * Steps;
    private static readonly NoiseKey Key = NoiseKey.OfItem(20260101, NoiseStream.Dynamics, 2);

    public static TheoryData<NoiseDistribution> Distributions => [NoiseDistribution.Uniform, NoiseDistribution.Laplace, NoiseDistribution.TwoPoint];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Every_register_width_and_precision_gives_the_numbers_of_the_words(NoiseDistribution distribution)
    {
        // Not consecutive, out of order, beyond 32 bits; units that end inside a block of four.
        ulong[] trials = [.. Enumerable.Range(0, 48).Select(static i => (ulong)(i * 2654435761L) * 104729 % Philox.TrialLimit)];
        const int Rows = 35;
        var expected = new float[Rows * trials.Length];
        for (var unit = 0; unit < Rows; unit++)
        {
            for (var i = 0; i < trials.Length; i++)
                expected[(unit * trials.Length) + i] = OfWord(distribution, Word(trials[i], 9, unit));
        }

        var actual = new float[expected.Length];
        StandardDraws.Fill<Words512, Lanes512<float>, float>(distribution, Key, trials, 9, Rows, actual);
        Assert.Equal(expected, actual);
        Array.Clear(actual);
        StandardDraws.Fill<Words256, Lanes256<float>, float>(distribution, Key, trials, 9, Rows, actual);
        Assert.Equal(expected, actual);
        Array.Clear(actual);
        StandardDraws.Fill<Words128, Lanes128<float>, float>(distribution, Key, trials, 9, Rows, actual);
        Assert.Equal(expected, actual);
        var wide = new double[expected.Length];
        StandardDraws.Fill<double>(distribution, Key, trials, 9, Rows, wide);
        Assert.Equal(expected.Select(static x => (double)x), wide);
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Moments_are_those_of_the_law(NoiseDistribution distribution)
    {
        var sample = Draw(distribution, Key, 0, 0);
        for (var order = 1; order <= 4; order++)
        {
            var variance = Moment(distribution, 2 * order) - Math.Pow(Moment(distribution, order), 2);
            // 1e-6: the numbers are floats.
            var tolerance = (5 * Math.Sqrt(variance / Count)) + 1e-6;
            Assert.Equal(Moment(distribution, order), sample.Average(x => Math.Pow(x, order)), tolerance);
        }
    }

    [Theory]
    [InlineData(NoiseDistribution.Uniform)]
    [InlineData(NoiseDistribution.Laplace)]
    public void Quantiles_pass_the_Kolmogorov_Smirnov_test(NoiseDistribution distribution)
    {
        var sorted = Draw(distribution, Key, 0, 0).Order().ToArray();
        var distance = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var cumulative = Cumulative(distribution, sorted[i]);
            distance = Math.Max(distance, Math.Max(cumulative - ((double)i / Count), ((double)(i + 1) / Count) - cumulative));
        }

        // P(sqrt(n) D > 2.23) = 2 exp(-2 2.23^2) = 1e-4.
        Assert.InRange(Math.Sqrt(Count) * distance, 0, 2.23);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void As_many_Laplace_numbers_fall_beyond_a_bound_as_the_law_says(double bound)
    {
        var sample = Draw(NoiseDistribution.Laplace, Key, 0, 0);
        var p = 1 - Cumulative(NoiseDistribution.Laplace, bound);
        var tolerance = (5 * Math.Sqrt(Count * p * (1 - p))) + 1;
        Assert.Equal(Count * p, sample.Count(x => x > bound), tolerance);
        Assert.Equal(Count * p, sample.Count(x => x < -bound), tolerance);
    }

    [Fact]
    public void The_support_is_bounded_where_the_law_is()
    {
        Assert.All(Draw(NoiseDistribution.TwoPoint, Key, 0, 0), static x => Assert.True(x is 1 or -1));
        // 1e-6: sqrt(3) in float, and its product, round.
        Assert.All(Draw(NoiseDistribution.Uniform, Key, 0, 0), static x => Assert.InRange(x, -Math.Sqrt(3) - 1e-6, Math.Sqrt(3) + 1e-6));
        // The smallest u is 2^-32; half a unit in the last place near 16 is 1e-6.
        Assert.Equal(32 * Math.Log(2) / Math.Sqrt(2), OfWord(NoiseDistribution.Laplace, 0), 2e-6);
    }

    public static TheoryData<NoiseDistribution, string> Neighbours()
    {
        var data = new TheoryData<NoiseDistribution, string>();
        foreach (var distribution in new[] { NoiseDistribution.Uniform, NoiseDistribution.Laplace, NoiseDistribution.TwoPoint })
        {
            foreach (var neighbour in new[] { "seed", "stream", "source", "step", "trial", "far trial", "next unit", "next but one unit", "next block" })
                data.Add(distribution, neighbour);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Neighbours_are_independent_in_value_and_in_size(NoiseDistribution distribution, string neighbour)
    {
        var sample = Draw(distribution, Key, 0, 0);
        var other = neighbour switch
        {
            "seed" => Draw(distribution, NoiseKey.OfItem(Key.Seed + 1, Key.Stream, Key.Source), 0, 0),
            "stream" => Draw(distribution, NoiseKey.OfItem(Key.Seed, NoiseStream.Analysis, Key.Source), 0, 0),
            "source" => Draw(distribution, NoiseKey.OfItem(Key.Seed, Key.Stream, 1), 0, 0),
            "step" => Draw(distribution, Key, 1, 0),
            "trial" => Draw(distribution, Key, 0, 1),
            "far trial" => Draw(distribution, Key, 0, 1UL << 32),
            _ => sample,
        };
        var offset = neighbour switch { "next unit" => 1, "next but one unit" => 2, "next block" => 4, _ => 0 };
        double products = 0, squares = 0, mixed = 0;
        var n = 0;
        for (var row = 0; row + offset < Units * Steps; row++)
        {
            for (var column = 0; column < Columns; column++, n++)
            {
                double x = sample[(row * Columns) + column], y = other[((row + offset) * Columns) + column];
                products += x * y;
                squares += ((x * x) - 1) * ((y * y) - 1);
                mixed += ((x * x) - 1) * y;
            }
        }

        // Variances of one term: 1, (m4 - 1)^2, m4 - 1. The terms of neighbouring rows share numbers but are uncorrelated.
        var spread = Moment(distribution, 4) - 1;
        Assert.Equal(0, products / n, 5 * Math.Sqrt(1.0 / n));
        Assert.Equal(0, squares / n, (5 * spread / Math.Sqrt(n)) + 1e-12);
        Assert.Equal(0, mixed / n, (5 * Math.Sqrt(spread / n)) + 1e-12);
    }

    // [Steps, Units, Columns]
    private static double[] Draw(NoiseDistribution distribution, NoiseKey key, uint firstStep, ulong firstTrial)
    {
        var trials = Enumerable.Range(0, Columns).Select(i => firstTrial + (ulong)i).ToArray();
        var all = new double[Count];
        for (var step = 0; step < Steps; step++)
            StandardDraws.Fill(distribution, key, trials, firstStep + (uint)step, Units, all.AsSpan(step * Units * Columns, Units * Columns));
        return all;
    }

    private static double Moment(NoiseDistribution distribution, int order) => order % 2 != 0 ? 0 : distribution switch
    {
        NoiseDistribution.Uniform => Math.Pow(3, order / 2) / (order + 1),
        NoiseDistribution.Laplace => Enumerable.Range(1, order).Aggregate(1.0, static (product, k) => product * k) / Math.Pow(2, order / 2),
        _ => 1,
    };

    private static double Cumulative(NoiseDistribution distribution, double x) => distribution == NoiseDistribution.Uniform
        ? Math.Clamp(0.5 + (x / (2 * Math.Sqrt(3))), 0, 1)
        : x < 0 ? Math.Exp(Math.Sqrt(2) * x) / 2 : 1 - (Math.Exp(-Math.Sqrt(2) * x) / 2);

    // The numbers once more, one at a time.
    private static float OfWord(NoiseDistribution distribution, uint word)
    {
        if (distribution == NoiseDistribution.Uniform)
            return (int)word * ((float)Math.Sqrt(3) / (1u << 31));
        if (distribution == NoiseDistribution.TwoPoint)
            return word >> 31 == 0 ? 1 : -1;
        var u = MathF.FusedMultiplyAdd((int)(word >> 1), 1f / (1u << 31), 0.5f / (1u << 31));
        var size = -(float)Math.Sqrt(0.5) * Elementary.LogOfNormal<OneLane<float>, float>(OneLane<float>.Broadcast(u)).Value;
        return (word & 1) == 0 ? size : -size;
    }

    private static uint Word(ulong trial, uint step, int unit)
    {
        uint c0 = (uint)trial, c1 = step, c2 = (uint)unit / 4, c3 = Philox.FourthWord(Key, trial);
        Philox.Block(ref c0, ref c1, ref c2, ref c3, Key.Seed);
        return (unit % 4) switch { 0 => c0, 1 => c1, 2 => c2, _ => c3 };
    }
}
