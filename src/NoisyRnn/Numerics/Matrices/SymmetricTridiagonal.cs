namespace NoisyRnn.Numerics;

/// <summary>
/// Eigenvalues of a symmetric tridiagonal matrix by implicit QL with Wilkinson's shift (EISPACK imtql2; Golub and Van Loan,
/// section 8.3), with the first and the last component of each eigenvector, which is all that Lanczos and Gauss' quadrature need.
/// </summary>
internal static class SymmetricTridiagonal
{
    // u: what is smaller beside its neighbours on the diagonal counts as 0.
    private const double RoundOff = 1.0 / (1L << 53);

    // Two are the rule.
    private const int MostIterations = 60;

    /// <summary>Finds them, in the order in which they come.</summary>
    /// <param name="diagonal">On entry the diagonal, on return the eigenvalues. [n]</param>
    /// <param name="offDiagonal">What stands beside the diagonal, [n - 1] or more; destroyed.</param>
    /// <param name="first">Receives the first component of each eigenvector of norm 1. [n]</param>
    /// <param name="last">Receives the last one. [n]</param>
    /// <exception cref="ArithmeticException">A value is not finite.</exception>
    public static void Eigenvalues(Span<double> diagonal, Span<double> offDiagonal, Span<double> first, Span<double> last)
    {
        var n = diagonal.Length;
        first.Clear();
        last.Clear();
        (first[0], last[n - 1]) = (1, 1);
        // To scale, so that no square leaves the range of doubles.
        var scale = 0.0;
        foreach (var value in diagonal)
            scale = Math.Max(scale, Math.Abs(value));
        foreach (var value in offDiagonal[..(n - 1)])
            scale = Math.Max(scale, Math.Abs(value));
        if (!double.IsFinite(scale))
            throw new ArithmeticException("A matrix with values that are not finite has no eigenvalues.");
        if (scale == 0)
            return;
        // Of the sweeps below the last writes one place beyond the matrix.
        Span<double> beside = new double[n];
        for (var k = 0; k < n; k++)
        {
            diagonal[k] /= scale;
            beside[k] = k < n - 1 ? offDiagonal[k] / scale : 0;
        }

        for (var k = 0; k < n; k++)
        {
            var iterations = 0;
            for (var end = BlockEnd(diagonal, beside, k); end > k; end = BlockEnd(diagonal, beside, k))
            {
                if (++iterations > MostIterations)
                    throw new ArithmeticException($"No eigenvalue of a tridiagonal matrix after {MostIterations} iterations.");
                Sweep(diagonal, beside, first, last, k, end);
            }
        }

        foreach (ref var value in diagonal)
            value *= scale;
    }

    // The last row of the block that starts at k: beyond it stands a 0.
    private static int BlockEnd(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside, int k)
    {
        var end = k;
        while (end < diagonal.Length - 1 && Math.Abs(beside[end]) > RoundOff * (Math.Abs(diagonal[end]) + Math.Abs(diagonal[end + 1])))
            end++;
        return end;
    }

    // One QL step of rows k .. end: a plane rotation a row, from the bottom up.
    private static void Sweep(Span<double> diagonal, Span<double> beside, Span<double> first, Span<double> last, int k, int end)
    {
        var g = (diagonal[k + 1] - diagonal[k]) / (2 * beside[k]);
        g = diagonal[end] - diagonal[k] + (beside[k] / (g + Math.CopySign(Length(g, 1), g)));
        double s = 1, c = 1, p = 0;
        for (var i = end - 1; i >= k; i--)
        {
            var (f, b) = (s * beside[i], c * beside[i]);
            var r = Length(f, g);
            beside[i + 1] = r;
            if (r == 0)
            {
                diagonal[i + 1] -= p;
                beside[end] = 0;
                return;
            }

            (s, c) = (f / r, g / r);
            g = diagonal[i + 1] - p;
            r = ((diagonal[i] - g) * s) + (2 * c * b);
            p = s * r;
            diagonal[i + 1] = g + p;
            g = (c * r) - b;
            Rotate(first, i, s, c);
            Rotate(last, i, s, c);
        }

        diagonal[k] -= p;
        (beside[k], beside[end]) = (g, 0);
    }

    private static void Rotate(Span<double> row, int i, double s, double c) =>
        (row[i], row[i + 1]) = ((c * row[i]) - (s * row[i + 1]), (s * row[i]) + (c * row[i + 1]));

    // Without overflow where one is huge.
    private static double Length(double x, double y)
    {
        (x, y) = (Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));
        return x == 0 || double.IsInfinity(x) ? x : x * Math.Sqrt(1 + (y / x * (y / x)));
    }
}
