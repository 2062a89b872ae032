namespace NoisyRnn.Numerics;

/// <summary>
/// P A = L U by elimination with partial pivoting (Golub and Van Loan 2013, section 3.4), and what it solves: A X = B and
/// A^T X = B for many right-hand sides. In double; the same bits on every SIMD tier.
/// </summary>
/// <remarks>
/// The factors lie in panels of 16 columns, each [size, 16] and contiguous, with n padded by ones on the diagonal. So the
/// part of a panel below (or above) its diagonal block is itself a dense matrix, and the elimination of all that lies
/// right of it is <see cref="Product.Add{T}"/>. Panels hold -L below the diagonal and -U above it.
/// </remarks>
public sealed class LuFactorization : IDisposable
{
    private const int Panel = 16;
    private readonly Scratch _scratch;
    private readonly Memory<double> _factors, _reciprocals;
    private readonly int[] _origin;
    private readonly int _n, _size;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A [n, n], row-major.</param>
    /// <param name="n">Its size.</param>
    /// <exception cref="ArgumentException">The span is shorter than n^2.</exception>
    /// <exception cref="ArithmeticException">A is singular: a pivot is exactly 0. (Where A holds NaN, so will the solutions.)</exception>
    public LuFactorization(ReadOnlySpan<double> matrix, int n)
    {
        if (n < 1 || matrix.Length < n * n)
            throw new ArgumentException($"{matrix.Length} values for a matrix [{n}, {n}]", nameof(matrix));
        (_n, _size) = (n, DenseProduct.Padded(n));
        _scratch = new Scratch(2, (_size * _size) + _size);
        (_factors, _reciprocals) = (_scratch.Take(_size * _size), _scratch.Take(_size));
        _origin = [.. Enumerable.Range(0, _size)];
        for (var j = 0; j < _size; j += Panel)
            DenseProduct.Copy(matrix[Math.Min(j, n)..], n, PanelAt(j), Panel, n, Math.Clamp(n - j, 0, Panel));
        for (var k = n; k < _size; k++)
            At(k, k) = 1;
        for (var k = 0; k < _size; k += Panel)
        {
            Eliminate(k);
            for (var j = k + Panel; j < _size; j += Panel)
                Forward(PanelAt(k), k, PanelAt(j), Panel, default);
        }

        for (var j = 0; j < _size; j++)
        {
            for (var i = 0; i < j; i++)
                At(i, j) = -At(i, j);
        }
    }

    /// <summary>Solves A X = B.</summary>
    /// <param name="rightHandSides">B [n, columns], row-major.</param>
    /// <param name="solutions">Receives X [n, columns]; may be B itself.</param>
    /// <param name="columns">Number of right-hand sides.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape.</exception>
    public void Solve(ReadOnlySpan<double> rightHandSides, Span<double> solutions, int columns)
    {
        using var scratch = Prepare(rightHandSides, solutions, columns, out var width, out var x);
        for (var i = 0; i < _n; i++)
            rightHandSides.Slice(_origin[i] * columns, columns).CopyTo(x[(i * width)..]);
        for (var k = 0; k < _size; k += Panel)
            Forward(PanelAt(k), k, x, width, default);
        for (var k = _size - Panel; k >= 0; k -= Panel)
            Backward(PanelAt(k), k, x, width, _reciprocals.Span);
        DenseProduct.Copy(x, width, solutions, columns, _n, columns);
    }

    /// <summary>Solves A^T X = B.</summary>
    /// <inheritdoc cref="Solve"/>
    public void SolveTransposed(ReadOnlySpan<double> rightHandSides, Span<double> solutions, int columns)
    {
        using var scratch = Prepare(rightHandSides, solutions, columns, out var width, out var x);
        using var panels = new Scratch(1, _size * _size);
        var transposed = panels.Take(_size * _size).Span;
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j < _size; j++)
                transposed[((i & -Panel) * _size) + (j * Panel) + (i & (Panel - 1))] = At(i, j);
        }

        DenseProduct.Copy(rightHandSides, columns, x, width, _n, columns);
        for (var k = 0; k < _size; k += Panel)
            Forward(transposed.Slice(k * _size, Panel * _size), k, x, width, _reciprocals.Span);
        for (var k = _size - Panel; k >= 0; k -= Panel)
            Backward(transposed.Slice(k * _size, Panel * _size), k, x, width, default);
        for (var i = 0; i < _n; i++)
            x.Slice(i * width, columns).CopyTo(solutions[(_origin[i] * columns)..]);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _scratch.Dispose();

    private Span<double> PanelAt(int column) => _factors.Span.Slice(column * _size, Panel * _size);

    private ref double At(int i, int j) => ref _factors.Span[((j & -Panel) * _size) + (i * Panel) + (j & (Panel - 1))];

    private Scratch Prepare(ReadOnlySpan<double> b, Span<double> solutions, int columns, out int width, out Span<double> x)
    {
        if (b.Length < _n * columns || solutions.Length < _n * columns)
            throw new ArgumentException($"shapes do not fit: {columns} right-hand sides of {_n}", nameof(columns));
        width = DenseProduct.Padded(columns);
        var scratch = new Scratch(1, _size * width);
        x = scratch.Take(_size * width).Span;
        return scratch;
    }

    // The panel's own 16 columns, a pivot at a time; rows are exchanged in all panels.
    private void Eliminate(int first)
    {
        var panel = PanelAt(first);
        Span<double> pivotRow = stackalloc double[Panel];
        using var scratch = new Scratch(1, _size);
        var multipliers = scratch.Take(_size).Span;
        for (var k = first; k < first + Panel; k++)
        {
            var column = k - first;
            Exchange(k, Largest(panel, k, column));
            var pivot = panel[(k * Panel) + column];
            if (pivot == 0)
                throw new ArithmeticException($"the matrix [{_n}, {_n}] is singular: no pivot in column {k + 1}");
            _reciprocals.Span[k] = 1 / pivot;
            pivotRow.Clear();
            panel.Slice((k * Panel) + column + 1, Panel - column - 1).CopyTo(pivotRow[(column + 1)..]);
            var below = panel[((k + 1) * Panel)..];
            for (var i = 0; i < _size - k - 1; i++)
                below[(i * Panel) + column] = multipliers[i] = -(below[(i * Panel) + column] / pivot);
            Product.Add<double>(multipliers, pivotRow, below, _size - k - 1, 1, Panel);
        }
    }

    private int Largest(ReadOnlySpan<double> panel, int k, int column)
    {
        var largest = k;
        for (var i = k + 1; i < _size; i++)
        {
            if (Math.Abs(panel[(i * Panel) + column]) > Math.Abs(panel[(largest * Panel) + column]))
                largest = i;
        }

        return largest;
    }

    private void Exchange(int i, int j)
    {
        if (i == j)
            return;
        (_origin[i], _origin[j]) = (_origin[j], _origin[i]);
        Span<double> kept = stackalloc double[Panel];
        for (var column = 0; column < _size; column += Panel)
        {
            var row = PanelAt(column).Slice(i * Panel, Panel);
            var other = PanelAt(column).Slice(j * Panel, Panel);
            row.CopyTo(kept);
            other.CopyTo(row);
            kept.CopyTo(other);
        }
    }

    // Solves for the 16 rows from `first` on with the panel's lower triangle, then takes them out of all rows below.
    private void Forward(ReadOnlySpan<double> panel, int first, Span<double> x, int width, ReadOnlySpan<double> reciprocals)
    {
        Span<double> multipliers = stackalloc double[Panel];
        for (var k = first; k < first + Panel; k++)
        {
            if (!reciprocals.IsEmpty)
                Rows.Scale(reciprocals.Slice(k, 1), x.Slice(k * width, width), width);
            var rows = first + Panel - k - 1;
            for (var i = 0; i < rows; i++)
                multipliers[i] = panel[((k + 1 + i) * Panel) + k - first];
            Product.Add<double>(multipliers, x.Slice(k * width, width), x[((k + 1) * width)..], rows, 1, width);
        }

        var next = first + Panel;
        Product.Add<double>(panel[(next * Panel)..], x.Slice(first * width, Panel * width), x[(next * width)..], _size - next, Panel, width);
    }

    // The same with the upper triangle and all rows above.
    private static void Backward(ReadOnlySpan<double> panel, int first, Span<double> x, int width, ReadOnlySpan<double> reciprocals)
    {
        Span<double> multipliers = stackalloc double[Panel];
        for (var k = first + Panel - 1; k >= first; k--)
        {
            if (!reciprocals.IsEmpty)
                Rows.Scale(reciprocals.Slice(k, 1), x.Slice(k * width, width), width);
            var rows = k - first;
            for (var i = 0; i < rows; i++)
                multipliers[i] = panel[((first + i) * Panel) + k - first];
            Product.Add<double>(multipliers, x.Slice(k * width, width), x[(first * width)..], rows, 1, width);
        }

        Product.Add<double>(panel, x.Slice(first * width, Panel * width), x, first, Panel, width);
    }
}
