using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Eigenvalues of tridiagonal matrices with the ends of their eigenvectors, beside MathNet's.</summary>
public sealed class SymmetricTridiagonalTests
{
    [Fact]
    public void Values_and_ends_of_vectors_are_those_of_the_whole_matrix_for_sizes_1_to_40()
    {
        for (var n = 1; n <= 40; n++)
        {
            var (diagonal, beside) = (PlainMatrices.Gaussian(n, n), PlainMatrices.Gaussian(n + 100, n));
            var whole = Matrix<double>.Build.Dense(n, n, (i, j) => i == j ? diagonal[i] : Math.Abs(i - j) == 1 ? beside[Math.Min(i, j)] : 0);
            // A vector's error is the values' over the gap.
            var expected = whole.Evd(Symmetricity.Symmetric);
            var (first, last) = (new double[n], new double[n]);
            SymmetricTridiagonal.Eigenvalues(diagonal, beside, first, last);
            var order = Enumerable.Range(0, n).OrderBy(k => diagonal[k]).ToArray();
            for (var k = 0; k < n; k++)
            {
                var tolerance = 20 * n * PlainMatrices.RoundOff * whole.L2Norm();
                Assert.Equal(expected.EigenValues[k].Real, diagonal[order[k]], tolerance);
                var gap = Math.Min(k > 0 ? diagonal[order[k]] - diagonal[order[k - 1]] : 1, k < n - 1 ? diagonal[order[k + 1]] - diagonal[order[k]] : 1);
                Assert.Equal(Math.Abs(expected.EigenVectors[0, k]), Math.Abs(first[order[k]]), 1e-14 + (tolerance / gap));
                Assert.Equal(Math.Abs(expected.EigenVectors[n - 1, k]), Math.Abs(last[order[k]]), 1e-14 + (tolerance / gap));
            }
        }
    }

    [Fact]
    public void A_chain_of_equal_links_has_its_cosines()
    {
        const int N = 50;
        var (diagonal, beside, first) = (new double[N], Enumerable.Repeat(1.0, N).ToArray(), new double[N]);
        SymmetricTridiagonal.Eigenvalues(diagonal, beside, first, new double[N]);
        foreach (var (k, value) in diagonal.Order().Index())
        {
            var angle = Math.PI * (N - k) / (N + 1);
            Assert.Equal(2 * Math.Cos(angle), value, 1e-14);
            Assert.Equal(2.0 / (N + 1) * Math.Pow(Math.Sin(angle), 2), Math.Pow(first[diagonal.IndexOf(value)], 2), 1e-13);
        }
    }

    [Fact]
    public void What_is_huge_tiny_or_nothing_at_all_keeps_its_eigenvalues()
    {
        foreach (var scale in new[] { 1e-300, 1, 1e300 })
        {
            double[] diagonal = [0, 0], beside = [3 * scale];
            SymmetricTridiagonal.Eigenvalues(diagonal, beside, new double[2], new double[2]);
            Assert.Equal(-3, diagonal.Min() / scale, 1e-14);
            Assert.Equal(3, diagonal.Max() / scale, 1e-14);
        }

        double[] zero = new double[4], ends = new double[4];
        SymmetricTridiagonal.Eigenvalues(zero, new double[3], ends, new double[4]);
        Assert.Equal(new double[4], zero);
        Assert.Equal([1, 0, 0, 0], ends);
        Assert.Throws<ArithmeticException>(static () => SymmetricTridiagonal.Eigenvalues(new[] { 1.0, 2 }, new[] { double.NaN }, new double[2], new double[2]));
    }
}
