namespace NoisyRnn.Networks;

/// <summary>
/// The symmetric-skew parameterisation A = scale (beta (B - B^T) + (1 - beta) (B + B^T) - gamma I) of a square matrix
/// ("Lipschitz Recurrent Neural Networks", Erichson et al. 2021; spec 2, section 1): beta moves the eigenvalues from the
/// real axis to the imaginary one, gamma to the left.
/// </summary>
/// <param name="Beta">0: symmetric, 1: skew.</param>
/// <param name="Gamma">Shift of the diagonal.</param>
/// <param name="Scale">Factor of the whole.</param>
internal readonly record struct SymmetricSkew(double Beta, double Gamma, double Scale = 1)
{
    /// <summary>B becomes A, in place.</summary>
    /// <param name="matrix">[n, n], row-major.</param>
    /// <param name="n">Rows.</param>
    public void Build(Span<double> matrix, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var (b, c) = (matrix[(i * n) + j], matrix[(j * n) + i]);
                matrix[(i * n) + j] = Scale * ((Beta * (b - c)) + ((1 - Beta) * (b + c)) - (i == j ? Gamma : 0));
                matrix[(j * n) + i] = Scale * ((Beta * (c - b)) + ((1 - Beta) * (b + c)) - (i == j ? Gamma : 0));
            }
        }
    }

    /// <summary>dL/dA becomes dL/dB = scale (G + (1 - 2 beta) G^T), in place.</summary>
    /// <param name="gradient">[n, n], row-major.</param>
    /// <param name="n">Rows.</param>
    public void PullBack(Span<double> gradient, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var (g, h) = (gradient[(i * n) + j], gradient[(j * n) + i]);
                gradient[(i * n) + j] = Scale * (g + ((1 - (2 * Beta)) * h));
                gradient[(j * n) + i] = Scale * (h + ((1 - (2 * Beta)) * g));
            }
        }
    }
}
