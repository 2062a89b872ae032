using MathNet.Numerics;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>
/// Fixed seeds, so each test always gives the same answer. Thresholds are five standard errors of the statistic under
/// independent standard normals, which chance alone would pass in all but one of 1.7 million seeds.
/// </summary>
public sealed class GaussianStatisticsTests
{
    private const int Columns = 1024, Units = 64, Steps = 16, Count = Columns * Units * Steps;
    private static readonly NoiseKey Key = NoiseKey.OfItem(20240607, NoiseStream.Dynamics, 0);
    private static readonly double[] Sample = Draw(Key, 0, 0);

    // [Steps, Units, Columns]
    private static double[] Draw(NoiseKey key, uint firstStep, ulong firstTrial)
    {
        var trials = Enumerable.Range(0, Columns).Select(i => firstTrial + (ulong)i).ToArray();
        var all = new double[Count];
        for (var step = 0; step < Steps; step++)
            Gaussian.Fill(key, trials, firstStep + (uint)step, Units, all.AsSpan(step * Units * Columns, Units * Columns));
        return all;
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0, 15)]
    [InlineData(4, 3, 96)]
    [InlineData(6, 15, 10170)]
    public void Moments_are_those_of_the_normal(int order, double expected, double varianceOfOne)
    {
        // Var x^k = E x^2k - (E x^k)^2: 1, 3 - 1, 15, 105 - 9, 10395 - 225.
        var moment = Sample.Average(x => Math.Pow(x, order));
        Assert.Equal(expected, moment, 5 * Math.Sqrt(varianceOfOne / Count));
    }

    [Fact]
    public void The_distribution_passes_the_Kolmogorov_Smirnov_test()
    {
        var sorted = Sample.Order().ToArray();
        var distance = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var cumulative = 0.5 * SpecialFunctions.Erfc(-sorted[i] / Math.Sqrt(2));
            distance = Math.Max(distance, Math.Max(cumulative - (double)i / Count, (double)(i + 1) / Count - cumulative));
        }

        // P(sqrt(n) D > 2.23) = 2 exp(-2 2.23^2) = 1e-4.
        Assert.InRange(Math.Sqrt(Count) * distance, 0, 2.23);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void As_many_fall_beyond_a_bound_as_the_normal_says(double bound)
    {
        var p = SpecialFunctions.Erfc(bound / Math.Sqrt(2)) / 2;
        var tolerance = 5 * Math.Sqrt(Count * p * (1 - p)) + 1;
        Assert.Equal(Count * p, Sample.Count(x => x > bound), tolerance);
        Assert.Equal(Count * p, Sample.Count(x => x < -bound), tolerance);
    }

    public static TheoryData<string> Neighbours =>
    [
        "seed", "stream", "source", "step", "trial", "far trial", "next unit", "second of the pair", "second pair", "next block",
    ];

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Neighbours_are_independent_in_value_and_in_size(string neighbour)
    {
        var other = neighbour switch
        {
            "seed" => Draw(NoiseKey.OfItem(Key.Seed + 1, Key.Stream, Key.Source), 0, 0),
            "stream" => Draw(NoiseKey.OfItem(Key.Seed, NoiseStream.Analysis, Key.Source), 0, 0),
            "source" => Draw(NoiseKey.OfItem(Key.Seed, Key.Stream, 1), 0, 0),
            "step" => Draw(Key, 1, 0),
            "trial" => Draw(Key, 0, 1),
            "far trial" => Draw(Key, 0, 1UL << 32),
            "next unit" or "second of the pair" or "second pair" or "next block" => Sample,
            _ => throw new ArgumentException("unknown", nameof(neighbour)),
        };
        var (offset, every) = neighbour switch
        {
            "next unit" => (1, 1),
            "second of the pair" => (1, 2),
            "second pair" => (2, 4),
            "next block" => (4, 1),
            _ => (0, 1),
        };
        double products = 0, squares = 0, mixed = 0;
        var n = 0;
        for (var row = 0; row + offset < Units * Steps; row += every)
        {
            for (var column = 0; column < Columns; column++, n++)
            {
                double x = Sample[row * Columns + column], y = other[(row + offset) * Columns + column];
                products += x * y;
                squares += (x * x - 1) * (y * y - 1);
                mixed += (x * x - 1) * y;
            }
        }

        // Variances of one term: Var xy = 1, Var (x^2-1)(y^2-1) = 4, Var (x^2-1) y = 2.
        Assert.Equal(0, products / n, 5 * Math.Sqrt(1.0 / n));
        Assert.Equal(0, squares / n, 5 * Math.Sqrt(4.0 / n));
        Assert.Equal(0, mixed / n, 5 * Math.Sqrt(2.0 / n));
    }
}
