using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class HouseholderQrTests
{
    // Each of k reflections leaves some n u of the norm (Higham 2002, theorem 19.4), in the worst case: n k u.
    private static double Backward(int n, int k) => 10.0 * n * k * PlainMatrices.RoundOff;

    public static TheoryData<int, int> Shapes()
    {
        var data = new TheoryData<int, int>();
        foreach (var n in Enumerable.Range(1, 36).Concat([47, 48, 49, 64, 65, 128]))
        {
            foreach (var k in new[] { 1, 2, 15, 16, 17, 31, 32, 33, n / 2, n - 1, n }.Where(k => k >= 1 && k <= n).Distinct())
                data.Add(n, k);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_factors_are_what_they_are_defined_to_be(int n, int k)
    {
        var a = PlainMatrices.Gaussian((100 * n) + k, n * k);
        var (q, r) = Factors(a, n, k);
        AssertFactors(a, q, r, n, k);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 4)]
    [InlineData(33, 33)]
    [InlineData(50, 20)]
    public void Agrees_with_an_independent_factorisation(int n, int k)
    {
        var a = PlainMatrices.Gaussian(n + k, n * k);
        var (_, r) = Factors(a, n, k);
        var expected = Matrix<double>.Build.DenseOfRowMajor(n, k, a).GramSchmidt().R;
        // Unique where the diagonal is positive; two are apart by the condition number times the backward error.
        var tolerance = 1e-11 * PlainMatrices.Frobenius(a);
        for (var i = 0; i < k; i++)
        {
            for (var j = i; j < k; j++)
                Assert.Equal(expected[i, j] * Math.Sign(expected[i, i]), r[(i * k) + j], tolerance);
        }
    }

    [Theory]
    [InlineData(5, 5, 2)]
    [InlineData(20, 18, 3)]
    [InlineData(40, 33, 17)]
    [InlineData(6, 6, 0)]
    public void Of_a_matrix_without_full_rank_Q_is_orthogonal_all_the_same(int n, int k, int rank)
    {
        var a = rank == 0 ? new double[n * k] : PlainMatrices.Multiply(PlainMatrices.Gaussian(1, n * rank), PlainMatrices.Gaussian(2, rank * k), n, rank, k);
        var (q, r) = Factors(a, n, k);
        AssertFactors(a, q, r, n, k);
        Assert.Equal(rank, Enumerable.Range(0, k).Count(i => r[(i * k) + i] > 1e-10));
    }

    [Fact]
    public void Zero_rows_and_columns_make_zeros_exactly()
    {
        double[] upper = [0, 0, 3, 0, 0, 4, 0, 0, 0];
        var (q, r) = Factors(upper, 3, 3);
        Assert.Equal(upper, r);
        Assert.Equal(PlainMatrices.Identity(3), q);
        // A diagonal matrix needs no arithmetic.
        (q, r) = Factors([-2, 0, 0, 3], 2, 2);
        Assert.Equal([2, 0, 0, 3], r);
        Assert.Equal([-1, 0, 0, 1], q);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Numbers_whose_squares_leave_the_range_are_no_harm(double scale)
    {
        const int N = 20;
        var a = PlainMatrices.Gaussian(9, N * N);
        var (q, r) = Factors(a, N, N);
        var (scaledQ, scaledR) = Factors(PlainMatrices.Scale(scale, a), N, N);
        Assert.Equal(q, scaledQ, static (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(r, PlainMatrices.Scale(1 / scale, scaledR), static (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void One_factorisation_leaves_nothing_to_the_next_and_rows_may_lie_apart()
    {
        const int N = 37, K = 19, Stride = 48;
        var a = PlainMatrices.Gaussian(4, N * K);
        var factors = new HouseholderQr(N, K);
        factors.Factorize(PlainMatrices.Gaussian(5, N * K), K);
        var apart = new double[N * Stride];
        for (var i = 0; i < N; i++)
            a.AsSpan(i * K, K).CopyTo(apart.AsSpan(i * Stride));
        factors.Factorize(apart, Stride);
        var q = new double[N * K];
        factors.CopyOrthogonal(q, K);
        Assert.Equal(Factors(a, N, K).Q, q);
    }

    [Fact]
    public void What_is_not_a_number_is_not_hidden()
    {
        var factors = new HouseholderQr(3, 2);
        factors.Factorize([1, 2, double.NaN, 4, 5, 6], 2);
        Assert.True(double.IsNaN(factors.Diagonal[0]));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(3, 0)]
    public void Refuses_shapes_that_have_no_such_factors(int rows, int columns) =>
        Assert.Throws<ArgumentException>(() => new HouseholderQr(rows, columns));

    private static (double[] Q, double[] R) Factors(double[] a, int n, int k)
    {
        var factors = new HouseholderQr(n, k);
        factors.Factorize(a, k);
        var (q, r) = (new double[n * k], new double[k * k]);
        factors.CopyOrthogonal(q, k);
        factors.CopyUpper(r);
        Assert.Equal(Enumerable.Range(0, k).Select(i => r[(i * k) + i]), factors.Diagonal.ToArray());
        return (q, r);
    }

    private static void AssertFactors(double[] a, double[] q, double[] r, int n, int k)
    {
        var product = PlainMatrices.Subtract(PlainMatrices.Multiply(q, r, n, k, k), a);
        Assert.InRange(PlainMatrices.Frobenius(product), 0, Backward(n, k) * PlainMatrices.Frobenius(a));
        var gram = PlainMatrices.Multiply(PlainMatrices.Transpose(q, n, k), q, k, n, k);
        Assert.InRange(PlainMatrices.Frobenius(PlainMatrices.Subtract(gram, PlainMatrices.Identity(k))), 0, Backward(n, k));
        for (var i = 0; i < k; i++)
        {
            Assert.True(r[(i * k) + i] >= 0);
            Assert.All(r[(i * k)..((i * k) + i)], static below => Assert.Equal(0, below));
        }
    }
}
