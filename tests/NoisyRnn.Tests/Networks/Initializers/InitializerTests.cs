using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Networks;

public class InitializerTests
{
    [Fact]
    public void Gaussian_has_the_spectral_radius_it_promises()
    {
        const int N = 400;
        var matrix = Fill(new GaussianInitializer { Radius = 0.8 }, N, N);
        var radius = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(N, N, matrix).Evd().EigenValues.Max(static e => e.Magnitude);
        // The circular law; the edge fluctuates by about N^-1/2 around it (Rider 2003).
        Assert.Equal(0.8, radius, 0.8 / Math.Sqrt(N));
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(9, 4)]
    [InlineData(4, 9)]
    public void Orthogonal_has_orthonormal_rows_or_columns_times_its_gain(int rows, int columns)
    {
        var w = Fill(new OrthogonalInitializer { Gain = 1.5 }, rows, columns);
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        for (var p = 0; p < count; p++)
        {
            for (var q = 0; q < count; q++)
            {
                var dot = Enumerable.Range(0, length).Sum(k => rows <= columns ? w[(p * columns) + k] * w[(q * columns) + k] : w[(k * columns) + p] * w[(k * columns) + q]);
                Assert.Equal(p == q ? 1.5 * 1.5 : 0, dot, 1e-13);
            }
        }
    }

    [Fact]
    public void Diagonal_is_a_multiple_of_the_identity() =>
        Assert.Equal([0.5, 0, 0, 0, 0.5, 0], Fill(new DiagonalInitializer { Value = 0.5 }, 2, 3));

    [Fact]
    public void Uniform_stays_within_gain_over_the_root_of_the_fan_in_and_fills_it()
    {
        var w = Fill(new UniformFanInInitializer { Gain = 2 }, 100, 25);
        Assert.All(w, static x => Assert.InRange(x, -0.4, 0.4));
        Assert.True(w.Max() > 0.39 && w.Min() < -0.39);
        // Variance of U(-l, l) is l^2/3; its estimate from n values is good to l^2/3 sqrt(.8/n).
        Assert.Equal(0.16 / 3, w.Average(static x => x * x), 4 * 0.16 / 3 * Math.Sqrt(0.8 / 2500));
    }

    [Fact]
    public void Normal_has_the_mean_and_deviation_it_promises_whatever_the_shape()
    {
        var w = Fill(new NormalInitializer { Mean = 1, Std = 0.1 }, 2500, 1);
        Assert.Equal(1, w.Average(), 4 * 0.1 / 50);
        Assert.Equal(0.01, w.Average(static x => (x - 1) * (x - 1)), 4 * 0.01 * Math.Sqrt(2.0 / 2500));
    }

    [Fact]
    public void Networks_of_one_seed_start_the_same_in_every_arm_and_those_of_another_do_not()
    {
        var relu = new Ctrnn { Units = 7 }.Initialize(2, 3, dt: 0.1, seed: 5);
        var tanh = new Ctrnn { Units = 7, Activation = new NoisyRnn.Networks.Tanh(), TrainBias = false }.Initialize(2, 3, dt: 0.1, seed: 5);
        Assert.Equal(relu.Values, tanh.Values);
        Assert.NotEqual(relu.Values, new Ctrnn { Units = 7 }.Initialize(2, 3, dt: 0.1, seed: 6).Values);
    }

    private static double[] Fill(Initializer initializer, int rows, int columns)
    {
        var values = new double[rows * columns];
        initializer.Fill(new RandomStream(NoiseKey.OfItem(11, NoiseStream.Parameters, 0), 0), values, rows, columns);
        return values;
    }
}
