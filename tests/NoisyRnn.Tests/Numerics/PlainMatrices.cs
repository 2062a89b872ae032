namespace NoisyRnn.Tests.Numerics;

/// <summary>Dense matrices, row-major, with plain loops: what the kernels are compared with.</summary>
internal static class PlainMatrices
{
    /// <summary>u, half the distance from 1 to the next double.</summary>
    public const double RoundOff = 1.0 / (1L << 53);

    public static double[] Multiply(double[] a, double[] b, int rows, int inner, int columns)
    {
        var c = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                for (var k = 0; k < inner; k++)
                    c[(i * columns) + j] = Math.FusedMultiplyAdd(a[(i * inner) + k], b[(k * columns) + j], c[(i * columns) + j]);
            }
        }

        return c;
    }

    public static double[] Multiply(double[] a, double[] b, int n) => Multiply(a, b, n, n, n);

    public static double[] Transpose(double[] a, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(k => a[(k % rows * columns) + (k / rows)])];

    public static double[] Identity(int n) => [.. Enumerable.Range(0, n * n).Select(k => k % (n + 1) == 0 ? 1.0 : 0.0)];

    public static double[] Subtract(double[] a, double[] b) => [.. a.Zip(b, static (x, y) => x - y)];

    public static double[] Scale(double c, double[] a) => [.. a.Select(x => c * x)];

    public static double Inner(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    public static double Frobenius(double[] a) => Math.Sqrt(Inner(a, a));

    /// <summary>Independent N(0, std^2).</summary>
    public static double[] Gaussian(int seed, int length, double std = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => std * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>A random skew-symmetric matrix of a given 2-norm, roughly.</summary>
    public static double[] Skew(int seed, int n, double norm)
    {
        // The largest singular value of B - B^T is 2 sqrt(2 n) times the deviation of an entry of B.
        var b = Gaussian(seed, n * n, norm / Math.Sqrt(8.0 * n));
        return Subtract(b, Transpose(b, n, n));
    }

    /// <summary>[[a, b], [c, d]], each [n, n].</summary>
    public static double[] Blocks(double[] a, double[] b, double[] c, double[] d, int n)
    {
        var whole = new double[4 * n * n];
        for (var k = 0; k < whole.Length; k++)
        {
            var (i, j) = (k / (2 * n), k % (2 * n));
            whole[k] = (i < n, j < n) switch
            {
                (true, true) => a[(i * n) + j],
                (true, false) => b[(i * n) + j - n],
                (false, true) => c[((i - n) * n) + j],
                _ => d[((i - n) * n) + j - n],
            };
        }

        return whole;
    }
}
