namespace NoisyRnn.Numerics;

/// <summary>
/// exp(X) = sum over k of X^k / k! of a dense matrix, and its exact pull-back, in double; the same bits on every SIMD tier.
/// </summary>
/// <remarks>
/// Scaling and squaring (Higham 2005): exp(X) = r(X / 2^s)^(2^s), r the diagonal Pade approximant of the least degree m of
/// 3, 5, 7, 9, 13 whose bound on the 1-norm of X / 2^s holds. The bounds are those under which the Frechet derivative,
/// too, has a backward error of at most one unit in the last place (Al-Mohy and Higham 2009, table 6.1). That
/// derivative L(X, E) is the recursion with every matrix replaced by (matrix, derivative): see <see cref="TangentMatrix"/>.
/// </remarks>
public static class MatrixExponential
{
    private const int HighestDegree = 13;

    private static readonly (int Degree, double LargestNorm)[] Degrees =
        [(3, 1.08e-2), (5, 2.00e-1), (7, 7.83e-1), (9, 1.78), (HighestDegree, 4.74)];

    /// <summary>destination = exp(X). NaN throughout where X is not finite.</summary>
    /// <param name="x">X [n, n], row-major.</param>
    /// <param name="n">Its size.</param>
    /// <param name="destination">[n, n]; may be X itself.</param>
    /// <exception cref="ArgumentException">A span is shorter than n^2.</exception>
    public static void Evaluate(ReadOnlySpan<double> x, int n, Span<double> destination)
    {
        Check(n, x.Length, destination.Length);
        var size = DenseProduct.Padded(n);
        using var scratch = new Scratch(Pieces, Pieces * size * size);
        var argument = new TangentMatrix(scratch, size, differentiated: false);
        DenseProduct.Copy(x, n, argument.Value, size, n, n);
        var result = Exponential(argument, size, scratch, differentiated: false);
        DenseProduct.Copy(result.Value, size, destination, n, n, n);
    }

    /// <summary>
    /// destination = dl/dX of a scalar l(exp(X)): the adjoint of the Frechet derivative, which is L(X^T, G). NaN
    /// throughout where X is not finite.
    /// </summary>
    /// <param name="x">X [n, n], row-major.</param>
    /// <param name="gradient">G = dl/dexp(X) [n, n].</param>
    /// <param name="n">The size.</param>
    /// <param name="destination">[n, n]; may be X or G itself.</param>
    /// <exception cref="ArgumentException">A span is shorter than n^2.</exception>
    public static void PullBack(ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, int n, Span<double> destination)
    {
        Check(n, Math.Min(x.Length, gradient.Length), destination.Length);
        var size = DenseProduct.Padded(n);
        using var scratch = new Scratch(2 * Pieces, 2 * Pieces * size * size);
        var argument = new TangentMatrix(scratch, size, differentiated: true);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                argument.Value[(j * size) + i] = x[(i * n) + j];
        }

        DenseProduct.Copy(gradient, n, argument.Tangent, size, n, n);
        var result = Exponential(argument, size, scratch, differentiated: true);
        DenseProduct.Copy(result.Tangent, size, destination, n, n, n);
    }

    // The argument, four powers, three sums and the numerator: what Exponential takes.
    private const int Pieces = 9;

    private static TangentMatrix Exponential(TangentMatrix a, int size, Scratch scratch, bool differentiated)
    {
        var norm = ColumnNorm(a.Value, size);
        if (!double.IsFinite(norm))
        {
            a.Value.Fill(double.NaN);
            a.Tangent.Fill(double.NaN);
            return a;
        }

        var halvings = 0;
        for (; norm > Degrees[^1].LargestNorm; norm /= 2)
            halvings++;
        a.Scale(Math.ScaleB(1, -halvings));
        var degree = Degrees.First(d => norm <= d.LargestNorm).Degree;
        TangentMatrix Matrix() => new(scratch, size, differentiated);

        // powers[k] = A^(2k+2)
        List<TangentMatrix> powers = [Matrix().SetProduct(a, a)];
        for (var k = 4; k < degree && k <= 8 && (k <= 6 || degree < HighestDegree); k += 2)
            powers.Add(Matrix().SetProduct(powers[0], powers[^1]));
        var c = Coefficients(degree);
        var (odd, even, product) = (Matrix(), Matrix(), Matrix());
        Sum(odd, c, 1, powers, product);
        Sum(even, c, 0, powers, product);

        // r = (V - U)^-1 (V + U), U = A (odd part), V = even part
        var numerator = Matrix();
        product.SetProduct(a, odd);
        numerator.AddScaled(1, even);
        numerator.AddScaled(1, product);
        even.AddScaled(-1, product);
        var (result, next) = (odd, product);
        result.SetQuotient(even, numerator);
        for (; halvings > 0; halvings--)
            (result, next) = (next.SetProduct(result, result), result);
        return result;
    }

    // destination = sum over k of c[2k + parity] A^(2k); of degree 13 what lies above A^6 takes one product with it.
    private static void Sum(TangentMatrix destination, long[] c, int parity, List<TangentMatrix> powers, TangentMatrix product)
    {
        if (c.Length > HighestDegree)
        {
            product.Clear();
            for (var k = 0; k < powers.Count; k++)
                product.AddScaled(c[(2 * (k + 4)) + parity], powers[k]);
            destination.SetProduct(powers[^1], product);
        }

        destination.AddIdentity(c[parity]);
        for (var k = 0; k < powers.Count; k++)
            destination.AddScaled(c[(2 * (k + 1)) + parity], powers[k]);
    }

    // (2m - k)! m! / (k! (m - k)!) up to a factor, integers with c[m] = 1.
    private static long[] Coefficients(int degree)
    {
        var c = new long[degree + 1];
        c[degree] = 1;
        for (var k = degree - 1; k >= 0; k--)
            c[k] = c[k + 1] * (k + 1) * ((2 * degree) - k) / (degree - k);
        return c;
    }

    private static double ColumnNorm(ReadOnlySpan<double> a, int size)
    {
        var largest = 0.0;
        for (var j = 0; j < size; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < size; i++)
                sum += Math.Abs(a[(i * size) + j]);
            largest = Math.Max(largest, sum); // NaN where either is
        }

        return largest;
    }

    private static void Check(int n, int source, int destination)
    {
        if (n < 1 || source < n * n || destination < n * n)
            throw new ArgumentException($"shapes do not fit: {Math.Min(source, destination)} values for a matrix [{n}, {n}]", nameof(n));
    }
}
