using System.Collections.Immutable;

namespace NoisyRnn.Numerics;

/// <summary>
/// Lanczos' method with full reorthogonalisation (Golub and Van Loan, section 10.3): step by step an orthonormal basis Q of the Krylov
/// space of a symmetric matrix and a vector, and the tridiagonal matrix T = Q^T H Q. Where the space is exhausted it goes on from a new random
/// vector, so that after n steps all eigenvalues are there, with their multiplicities.
/// </summary>
internal sealed class Lanczos
{
    private const double Epsilon = 1.0 / (1L << 52);

    // A random vector with less than this share outside the basis is drawn again.
    private const double LeastShare = 1e-6;

    private readonly int _order;
    private readonly SymmetricProduct _product;
    private readonly RandomVector _draw;
    private readonly List<double[]> _basis = [];
    private readonly List<double> _diagonal = [], _beside = [];
    private double[] _next;
    private double _scale;

    /// <summary>Starts from a random vector; nothing is multiplied yet.</summary>
    /// <param name="order">n.</param>
    /// <param name="product">H v; vectors have norm 1.</param>
    /// <param name="draw">Random vectors in general position, such as Gaussian ones.</param>
    public Lanczos(int order, SymmetricProduct product, RandomVector draw)
    {
        (_order, _product, _draw) = (order, product, draw);
        _next = NewDirection();
    }

    /// <summary>m: products so far, and vectors in the basis.</summary>
    public int Steps => _basis.Count;

    /// <summary>Whether the basis is that of the whole space: the Ritz values are all eigenvalues.</summary>
    public bool IsComplete => Steps == _order;

    /// <summary>tr Q^T H Q.</summary>
    public double ProjectedTrace => _diagonal.Sum();

    /// <summary>
    /// The largest of the products q_j . H q_k, j &lt; k, less what it is in a symmetric matrix: how much the products err, for rounding alone
    /// leaves n u ||H||.
    /// </summary>
    public double Asymmetry { get; private set; }

    /// <summary>One product, one vector more.</summary>
    /// <exception cref="InvalidOperationException">The basis is complete.</exception>
    /// <exception cref="ArithmeticException">The product is not finite.</exception>
    public void Step()
    {
        if (IsComplete)
            throw new InvalidOperationException($"A basis of {_order} vectors is complete.");
        var (rest, before) = (new double[_order], _beside.Count > 0 ? _beside[^1] : 0);
        _product(_next, rest);
        _basis.Add(_next);
        var all = Orthogonalise(rest);
        for (var j = 0; j < all.Length - 1; j++)
            Asymmetry = Math.Max(Asymmetry, Math.Abs(all[j] - (j == all.Length - 2 ? before : 0)));
        Orthogonalise(rest);
        var length = Norm(rest);
        if (!double.IsFinite(length))
            throw new ArithmeticException("A product with the matrix is not finite.");
        _diagonal.Add(all[^1]);
        _scale = Math.Max(_scale, Math.Max(Math.Abs(all[^1]), length));
        // Below this the rest is rounding, of no direction.
        var exhausted = IsComplete || length <= _order * Epsilon * _scale;
        _beside.Add(exhausted ? 0 : length);
        if (IsComplete)
            return;
        _next = exhausted ? NewDirection() : rest;
        for (var i = 0; !exhausted && i < _order; i++)
            _next[i] /= length;
    }

    /// <summary>Takes what lies in the basis out of a vector: (I - Q Q^T) v.</summary>
    public void Project(Span<double> vector)
    {
        // Once leaves u ||v|| for each vector taken out, twice is enough (Giraud and others 2005).
        Orthogonalise(vector);
        Orthogonalise(vector);
    }

    /// <summary>The eigenvalues of T, the largest first.</summary>
    public ImmutableArray<RitzValue> RitzValues()
    {
        var (values, beside) = (_diagonal.ToArray(), _beside.ToArray());
        var (first, last) = (new double[Steps], new double[Steps]);
        var rest = Steps == 0 ? 0 : _beside[^1];
        if (Steps > 0)
            SymmetricTridiagonal.Eigenvalues(values, beside, first, last);
        return [.. values.Select((value, i) => new RitzValue(value, rest * Math.Abs(last[i]), first[i] * first[i])).OrderByDescending(static ritz => ritz.Value)];
    }

    private double[] NewDirection()
    {
        var vector = new double[_order];
        double drawn, left;
        do
        {
            _draw(vector);
            drawn = Norm(vector);
            Project(vector);
            left = Norm(vector);
        }
        while (left <= LeastShare * drawn);
        foreach (ref var value in vector.AsSpan())
            value /= left;
        return vector;
    }

    // Modified Gram-Schmidt; returns what it took out.
    private double[] Orthogonalise(Span<double> vector)
    {
        var shares = new double[Steps];
        for (var j = 0; j < Steps; j++)
        {
            var (q, share) = (_basis[j], 0.0);
            for (var i = 0; i < q.Length; i++)
                share += q[i] * vector[i];
            for (var i = 0; i < q.Length; i++)
                vector[i] -= share * q[i];
            shares[j] = share;
        }

        return shares;
    }

    private static double Norm(ReadOnlySpan<double> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
            sum += value * value;
        return Math.Sqrt(sum);
    }
}
