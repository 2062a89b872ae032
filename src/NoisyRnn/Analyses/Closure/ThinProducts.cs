using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>Products of a covariance with W = m n of rank R by its thin factors, panel by panel: R N^2 products in the place of N^3. Read by all threads.</summary>
internal sealed class ThinProducts
{
    private readonly int _rank, _width;
    private readonly double[] _left, _right, _leftPanels;

    /// <summary>Lays the factors out.</summary>
    /// <param name="left">m. [N, R]</param>
    /// <param name="right">n. [R, N]</param>
    /// <param name="rank">R.</param>
    /// <param name="width">N, padded.</param>
    public ThinProducts(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int rank, int width)
    {
        (_rank, _width) = (rank, width);
        var units = right.Length / rank;
        (_left, _right, _leftPanels) = (new double[width * rank], new double[rank * width], new double[rank * width]);
        left.CopyTo(_left);
        DenseProduct.Copy(right, units, _right, width, rank, units);
        for (var i = 0; i < units; i++)
        {
            for (var r = 0; r < rank; r++)
                _leftPanels[(((i / ColumnPanels.Width * rank) + r) * ColumnPanels.Width) + (i % ColumnPanels.Width)] = left[(i * rank) + r];
        }
    }

    /// <summary>Numbers of memory that a step needs.</summary>
    public int MemoryLength => (2 * _rank * _width) + (_rank * ColumnPanels.Width);

    /// <summary>n Sigma, as it stands and transposed.</summary>
    /// <param name="covariance">Sigma. [width, width]</param>
    /// <param name="memory">Working memory.</param>
    public void Start(ReadOnlySpan<double> covariance, ClosureLayer.Memory memory)
    {
        var low = Low(memory);
        low.Clear();
        Product.Add(_right, covariance, low, _rank, _width, _width);
        Matrices.Transpose<double>(low, _rank, _width, Transposed(memory));
    }

    /// <summary>Adds a panel of Sigma W^T.</summary>
    /// <param name="first">First row of W.</param>
    /// <param name="destination">[width, 16].</param>
    /// <param name="memory">Working memory.</param>
    public void AddTransposed(int first, Span<double> destination, ClosureLayer.Memory memory) =>
        Product.Add(Transposed(memory), _leftPanels.AsSpan(first * _rank, _rank * ColumnPanels.Width), destination, _width, _rank, ColumnPanels.Width);

    /// <summary>Adds the rows of W C from one on, C a panel.</summary>
    /// <param name="first">The row.</param>
    /// <param name="panel">C. [width, 16]</param>
    /// <param name="destination">[rows, 16].</param>
    /// <param name="memory">Working memory.</param>
    public void Add(int first, ReadOnlySpan<double> panel, Span<double> destination, ClosureLayer.Memory memory)
    {
        var low = memory.Thin.AsSpan(2 * _rank * _width, _rank * ColumnPanels.Width);
        low.Clear();
        Product.Add(_right, panel, low, _rank, _width, ColumnPanels.Width);
        Product.Add(_left.AsSpan(first * _rank), low, destination, _width - first, _rank, ColumnPanels.Width);
    }

    private Span<double> Low(ClosureLayer.Memory memory) => memory.Thin.AsSpan(0, _rank * _width);

    private Span<double> Transposed(ClosureLayer.Memory memory) => memory.Thin.AsSpan(_rank * _width, _rank * _width);
}
