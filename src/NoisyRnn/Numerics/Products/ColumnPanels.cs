using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Matrices cut into panels of 16 columns, each [rows, 16] by itself: as the right factor of a product a panel stays in the first
/// cache, where columns of a wide row-major matrix fall on the same few lines of it. All in double, in fixed order: the same bits
/// on every tier.
/// </summary>
internal static class ColumnPanels
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 16;

    /// <summary>A row-major matrix in panels, filled up by zeros.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="paddedRows">Rows of the panels.</param>
    public static double[] Of(ReadOnlySpan<double> matrix, int rows, int columns, int paddedRows)
    {
        var panels = new double[paddedRows * DenseProduct.Padded(columns)];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                panels[(j / Width * paddedRows * Width) + (i * Width) + (j % Width)] = matrix[(i * columns) + j];
        }

        return panels;
    }

    /// <summary>sums[b] = sum over rows of x[j, b] y[j, b], for one panel each.</summary>
    public static void Dots(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> sums)
    {
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Dots<Lanes512<double>>(x, y, sums);
                break;
            case SimdTier.Bits256:
                Dots<Lanes256<double>>(x, y, sums);
                break;
            default:
                Dots<Lanes128<double>>(x, y, sums);
                break;
        }
    }

    /// <summary>y[j, b] = first[b] x[j, b] + second[b] y[j, b]: x 16 columns of a row-major matrix, y a panel.</summary>
    /// <param name="first">[16].</param>
    /// <param name="x">From the first of its columns on; rows <paramref name="stride"/> apart.</param>
    /// <param name="stride">Columns of the matrix that x is of.</param>
    /// <param name="second">[16].</param>
    /// <param name="y">The panel; its length says how many rows.</param>
    public static void Combine(ReadOnlySpan<double> first, ReadOnlySpan<double> x, int stride, ReadOnlySpan<double> second, Span<double> y)
    {
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Combine<Lanes512<double>>(first, x, stride, second, y);
                break;
            case SimdTier.Bits256:
                Combine<Lanes256<double>>(first, x, stride, second, y);
                break;
            default:
                Combine<Lanes128<double>>(first, x, stride, second, y);
                break;
        }
    }

    /// <summary>destination[i, b] = first[i] x[i, b] + second[i] y[i, b]: x and y panels, the destination 16 columns of a row-major matrix.</summary>
    /// <param name="first">[rows].</param>
    /// <param name="x">The rows of a panel.</param>
    /// <param name="second">[rows].</param>
    /// <param name="y">The rows of another.</param>
    /// <param name="destination">From the first of its columns on; rows <paramref name="stride"/> apart.</param>
    /// <param name="stride">Columns of the matrix that the destination is of.</param>
    public static void CombineRows(
        ReadOnlySpan<double> first, ReadOnlySpan<double> x, ReadOnlySpan<double> second, ReadOnlySpan<double> y, Span<double> destination, int stride)
    {
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                CombineRows<Lanes512<double>>(first, x, second, y, destination, stride);
                break;
            case SimdTier.Bits256:
                CombineRows<Lanes256<double>>(first, x, second, y, destination, stride);
                break;
            default:
                CombineRows<Lanes128<double>>(first, x, second, y, destination, stride);
                break;
        }
    }

    internal static void Dots<TL>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> sums)
        where TL : struct, ILanes<TL, double>
    {
        Check(y.Length >= x.Length && x.Length % Width == 0 && sums.Length >= Width);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        var (low, high) = (TL.Broadcast(0), TL.Broadcast(0));
        for (var k = 0; k < x.Length; k += Width)
        {
            low = TL.Fma(TL.Load(ref Unsafe.Add(ref px, k)), TL.Load(ref Unsafe.Add(ref py, k)), low);
            high = TL.Fma(TL.Load(ref Unsafe.Add(ref px, k + 8)), TL.Load(ref Unsafe.Add(ref py, k + 8)), high);
        }

        low.Store(ref sums[0]);
        high.Store(ref sums[8]);
    }

    internal static void Combine<TL>(ReadOnlySpan<double> first, ReadOnlySpan<double> x, int stride, ReadOnlySpan<double> second, Span<double> y)
        where TL : struct, ILanes<TL, double>
    {
        var rows = y.Length / Width;
        Check(first.Length >= Width && second.Length >= Width && x.Length >= ((rows - 1) * stride) + Width);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        for (var half = 0; half < Width; half += 8)
        {
            var (a, b) = (TL.Load(in first[half]), TL.Load(in second[half]));
            for (var j = 0; j < rows; j++)
            {
                ref var value = ref Unsafe.Add(ref py, (j * Width) + half);
                TL.Fma(b, TL.Load(ref value), a * TL.Load(ref Unsafe.Add(ref px, (j * stride) + half))).Store(ref value);
            }
        }
    }

    internal static void CombineRows<TL>(
        ReadOnlySpan<double> first, ReadOnlySpan<double> x, ReadOnlySpan<double> second, ReadOnlySpan<double> y, Span<double> destination, int stride)
        where TL : struct, ILanes<TL, double>
    {
        var rows = first.Length;
        Check(second.Length >= rows && x.Length >= rows * Width && y.Length >= rows * Width && destination.Length >= ((rows - 1) * stride) + Width);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pd = ref MemoryMarshal.GetReference(destination);
        for (var i = 0; i < rows; i++)
        {
            var (a, b) = (TL.Broadcast(first[i]), TL.Broadcast(second[i]));
            for (var half = 0; half < Width; half += 8)
            {
                var k = (i * Width) + half;
                TL.Fma(b, TL.Load(ref Unsafe.Add(ref py, k)), a * TL.Load(ref Unsafe.Add(ref px, k))).Store(ref Unsafe.Add(ref pd, (i * stride) + half));
            }
        }
    }

    /// <summary>What stands below the diagonal, above it too.</summary>
    /// <param name="matrix">[size, size], row-major.</param>
    /// <param name="size">A multiple of 16.</param>
    public static void MirrorLower(Span<double> matrix, int size)
    {
        // Block by block, so that neither side of the mirror leaves the cache.
        for (var row = 0; row < size; row += Width)
        {
            for (var column = 0; column <= row; column += Width)
            {
                for (var i = row; i < row + Width; i++)
                {
                    var last = Math.Min(column + Width, i);
                    for (var j = column; j < last; j++)
                        matrix[(j * size) + i] = matrix[(i * size) + j];
                }
            }
        }
    }

    private static void Check(bool fits)
    {
        if (!fits)
            throw new ArgumentException("shapes do not fit", nameof(fits));
    }
}
