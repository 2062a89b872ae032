namespace NoisyRnn.Numerics;

/// <summary>
/// Products of dense matrices of any shape, row-major, in double, on the kernel of <see cref="Product"/>: every element is
/// one chain of fused multiply-adds over the inner index in ascending order, the same bits on every SIMD tier.
/// </summary>
public static class DenseProduct
{
    /// <summary>destination = a b.</summary>
    /// <param name="a">[rows, inner].</param>
    /// <param name="b">[inner, columns].</param>
    /// <param name="destination">[rows, columns]; may overlap neither factor.</param>
    /// <param name="rows">Rows of the destination.</param>
    /// <param name="inner">The index that is summed over.</param>
    /// <param name="columns">Columns of the destination.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape.</exception>
    public static void Multiply(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> destination, int rows, int inner, int columns)
    {
        if (a.Length < rows * inner || b.Length < inner * columns || destination.Length < rows * columns)
            throw new ArgumentException($"shapes do not fit: [{rows}, {inner}] times [{inner}, {columns}]", nameof(rows));
        var width = Padded(columns);
        if (width == columns)
        {
            destination[..(rows * columns)].Clear();
            Product.Add(a, b, destination, rows, inner, columns);
            return;
        }

        using var scratch = new Scratch(2, (inner + rows) * width);
        var source = scratch.Take(inner * width).Span;
        var sum = scratch.Take(rows * width).Span;
        Copy(b, columns, source, width, inner, columns);
        Product.Add<double>(a, source, sum, rows, inner, width);
        Copy(sum, width, destination, columns, rows, columns);
    }

    /// <summary>destination = a^T b, with a [inner, rows] and b [inner, columns].</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void TransposeMultiply(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> destination, int rows, int inner, int columns)
    {
        using var scratch = new Scratch(1, rows * inner);
        var transposed = scratch.Take(rows * inner).Span;
        Matrices.Transpose(a, inner, rows, transposed);
        Multiply(transposed, b, destination, rows, inner, columns);
    }

    /// <summary>destination = a b^T, with a [rows, inner] and b [columns, inner].</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void MultiplyTranspose(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> destination, int rows, int inner, int columns)
    {
        using var scratch = new Scratch(1, inner * columns);
        var transposed = scratch.Take(inner * columns).Span;
        Matrices.Transpose(b, columns, inner, transposed);
        Multiply(a, transposed, destination, rows, inner, columns);
    }

    /// <summary>The next multiple of 16: the widths that the kernels take.</summary>
    internal static int Padded(int n) => (n + 15) / 16 * 16;

    /// <summary>Copies a [rows, columns] block between arrays whose rows lie differently far apart.</summary>
    internal static void Copy(ReadOnlySpan<double> source, int sourceStride, Span<double> destination, int stride, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
            source.Slice(i * sourceStride, columns).CopyTo(destination[(i * stride)..]);
    }
}
