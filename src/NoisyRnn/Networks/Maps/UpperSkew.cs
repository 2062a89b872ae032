namespace NoisyRnn.Networks;

/// <summary>
/// The skew-symmetric matrix K = P - P^T of the part of P strictly above the diagonal: n (n - 1) / 2 parameters, one for each
/// plane of rotation. What else P holds has no effect and no gradient.
/// </summary>
internal static class UpperSkew
{
    /// <summary>P becomes K, in place.</summary>
    /// <param name="matrix">[n, n], row-major.</param>
    /// <param name="n">Rows.</param>
    public static void Build(Span<double> matrix, int n)
    {
        for (var i = 0; i < n; i++)
        {
            matrix[i * (n + 1)] = 0;
            for (var j = i + 1; j < n; j++)
                matrix[(j * n) + i] = -matrix[(i * n) + j];
        }
    }

    /// <summary>dL/dK becomes dL/dP = G - G^T above the diagonal, in place.</summary>
    /// <param name="gradient">[n, n], row-major.</param>
    /// <param name="n">Rows.</param>
    public static void PullBack(Span<double> gradient, int n)
    {
        for (var i = 0; i < n; i++)
        {
            gradient[i * (n + 1)] = 0;
            for (var j = i + 1; j < n; j++)
            {
                gradient[(i * n) + j] -= gradient[(j * n) + i];
                gradient[(j * n) + i] = 0;
            }
        }
    }
}
