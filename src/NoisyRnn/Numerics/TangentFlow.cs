namespace NoisyRnn.Numerics;

/// <summary>
/// How a sequence of Jacobians stretches volumes: Y = J[t] Q[t-1], Y = Q[t] R[t], and the logarithms of R's diagonal, whose means
/// over t are the Lyapunov exponents per step, the largest first (Benettin, Galgani, Giorgilli and Strelcyn 1980; Eckmann and
/// Ruelle 1985). In double; the same bits on every SIMD tier. One thread at a time.
/// </summary>
public sealed class TangentFlow
{
    private readonly int _size, _count, _stride;
    private readonly double[] _frame, _image, _growth;
    private readonly HouseholderQr _factors;

    /// <summary>Starts with some directions.</summary>
    /// <param name="size">n, rows and columns of every Jacobian.</param>
    /// <param name="count">k, directions to follow: the leading k exponents.</param>
    /// <param name="start">
    /// [n, k], row-major: Q[0] is made of its columns. Almost any will do; but unit vectors may lie in a subspace that the
    /// Jacobians keep, and would then never turn to the leading directions.
    /// </param>
    /// <exception cref="ArgumentException">k is not in 1 .. n, or the start does not have n k numbers.</exception>
    public TangentFlow(int size, int count, ReadOnlySpan<double> start)
    {
        _factors = new HouseholderQr(size, count);
        if (start.Length != size * count)
            throw new ArgumentException($"{start.Length} numbers for {count} directions of {size}", nameof(start));
        (_size, _count, _stride) = (size, count, DenseProduct.Padded(count));
        (_frame, _image, _growth) = (new double[size * _stride], new double[size * _stride], new double[count]);
        _factors.Factorize(start, count);
        _factors.CopyOrthogonal(_frame, _stride);
    }

    /// <summary>ln R_ii of the last step; minus infinity where the Jacobian has no more directions. [k]</summary>
    public ReadOnlySpan<double> Growth => _growth;

    /// <summary>Goes one step on.</summary>
    /// <param name="jacobian">J [n, n], row-major.</param>
    /// <exception cref="ArgumentException">The span is shorter than its shape.</exception>
    public void Advance(ReadOnlySpan<double> jacobian)
    {
        Array.Clear(_image);
        Product.Add<double>(jacobian, _frame, _image, _size, _size, _stride);
        _factors.Factorize(_image, _stride);
        _factors.CopyOrthogonal(_frame, _stride);
        for (var i = 0; i < _count; i++)
            _growth[i] = _factors.Diagonal[i] == 0 ? double.NegativeInfinity : Elementary.Log(_factors.Diagonal[i]);
    }
}
