namespace NoisyRnn.Numerics;

/// <summary>
/// W = (I + K)^-1 (I - K) of a dense matrix, orthogonal where K is skew-symmetric, and its exact pull-back, in double; the
/// same bits on every SIMD tier.
/// </summary>
/// <remarks>
/// With M = (I + K)^-1, W = 2 M - I, so that dW = -M dK (I + W) and dl/dK = -M^T G (I + W)^T for G = dl/dW.
/// Source: Helfrich, Willmott and Ye 2018 (scaled Cayley transform, without the scaling).
/// </remarks>
public static class CayleyTransform
{
    /// <summary>destination = (I + K)^-1 (I - K).</summary>
    /// <param name="k">K [n, n], row-major.</param>
    /// <param name="n">Its size.</param>
    /// <param name="destination">[n, n]; may be K itself.</param>
    /// <exception cref="ArgumentException">A span is shorter than n^2.</exception>
    /// <exception cref="ArithmeticException">I + K is singular, as it never is for skew-symmetric K.</exception>
    public static void Evaluate(ReadOnlySpan<double> k, int n, Span<double> destination)
    {
        using var scratch = Prepare(k, k, n, destination, out var matrix);
        using var factors = new LuFactorization(matrix, n);
        Transform(factors, k, matrix, n);
        matrix.CopyTo(destination);
    }

    /// <summary>destination = dl/dK of a scalar l(W).</summary>
    /// <param name="k">K [n, n], row-major.</param>
    /// <param name="gradient">G = dl/dW [n, n].</param>
    /// <param name="n">The size.</param>
    /// <param name="destination">[n, n]; may be K or G itself.</param>
    /// <exception cref="ArgumentException">A span is shorter than n^2.</exception>
    /// <exception cref="ArithmeticException">I + K is singular.</exception>
    public static void PullBack(ReadOnlySpan<double> k, ReadOnlySpan<double> gradient, int n, Span<double> destination)
    {
        using var scratch = Prepare(k, gradient, n, destination, out var matrix);
        using var factors = new LuFactorization(matrix, n);
        Transform(factors, k, matrix, n);
        for (var i = 0; i < n; i++)
            matrix[i * (n + 1)] += 1;
        var solved = scratch.Take(n * n).Span;
        factors.SolveTransposed(gradient, solved, n);
        foreach (ref var value in solved)
            value = -value;
        DenseProduct.MultiplyTranspose(solved, matrix, destination, n, n, n);
    }

    // matrix = I + K
    private static Scratch Prepare(ReadOnlySpan<double> k, ReadOnlySpan<double> gradient, int n, Span<double> destination, out Span<double> matrix)
    {
        var shortest = Math.Min(k.Length, Math.Min(gradient.Length, destination.Length));
        if (n < 1 || shortest < n * n)
            throw new ArgumentException($"shapes do not fit: {shortest} values for a matrix [{n}, {n}]", nameof(n));
        var scratch = new Scratch(2, 2 * n * n);
        matrix = scratch.Take(n * n).Span;
        k[..(n * n)].CopyTo(matrix);
        for (var i = 0; i < n; i++)
            matrix[i * (n + 1)] += 1;
        return scratch;
    }

    // matrix = W
    private static void Transform(LuFactorization factors, ReadOnlySpan<double> k, Span<double> matrix, int n)
    {
        for (var i = 0; i < n * n; i++)
            matrix[i] = (i % (n + 1) == 0 ? 1 : 0) - k[i];
        factors.Solve(matrix, matrix, n);
    }
}
