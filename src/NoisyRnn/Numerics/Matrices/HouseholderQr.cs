namespace NoisyRnn.Numerics;

/// <summary>
/// A = Q R by Householder reflections (Golub and Van Loan 2013, section 5.2), Q with orthonormal columns whatever the rank of
/// A, R upper triangular with no negative number on its diagonal. In double; the same bits on every SIMD tier. Its memory
/// serves one factorisation after the other, on one thread at a time.
/// </summary>
/// <remarks>
/// Columns lie in panels of 16, each [rows, 16] and contiguous. The reflections of a panel are applied one by one within it,
/// and to all that lies right of it as one: H_1 ... H_16 = I - V T V^T with T upper triangular (Schreiber and Van Loan 1989),
/// so that almost all the work is <see cref="Product.Add{T}"/>.
/// </remarks>
public sealed class HouseholderQr
{
    private const int Panel = 16, Square = Panel * Panel;
    private readonly int _rows, _columns, _panels;
    private readonly double[] _upper, _orthogonal, _reflectors, _transposed, _minusT, _minusTTransposed, _column, _diagonal, _signs;

    /// <summary>Allocates.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Columns of A, at most its rows.</param>
    /// <exception cref="ArgumentException">There are more columns than rows, or none.</exception>
    public HouseholderQr(int rows, int columns)
    {
        if (columns < 1 || rows < columns)
            throw new ArgumentException($"a matrix [{rows}, {columns}]; allowed is one column or more, and no more columns than rows", nameof(columns));
        (_rows, _columns, _panels) = (rows, columns, DenseProduct.Padded(columns) / Panel);
        var length = _panels * rows * Panel;
        (_upper, _orthogonal, _reflectors, _transposed) = (new double[length], new double[length], new double[length], new double[length]);
        (_minusT, _minusTTransposed) = (new double[_panels * Square], new double[_panels * Square]);
        (_column, _diagonal, _signs) = (new double[rows], new double[columns], new double[columns]);
    }

    /// <summary>The diagonal of R, none of it negative. [columns]</summary>
    public ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>Factorises a matrix; what is not a number makes factors that are not.</summary>
    /// <param name="matrix">A [rows, columns], row-major.</param>
    /// <param name="stride">Distance of its rows, at least the number of columns.</param>
    /// <exception cref="ArgumentException">The span is shorter than its shape.</exception>
    public void Factorize(ReadOnlySpan<double> matrix, int stride)
    {
        Array.Clear(_upper);
        Array.Clear(_orthogonal);
        Array.Clear(_reflectors);
        Array.Clear(_minusT);
        for (var p = 0; p < _panels; p++)
        {
            var columns = Math.Min(Panel, _columns - (p * Panel));
            DenseProduct.Copy(matrix[(p * Panel)..], stride, At(_upper, p), Panel, _rows, columns);
            for (var c = 0; c < columns; c++)
                At(_orthogonal, p)[(((p * Panel) + c) * Panel) + c] = 1;
        }

        for (var p = 0; p < _panels; p++)
        {
            Reduce(p);
            for (var right = p + 1; right < _panels; right++)
                Apply(p, _minusTTransposed, At(_upper, right));
        }

        // The last reflections first; columns left of a panel have nothing in the rows that its reflections touch.
        for (var p = _panels - 1; p >= 0; p--)
        {
            for (var right = p; right < _panels; right++)
                Apply(p, _minusT, At(_orthogonal, right));
        }

        for (var j = 0; j < _columns; j++)
        {
            var value = At(_upper, j / Panel)[(j * Panel) + (j % Panel)];
            (_diagonal[j], _signs[j]) = (Math.Abs(value), value < 0 ? -1 : 1);
        }
    }

    /// <summary>Writes Q.</summary>
    /// <param name="orthogonal">Receives Q [rows, columns].</param>
    /// <param name="stride">Distance of its rows, at least the number of columns.</param>
    public void CopyOrthogonal(Span<double> orthogonal, int stride)
    {
        for (var i = 0; i < _rows; i++)
        {
            for (var j = 0; j < _columns; j++)
                orthogonal[(i * stride) + j] = _signs[j] * At(_orthogonal, j / Panel)[(i * Panel) + (j % Panel)];
        }
    }

    /// <summary>Writes R.</summary>
    /// <param name="upper">Receives R [columns, columns], zero below its diagonal.</param>
    public void CopyUpper(Span<double> upper)
    {
        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j < _columns; j++)
                upper[(i * _columns) + j] = j < i ? 0 : _signs[i] * At(_upper, j / Panel)[(i * Panel) + (j % Panel)];
        }
    }

    private Span<double> At(double[] panels, int panel) => panels.AsSpan(panel * _rows * Panel, _rows * Panel);

    // The panel's own columns, one reflection I - tau v v^T after the other, and then what makes one of them all.
    private void Reduce(int p)
    {
        var first = p * Panel;
        var panel = At(_upper, p);
        var rows = _rows - first;
        var reflectors = At(_reflectors, p)[(first * Panel)..];
        Span<double> tau = stackalloc double[Panel], row = stackalloc double[Panel];
        tau.Clear();
        for (var c = 0; c < Math.Min(Panel, _columns - first); c++)
        {
            var below = panel[((first + c) * Panel)..];
            var v = _column.AsSpan(0, rows - c);
            tau[c] = Reflect(below, c, v);
            for (var i = 0; i < v.Length; i++)
                reflectors[((c + i) * Panel) + c] = v[i];
            row.Clear();
            Product.Add<double>(v, below, row, 1, v.Length, Panel);
            Rows.Scale<double>([-tau[c]], row, Panel);
            // Columns up to this one are done.
            row[..(c + 1)].Clear();
            Product.Add<double>(v, row, below, v.Length, 1, Panel);
        }

        var transposed = At(_transposed, p)[..(Panel * rows)];
        Matrices.Transpose<double>(reflectors, rows, Panel, transposed);
        Span<double> inner = stackalloc double[Square];
        inner.Clear();
        Product.Add<double>(transposed, reflectors, inner, Panel, rows, Panel);
        // T_jj = tau_j and T_ij = -tau_j sum_l T_il v_l^T v_j, here with the other sign.
        var minusT = _minusT.AsSpan(p * Square, Square);
        for (var j = 0; j < Panel; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var sum = 0.0;
                for (var l = i; l < j; l++)
                    sum += minusT[(i * Panel) + l] * inner[(l * Panel) + j];
                minusT[(i * Panel) + j] = -tau[j] * sum;
            }

            minusT[(j * Panel) + j] = -tau[j];
        }

        Matrices.Transpose<double>(minusT, Panel, Panel, _minusTTransposed.AsSpan(p * Square, Square));
    }

    // Sends column c of these rows to a multiple of the first unit vector; returns tau, and v with v_0 = 1.
    private static double Reflect(Span<double> below, int c, Span<double> v)
    {
        // Divided by its largest number, so that no square leaves the range of a double.
        var largest = 0.0;
        for (var i = 0; i < v.Length; i++)
            largest = Math.Max(largest, Math.Abs(below[(i * Panel) + c]));
        v.Clear();
        v[0] = 1;
        if (largest == 0)
            return 0;
        var (head, tail) = (below[c] / largest, 0.0);
        for (var i = 1; i < v.Length; i++)
        {
            v[i] = below[(i * Panel) + c] / largest;
            tail += v[i] * v[i];
        }

        if (tail == 0)
        {
            v[1..].Clear();
            return 0;
        }

        // Of two reflections that which takes no difference of near numbers.
        var image = -Math.CopySign(Math.Sqrt((head * head) + tail), head);
        below[c] = image * largest;
        for (var i = 1; i < v.Length; i++)
        {
            v[i] /= head - image;
            below[(i * Panel) + c] = 0;
        }

        return (image - head) / image;
    }

    // target = (I - V T V^T) target, with -T or its transpose given.
    private void Apply(int p, double[] minusT, Span<double> target)
    {
        var first = p * Panel;
        var rows = _rows - first;
        var below = target[(first * Panel)..];
        Span<double> inner = stackalloc double[Square], weighted = stackalloc double[Square];
        inner.Clear();
        weighted.Clear();
        Product.Add<double>(At(_transposed, p), below, inner, Panel, rows, Panel);
        Product.Add<double>(minusT.AsSpan(p * Square, Square), inner, weighted, Panel, Panel, Panel);
        Product.Add<double>(At(_reflectors, p)[(first * Panel)..], weighted, below, rows, Panel, Panel);
    }
}
