using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class LuFactorizationTests
{
    // Elimination and the two triangular solves each leave at most n u |L||U| of |A| (Higham 2002, theorem 9.4); with
    // partial pivoting |L||U| of a random matrix is some sqrt(n) |A|, and 10 leaves room for the norms' constants.
    private static double Backward(int n) => 10 * Math.Pow(n, 1.5) * PlainMatrices.RoundOff;

    public static TheoryData<int, int> Shapes()
    {
        var data = new TheoryData<int, int>();
        foreach (var n in Enumerable.Range(1, 40).Append(128))
        {
            foreach (var columns in new[] { 1, 16, 23 })
                data.Add(n, columns);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_it_solves_is_solved(int n, int columns)
    {
        var (a, b) = (PlainMatrices.Gaussian(n, n * n), PlainMatrices.Gaussian(columns, n * columns));
        var x = new double[n * columns];
        using var factors = new LuFactorization(a, n);

        factors.Solve(b, x, columns);
        AssertSolved(a, x, b, n, columns);

        factors.SolveTransposed(b, x, columns);
        AssertSolved(PlainMatrices.Transpose(a, n, n), x, b, n, columns);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(61)]
    public void Agrees_with_an_independent_solver(int n)
    {
        var (a, b) = (PlainMatrices.Gaussian(n, n * n), PlainMatrices.Gaussian(-n, n * n));
        var matrix = Matrix<double>.Build.DenseOfRowMajor(n, n, a);
        var expected = PlainMatrices.Transpose(matrix.LU().Solve(Matrix<double>.Build.DenseOfRowMajor(n, n, b)).ToColumnMajorArray(), n, n);
        var actual = new double[n * n];
        using var factors = new LuFactorization(a, n);
        factors.Solve(b, actual, n);
        // Both are off by at most the condition number times their backward errors.
        var difference = PlainMatrices.Frobenius(PlainMatrices.Subtract(expected, actual));
        Assert.True(difference <= 2 * Backward(n) * matrix.ConditionNumber() * PlainMatrices.Frobenius(expected), $"{difference}");
    }

    [Fact]
    public void Rows_in_any_order_cost_nothing() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(1, 70).SelectMany(static n => Gen.Shuffle(Enumerable.Range(0, n))).ToArbitrary(), static order =>
        {
            // A permutation matrix: every other leading pivot is zero, and all the arithmetic is exact.
            var n = order.Length;
            var a = new double[n * n];
            for (var i = 0; i < n; i++)
                a[(i * n) + order[i]] = 1;
            var b = PlainMatrices.Gaussian(n, n);
            var x = new double[n];
            using var factors = new LuFactorization(a, n);
            factors.Solve(b, x, 1);
            var solved = Enumerable.Range(0, n).All(i => x[order[i]].Equals(b[i]));
            factors.SolveTransposed(b, x, 1);
            return solved && Enumerable.Range(0, n).All(i => x[i].Equals(b[order[i]]));
        }));

    [Fact]
    public void Pivots_are_the_largest_so_a_tiny_one_does_no_harm()
    {
        // Without exchange the multiplier 1e20 wipes out the second row: x would be (0, 1).
        using var factors = new LuFactorization([1e-20, 1, 1, 1], 2);
        var x = new double[2];
        factors.Solve([1, 2], x, 1);
        Assert.Equal([1, 1], x);
    }

    [Fact]
    public void Right_hand_sides_may_be_overwritten_and_one_does_not_touch_another()
    {
        const int N = 20;
        var (a, b) = (PlainMatrices.Gaussian(3, N * N), PlainMatrices.Gaussian(4, N * 5));
        using var factors = new LuFactorization(a, N);
        var (together, alone) = ((double[])b.Clone(), new double[N]);
        factors.Solve(together, together, 5);
        for (var column = 0; column < 5; column++)
        {
            factors.Solve([.. Enumerable.Range(0, N).Select(i => b[(i * 5) + column])], alone, 1);
            Assert.Equal(Enumerable.Range(0, N).Select(i => together[(i * 5) + column]), alone);
        }
    }

    [Theory]
    [InlineData(new double[] { 0 }, 1)]
    [InlineData(new double[] { 1, 2, 2, 4 }, 2)]
    [InlineData(new double[] { 1, 0, 3, 0, 0, 0, 2, 0, 5 }, 2)]
    public void A_singular_matrix_is_refused_with_its_column(double[] a, int column)
    {
        var refused = Assert.Throws<ArithmeticException>(() => new LuFactorization(a, (int)Math.Sqrt(a.Length)));
        Assert.Contains($"no pivot in column {column}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_matrix_is_no_number_nor_is_the_solution()
    {
        using var factors = new LuFactorization([1, double.NaN, 0, 1], 2);
        var x = new double[2];
        factors.Solve([1, 1], x, 1);
        Assert.True(double.IsNaN(x[0]));
    }

    [Fact]
    public void Refuses_shapes_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => new LuFactorization(new double[3], 2));
        Assert.Throws<ArgumentException>(() => new LuFactorization([], 0));
        using var factors = new LuFactorization(PlainMatrices.Identity(2), 2);
        Assert.Throws<ArgumentException>(() => factors.Solve(new double[3], new double[4], 2));
        Assert.Throws<ArgumentException>(() => factors.SolveTransposed(new double[4], new double[3], 2));
    }

    private static void AssertSolved(double[] a, double[] x, double[] b, int n, int columns)
    {
        var residual = PlainMatrices.Frobenius(PlainMatrices.Subtract(PlainMatrices.Multiply(a, x, n, n, columns), b));
        var scale = PlainMatrices.Frobenius(a) * PlainMatrices.Frobenius(x);
        Assert.True(residual <= Backward(n) * scale, $"n = {n}: residual {residual}, allowed {Backward(n) * scale}");
    }
}
