using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class MatrixExponentialTests
{
    /// <summary>
    /// Relative error of exp(X), X well conditioned: the approximant has a backward error of u |X|; each of its some ten
    /// products and solves, and each of log2 |X| squarings, leaves n u of the factors' Frobenius norms, at most n for an
    /// orthogonal result of norm sqrt(n); each squaring doubles what was there. All in all this times |X| + 10.
    /// </summary>
    private static double Tolerance(int n, double norm) => n * (norm + 10) * PlainMatrices.RoundOff;

    // One norm a degree of the approximant (3, 5, 7, 9, 13), and three that need squarings.
    public static TheoryData<int, double> SizesAndNorms()
    {
        var data = new TheoryData<int, double>();
        foreach (var n in new[] { 1, 2, 5, 16, 17, 31, 40 })
        {
            foreach (var norm in new[] { 0.002, 0.03, 0.2, 0.4, 1.2, 3, 30 })
                data.Add(n, norm);
        }

        return data;
    }

    [Fact]
    public void A_rotation_by_an_angle_is_cosine_and_sine() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(-200_000, 200_000).Select(static k => k / 1000.0).ToArbitrary(), static angle =>
        {
            var w = Exp([0, -angle, angle, 0], 2);
            double[] expected = [Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle)];
            return PlainMatrices.Frobenius(PlainMatrices.Subtract(expected, w)) <= 2 * Tolerance(2, Math.Abs(angle));
        }));

    [Theory]
    [InlineData(0.0107)]
    [InlineData(0.199)]
    [InlineData(0.782)]
    [InlineData(1.77)]
    [InlineData(4.73)]
    public void Value_and_derivative_are_right_where_each_degree_is_stretched_most(double angle)
    {
        // w(angle) = exp(angle J), dw = J w: for l = <J w(angle), exp(X)> / 2 the derivative along J is |J w|^2 / 2 = 1.
        double[] w = [Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle)];
        AssertClose(w, Exp([0, -angle, angle, 0], 2), Tolerance(2, angle));
        var pulled = PullBack([0, -angle, angle, 0], [-w[2] / 2, -w[3] / 2, w[0] / 2, w[1] / 2], 2);
        Assert.Equal(1, pulled[2] - pulled[1], 2 * Tolerance(2, angle));
    }

    [Fact]
    public void A_diagonal_matrix_is_exponentiated_entry_by_entry()
    {
        const int N = 21;
        var x = new double[N * N];
        for (var i = 0; i < N; i++)
            x[i * (N + 1)] = i - 10.0;
        var w = Exp(x, N);
        // Two halvings: the approximant is taken at x / 4, where numerator or denominator cancel by at most e^2.5 and
        // leave this many times ten roundings; two squarings make it four times that.
        var relative = 4 * Math.Exp(2.5) * 10 * PlainMatrices.RoundOff;
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
                Assert.Equal(i == j ? Math.Exp(i - 10.0) : 0, w[(i * N) + j], i == j ? Math.Exp(i - 10.0) * relative : 0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(20)]
    public void A_nilpotent_matrix_has_a_series_that_ends(int n)
    {
        // c on the first superdiagonal: c^k / k! on the k-th.
        const double C = 3;
        var x = new double[n * n];
        for (var i = 0; i + 1 < n; i++)
            x[(i * n) + i + 1] = C;
        var w = Exp(x, n);
        for (var i = 0; i < n; i++)
        {
            var term = 1.0;
            for (var j = 0; j < n; j++)
            {
                if (j > i)
                    term *= C / (j - i);
                Assert.Equal(j < i ? 0 : term, w[(i * n) + j], Math.Exp(C) * Tolerance(n, C));
            }
        }
    }

    [Fact]
    public void Of_zero_is_the_identity_exactly() => Assert.Equal(PlainMatrices.Identity(5), Exp(new double[25], 5));

    [Theory]
    [MemberData(nameof(SizesAndNorms))]
    [InlineData(128, 2)]
    [InlineData(128, 12)]
    public void Of_a_skew_symmetric_matrix_is_orthogonal_and_its_inverse_that_of_minus_it(int n, double norm)
    {
        var k = PlainMatrices.Skew(n, n, norm);
        var w = Exp(k, n);
        var gram = PlainMatrices.Multiply(PlainMatrices.Transpose(w, n, n), w, n);
        AssertClose(PlainMatrices.Identity(n), gram, 2 * Tolerance(n, norm) * Math.Sqrt(n));
        AssertClose(PlainMatrices.Transpose(w, n, n), Exp(PlainMatrices.Scale(-1, k), n), 2 * Tolerance(n, norm) * Math.Sqrt(n));
    }

    [Theory]
    [MemberData(nameof(SizesAndNorms))]
    [InlineData(128, 2)]
    public void The_pull_back_is_the_corner_of_the_exponential_of_twice_the_size(int n, double norm)
    {
        // exp [[Y, G], [0, Y]] = [[exp Y, L(Y, G)], [0, exp Y]], and the pull-back is L(X^T, G) (Higham 2008, equation 3.16).
        var (x, g) = (PlainMatrices.Gaussian(n, n * n, norm / (2 * Math.Sqrt(n))), PlainMatrices.Gaussian(-n, n * n, 1 / Math.Sqrt(n)));
        var y = PlainMatrices.Transpose(x, n, n);
        var whole = Exp(PlainMatrices.Blocks(y, g, new double[n * n], y, n), 2 * n);
        double[] corner = [.. Enumerable.Range(0, n * n).Select(k => whole[(k / n * 2 * n) + n + (k % n)])];
        // X is not normal: |exp| may reach e^norm, and so may the derivative.
        AssertClose(corner, PullBack(x, g, n), 4 * Tolerance(2 * n, norm) * PlainMatrices.Frobenius(whole));
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(3, 0.01)]
    [InlineData(4, 2)]
    [InlineData(7, 9)]
    public void The_pull_back_agrees_with_central_differences(int n, double norm)
    {
        // l = sum g exp(X); the difference is off by h^2 |L'''| / 6 ~ 1e-10 |exp| and by rounding, u |exp| / h ~ 1e-11 |exp|.
        const double H = 1e-5;
        var (x, g) = (PlainMatrices.Skew(n, n, norm), PlainMatrices.Gaussian(-n, n * n));
        x[0] += 0.1;
        var gradient = PullBack(x, g, n);
        for (var k = 0; k < n * n; k++)
        {
            double At(double step)
            {
                var moved = (double[])x.Clone();
                moved[k] += step;
                return PlainMatrices.Inner(g, Exp(moved, n));
            }

            Assert.Equal((At(H) - At(-H)) / (2 * H), gradient[k], 1e-9 * PlainMatrices.Frobenius(g) * Math.Sqrt(n) * Math.Max(1, norm));
        }
    }

    [Fact]
    public void Two_derivatives_are_each_other_s_adjoint() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(1, 24).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), static (n, tenths) =>
        {
            // <G, L(X, E)> = <L(X^T, G), E>
            var norm = tenths / 10.0;
            var k = PlainMatrices.Skew(n, n, norm);
            var (g, e) = (PlainMatrices.Gaussian(n + 1, n * n), PlainMatrices.Gaussian(n + 2, n * n));
            var pushed = PullBack(PlainMatrices.Transpose(k, n, n), e, n);
            var scale = PlainMatrices.Frobenius(g) * PlainMatrices.Frobenius(e);
            return Math.Abs(PlainMatrices.Inner(g, pushed) - PlainMatrices.Inner(PullBack(k, g, n), e)) <= 2 * Tolerance(n, norm) * scale;
        }));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_gives_no_number_and_ends(double entry)
    {
        double[] x = [0, 1, entry, 0];
        Assert.All(Exp(x, 2), static v => Assert.True(double.IsNaN(v)));
        Assert.All(PullBack(x, [1, 2, 3, 4], 2), static v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void The_largest_finite_argument_ends_too() => Assert.Equal(0, Exp([double.MinValue], 1)[0]);

    [Fact]
    public void May_overwrite_its_arguments()
    {
        const int N = 18;
        var (x, g) = (PlainMatrices.Skew(5, N, 2), PlainMatrices.Gaussian(6, N * N));
        var (w, gradient) = (Exp(x, N), PullBack(x, g, N));
        MatrixExponential.PullBack(x, g, N, g);
        MatrixExponential.Evaluate(x, N, x);
        Assert.Equal(gradient, g);
        Assert.Equal(w, x);
    }

    [Fact]
    public void Refuses_shapes_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => MatrixExponential.Evaluate(new double[3], 2, new double[4]));
        Assert.Throws<ArgumentException>(() => MatrixExponential.Evaluate(new double[4], 2, new double[3]));
        Assert.Throws<ArgumentException>(() => MatrixExponential.PullBack(new double[4], new double[3], 2, new double[4]));
        Assert.Throws<ArgumentException>(() => MatrixExponential.Evaluate([], 0, []));
    }

    [Fact]
    public void Bits_are_the_same_on_every_tier()
    {
        // Entries of +- 0 .. 7 / 32 without any library function; the hash was made with 512-bit registers.
        const int N = 37;
        double[] x = [.. Enumerable.Range(0, N * N).Select(static k => ((k * 2654435761L % 15) - 7) / 32.0)];
        double[] bits = [.. Exp(x, N), .. PullBack(x, x, N)];
        Assert.Equal("E4275ED831656CBF", Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(bits.AsSpan())))[..16]);
    }

    private static double[] Exp(double[] x, int n)
    {
        var w = new double[n * n];
        MatrixExponential.Evaluate(x, n, w);
        return w;
    }

    private static double[] PullBack(double[] x, double[] gradient, int n)
    {
        var pulled = new double[n * n];
        MatrixExponential.PullBack(x, gradient, n, pulled);
        return pulled;
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        var difference = PlainMatrices.Frobenius(PlainMatrices.Subtract(expected, actual));
        Assert.True(difference <= tolerance, $"off by {difference}, allowed {tolerance}");
    }
}
