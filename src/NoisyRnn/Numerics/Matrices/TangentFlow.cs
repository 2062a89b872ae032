namespace NoisyRnn.Numerics;

/// <summary>
/// How a sequence of Jacobians stretches volumes: Y = J[t] Q[t-1], Y = Q[t] R[t], and the logarithms of R's diagonal, whose means
/// over t are the Lyapunov exponents per step, the largest first (Benettin, Galgani, Giorgilli and Strelcyn 1980; Eckmann and
/// Ruelle 1985). In double; the same bits on every SIMD tier. One thread at a time.
/// </summary>
public sealed class TangentFlow
{
    private const double Rounding = 1.0 / (1L << 52);
    private readonly int _size, _stride;
    private readonly double[] _frame, _image, _growth;
    private readonly List<int> _alive;
    private HouseholderQr _factors;

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
        (_size, _stride, _alive) = (size, DenseProduct.Padded(count), [.. Enumerable.Range(0, count)]);
        (_frame, _image, _growth) = (new double[size * _stride], new double[size * _stride], new double[count]);
        _factors.Factorize(start, count);
        _factors.CopyOrthogonal(_frame, _stride);
    }

    /// <summary>
    /// ln R_ii of the last step. A direction whose image is zero, or lies within the images of those before it but for rounding (R_ii
    /// below n roundings of its column), has come to its end, as behind a rectifier at rest: minus infinity from then on. [k]
    /// </summary>
    public ReadOnlySpan<double> Growth => _growth;

    /// <summary>Goes one step on.</summary>
    /// <param name="jacobian">J [n, n], row-major.</param>
    /// <exception cref="ArgumentException">The span is shorter than its shape.</exception>
    public void Advance(ReadOnlySpan<double> jacobian)
    {
        Array.Clear(_image);
        Product.Add<double>(jacobian, _frame, _image, _size, _size, _stride);
        while (_alive.Count > 0)
        {
            _factors.Factorize(_image, _stride);
            if (Ended() is not (>= 0 and var ended))
                break;
            End(ended);
        }

        for (var i = 0; i < _alive.Count; i++)
            _growth[_alive[i]] = Elementary.Log(_factors.Diagonal[i]);
        if (_alive.Count > 0)
            _factors.CopyOrthogonal(_frame, _stride);
    }

    // The first direction that has come to its end; -1 where there is none.
    private int Ended()
    {
        for (var i = 0; i < _alive.Count; i++)
        {
            var square = 0.0;
            for (var row = i; row < _image.Length; row += _stride)
                square += _image[row] * _image[row];
            if (_factors.Diagonal[i] <= _size * Rounding * Math.Sqrt(square))
                return i;
        }

        return -1;
    }

    // What is left of it is rounding; kept, it would take its part of those after it.
    private void End(int column)
    {
        for (var row = 0; row < _image.Length; row += _stride)
        {
            _image.AsSpan(row + column + 1, _alive.Count - column - 1).CopyTo(_image.AsSpan(row + column));
            _image[row + _alive.Count - 1] = _frame[row + _alive.Count - 1] = 0;
        }

        _growth[_alive[column]] = double.NegativeInfinity;
        _alive.RemoveAt(column);
        if (_alive.Count > 0)
            _factors = new HouseholderQr(_size, _alive.Count);
    }
}
