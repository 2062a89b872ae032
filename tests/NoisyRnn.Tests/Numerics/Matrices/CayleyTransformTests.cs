using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class CayleyTransformTests
{
    // The backward error of one solve (see LuFactorizationTests), n^1.5 u of |I + K| |W|, goes through (I + K)^-1, whose
    // 2-norm is at most 1 for skew-symmetric K; 10 leaves room for the norms' constants.
    private static double Tolerance(int n, double norm) => 10 * Math.Pow(n, 1.5) * (1 + norm) * Math.Sqrt(n) * PlainMatrices.RoundOff;

    [Fact]
    public void A_plane_rotates_by_twice_the_arc_tangent() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(-30_000, 30_000).Select(static k => k / 1000.0).ToArbitrary(), static s =>
        {
            var angle = 2 * Math.Atan(s);
            double[] expected = [Math.Cos(angle), Math.Sin(angle), -Math.Sin(angle), Math.Cos(angle)];
            return PlainMatrices.Frobenius(PlainMatrices.Subtract(expected, Cayley([0, -s, s, 0], 2))) <= Tolerance(2, Math.Abs(s));
        }));

    [Fact]
    public void A_diagonal_matrix_is_transformed_entry_by_entry()
    {
        var w = Cayley([0.5, 0, 0, 0, 3, 0, 0, 0, -0.2], 3);
        double[] expected = [0.5 / 1.5, 0, 0, 0, -2.0 / 4, 0, 0, 0, 1.2 / 0.8];
        Assert.True(PlainMatrices.Frobenius(PlainMatrices.Subtract(expected, w)) <= Tolerance(3, 3));
    }

    [Fact]
    public void Of_zero_is_the_identity_exactly() => Assert.Equal(PlainMatrices.Identity(5), Cayley(new double[25], 5));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Of_a_skew_symmetric_matrix_is_orthogonal_and_its_inverse_that_of_minus_it(int n, double norm)
    {
        var k = PlainMatrices.Skew(n, n, norm);
        var w = Cayley(k, n);
        var transposed = PlainMatrices.Transpose(w, n, n);
        AssertClose(PlainMatrices.Identity(n), PlainMatrices.Multiply(transposed, w, n), 2 * Tolerance(n, norm));
        AssertClose(transposed, Cayley(PlainMatrices.Scale(-1, k), n), 2 * Tolerance(n, norm));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Solves_its_own_equation(int n, double norm)
    {
        // (I + K) W = I - K
        var k = PlainMatrices.Skew(n, n, norm);
        var w = Cayley(k, n);
        double[] left = [.. PlainMatrices.Multiply(k, w, n).Zip(w, static (x, y) => x + y)];
        AssertClose(PlainMatrices.Subtract(PlainMatrices.Identity(n), k), left, Tolerance(n, norm));
    }

    public static TheoryData<int, double> Sizes()
    {
        var data = new TheoryData<int, double>();
        foreach (var n in new[] { 1, 2, 5, 15, 16, 17, 31, 40, 128 })
        {
            foreach (var norm in new[] { 0.01, 1, 20 })
                data.Add(n, norm);
        }

        return data;
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(3, 0.01)]
    [InlineData(4, 2)]
    [InlineData(7, 9)]
    public void The_pull_back_agrees_with_central_differences(int n, double norm)
    {
        // l = sum g W(K), W at most of norm 1 and its third derivative of 3! 2; the difference is off by h^2 |l'''| / 6 ~ 1e-10
        // and by rounding, Tolerance / h.
        const double H = 1e-5;
        var (k, g) = (PlainMatrices.Skew(n, n, norm), PlainMatrices.Gaussian(-n, n * n));
        var gradient = PullBack(k, g, n);
        for (var entry = 0; entry < n * n; entry++)
        {
            double At(double step)
            {
                var moved = (double[])k.Clone();
                moved[entry] += step;
                return PlainMatrices.Inner(g, Cayley(moved, n));
            }

            var allowed = ((4 * H * H) + (Tolerance(n, norm) / H)) * PlainMatrices.Frobenius(g);
            Assert.Equal((At(H) - At(-H)) / (2 * H), gradient[entry], allowed);
        }
    }

    [Fact]
    public void The_pull_back_is_the_adjoint_of_the_derivative() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(), static (n, tenths) =>
        {
            // <G, dW(E)> = <pull-back of G, E> with dW(E) = -M E (I + W) by plain loops, M = (I + W) / 2
            var norm = tenths / 10.0;
            var k = PlainMatrices.Skew(n, n, norm);
            var (g, e) = (PlainMatrices.Gaussian(n + 1, n * n), PlainMatrices.Gaussian(n + 2, n * n));
            double[] sum = [.. Cayley(k, n).Zip(PlainMatrices.Identity(n), static (w, i) => w + i)];
            var derivative = PlainMatrices.Scale(-0.5, PlainMatrices.Multiply(PlainMatrices.Multiply(sum, e, n), sum, n));
            var allowed = 4 * Tolerance(n, norm) * PlainMatrices.Frobenius(g) * PlainMatrices.Frobenius(e);
            return Math.Abs(PlainMatrices.Inner(g, derivative) - PlainMatrices.Inner(PullBack(k, g, n), e)) <= allowed;
        }));

    [Fact]
    public void May_overwrite_its_arguments()
    {
        const int N = 18;
        var (k, g) = (PlainMatrices.Skew(5, N, 2), PlainMatrices.Gaussian(6, N * N));
        var (w, gradient) = (Cayley(k, N), PullBack(k, g, N));
        CayleyTransform.PullBack(k, g, N, g);
        CayleyTransform.Evaluate(k, N, k);
        Assert.Equal(gradient, g);
        Assert.Equal(w, k);
    }

    [Fact]
    public void Has_no_value_where_minus_one_is_an_eigenvalue() =>
        Assert.Throws<ArithmeticException>(() => Cayley([-1, 0, 0, 2], 2));

    [Fact]
    public void Refuses_shapes_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => CayleyTransform.Evaluate(new double[3], 2, new double[4]));
        Assert.Throws<ArgumentException>(() => CayleyTransform.PullBack(new double[4], new double[3], 2, new double[4]));
        Assert.Throws<ArgumentException>(() => CayleyTransform.PullBack(new double[4], new double[4], 2, new double[3]));
    }

    [Fact]
    public void Bits_are_the_same_on_every_tier()
    {
        // Entries of +- 0 .. 7 / 32 without any library function; the hash was made with 512-bit registers.
        const int N = 37;
        double[] k = [.. Enumerable.Range(0, N * N).Select(static k => ((k * 2654435761L % 15) - 7) / 32.0)];
        double[] bits = [.. Cayley(k, N), .. PullBack(k, k, N)];
        Assert.Equal("5439EB68FBF9F119", Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(bits.AsSpan())))[..16]);
    }

    private static double[] Cayley(double[] k, int n)
    {
        var w = new double[n * n];
        CayleyTransform.Evaluate(k, n, w);
        return w;
    }

    private static double[] PullBack(double[] k, double[] gradient, int n)
    {
        var pulled = new double[n * n];
        CayleyTransform.PullBack(k, gradient, n, pulled);
        return pulled;
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        var difference = PlainMatrices.Frobenius(PlainMatrices.Subtract(expected, actual));
        Assert.True(difference <= tolerance, $"off by {difference}, allowed {tolerance}");
    }
}
