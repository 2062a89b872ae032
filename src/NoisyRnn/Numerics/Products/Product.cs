using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Matrix times a block of trials. Blocks are [rows, width], trials contiguous, width a multiple of 16. Every element is
/// one chain of fused multiply-adds over the inner index in ascending order, so tile shapes never change a bit.
/// </summary>
public static class Product
{
    /// <summary>destination += matrix * source.</summary>
    /// <param name="matrix">[rows, inner], row-major.</param>
    /// <param name="source">[inner, width].</param>
    /// <param name="destination">[rows, width]; must not overlap <paramref name="source"/>.</param>
    /// <param name="rows">Rows of the matrix and the destination.</param>
    /// <param name="inner">Columns of the matrix, rows of the source.</param>
    /// <param name="width">Trials in the block, a multiple of 16.</param>
    /// <param name="ahead">Memory to fetch into the cache meanwhile.</param>
    public static void Add<T>(
        ReadOnlySpan<T> matrix, ReadOnlySpan<T> source, Span<T> destination, int rows, int inner, int width,
        Ahead<T> ahead = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (width % 16 != 0 || matrix.Length < rows * inner || source.Length < inner * width || destination.Length < rows * width)
            throw new ArgumentException($"shapes do not fit: [{rows}, {inner}] times [{inner}, {width}]", nameof(width));
        ref var m = ref MemoryMarshal.GetReference(matrix);
        ref var x = ref MemoryMarshal.GetReference(source);
        ref var y = ref MemoryMarshal.GetReference(destination);
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                AddWide<Lanes512<T>, T>(ref m, ref x, ref y, rows, inner, width, ahead);
                break;
            case SimdTier.Bits256:
                AddNarrow<Lanes256<T>, T>(ref m, ref x, ref y, rows, inner, width, ahead);
                break;
            default:
                AddNarrow<Lanes128<T>, T>(ref m, ref x, ref y, rows, inner, width, ahead);
                break;
        }
    }

    // 32 registers: tiles of 8 rows by 2 vectors, then by 1.
    internal static void AddWide<TL, T>(ref T m, ref T x, ref T y, int rows, int inner, int width, Ahead<T> ahead)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        var lines = ahead.LinesOver(rows / 8 * (width / lanes / 2));
        var column = 0;
        for (; column + 2 * lanes <= width; column += 2 * lanes)
        {
            var i = 0;
            for (; i + 8 <= rows; i += 8)
            {
                ahead.Fetch(lines);
                Tile8x2<TL, T>(ref Unsafe.Add(ref m, i * inner), ref Unsafe.Add(ref x, column), ref Unsafe.Add(ref y, i * width + column), inner, width, lanes);
            }

            for (; i + 2 <= rows; i += 2)
                Tile2x2<TL, T>(ref Unsafe.Add(ref m, i * inner), ref Unsafe.Add(ref x, column), ref Unsafe.Add(ref y, i * width + column), inner, width, lanes);
            for (; i < rows; i++)
                Tile1x2<TL, T>(ref Unsafe.Add(ref m, i * inner), ref Unsafe.Add(ref x, column), ref Unsafe.Add(ref y, i * width + column), inner, width, lanes);
        }

        for (; column < width; column += lanes)
        {
            var i = 0;
            for (; i + 8 <= rows; i += 8)
                Tile8<TL, T>(ref Unsafe.Add(ref m, i * inner), ref Unsafe.Add(ref x, column), ref Unsafe.Add(ref y, i * width + column), inner, width);
            RemainingRows<TL, T>(ref m, ref x, ref y, i, rows, inner, width, column);
        }
    }

    // 16 registers: tiles of 4 rows by one virtual vector (8 accumulators of 256 bits).
    internal static void AddNarrow<TL, T>(ref T m, ref T x, ref T y, int rows, int inner, int width, Ahead<T> ahead)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lines = ahead.LinesOver(width / (64 / Unsafe.SizeOf<T>()));
        for (var column = 0; column < width; column += 64 / Unsafe.SizeOf<T>())
        {
            ahead.Fetch(lines);
            RemainingRows<TL, T>(ref m, ref x, ref y, 0, rows, inner, width, column);
        }
    }

    private static void RemainingRows<TL, T>(ref T m, ref T x, ref T y, int i, int rows, int inner, int width, int column)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; i + 4 <= rows; i += 4)
            Tile4<TL, T>(ref Unsafe.Add(ref m, i * inner), ref Unsafe.Add(ref x, column), ref Unsafe.Add(ref y, i * width + column), inner, width);
        for (; i < rows; i++)
            Tile1<TL, T>(ref Unsafe.Add(ref m, i * inner), ref Unsafe.Add(ref x, column), ref Unsafe.Add(ref y, i * width + column), inner, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL Row<TL, T>(ref T m, int index)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Broadcast(Unsafe.Add(ref m, index));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x2<TL, T>(ref T m, ref T x, ref T y, int inner, int width, int lanes)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s00 = TL.Load(ref y);
        var s01 = TL.Load(ref Unsafe.Add(ref y, lanes));
        var s10 = TL.Load(ref Unsafe.Add(ref y, width));
        var s11 = TL.Load(ref Unsafe.Add(ref y, width + lanes));
        var s20 = TL.Load(ref Unsafe.Add(ref y, 2 * width));
        var s21 = TL.Load(ref Unsafe.Add(ref y, 2 * width + lanes));
        var s30 = TL.Load(ref Unsafe.Add(ref y, 3 * width));
        var s31 = TL.Load(ref Unsafe.Add(ref y, 3 * width + lanes));
        var s40 = TL.Load(ref Unsafe.Add(ref y, 4 * width));
        var s41 = TL.Load(ref Unsafe.Add(ref y, 4 * width + lanes));
        var s50 = TL.Load(ref Unsafe.Add(ref y, 5 * width));
        var s51 = TL.Load(ref Unsafe.Add(ref y, 5 * width + lanes));
        var s60 = TL.Load(ref Unsafe.Add(ref y, 6 * width));
        var s61 = TL.Load(ref Unsafe.Add(ref y, 6 * width + lanes));
        var s70 = TL.Load(ref Unsafe.Add(ref y, 7 * width));
        var s71 = TL.Load(ref Unsafe.Add(ref y, 7 * width + lanes));
        for (var k = 0; k < inner; k++)
        {
            var x0 = TL.Load(ref x);
            var x1 = TL.Load(ref Unsafe.Add(ref x, lanes));
            var m0 = Row<TL, T>(ref m, k);
            s00 = TL.Fma(m0, x0, s00);
            s01 = TL.Fma(m0, x1, s01);
            var m1 = Row<TL, T>(ref m, inner + k);
            s10 = TL.Fma(m1, x0, s10);
            s11 = TL.Fma(m1, x1, s11);
            var m2 = Row<TL, T>(ref m, 2 * inner + k);
            s20 = TL.Fma(m2, x0, s20);
            s21 = TL.Fma(m2, x1, s21);
            var m3 = Row<TL, T>(ref m, 3 * inner + k);
            s30 = TL.Fma(m3, x0, s30);
            s31 = TL.Fma(m3, x1, s31);
            var m4 = Row<TL, T>(ref m, 4 * inner + k);
            s40 = TL.Fma(m4, x0, s40);
            s41 = TL.Fma(m4, x1, s41);
            var m5 = Row<TL, T>(ref m, 5 * inner + k);
            s50 = TL.Fma(m5, x0, s50);
            s51 = TL.Fma(m5, x1, s51);
            var m6 = Row<TL, T>(ref m, 6 * inner + k);
            s60 = TL.Fma(m6, x0, s60);
            s61 = TL.Fma(m6, x1, s61);
            var m7 = Row<TL, T>(ref m, 7 * inner + k);
            s70 = TL.Fma(m7, x0, s70);
            s71 = TL.Fma(m7, x1, s71);
            x = ref Unsafe.Add(ref x, width);
        }

        s00.Store(ref y);
        s01.Store(ref Unsafe.Add(ref y, lanes));
        s10.Store(ref Unsafe.Add(ref y, width));
        s11.Store(ref Unsafe.Add(ref y, width + lanes));
        s20.Store(ref Unsafe.Add(ref y, 2 * width));
        s21.Store(ref Unsafe.Add(ref y, 2 * width + lanes));
        s30.Store(ref Unsafe.Add(ref y, 3 * width));
        s31.Store(ref Unsafe.Add(ref y, 3 * width + lanes));
        s40.Store(ref Unsafe.Add(ref y, 4 * width));
        s41.Store(ref Unsafe.Add(ref y, 4 * width + lanes));
        s50.Store(ref Unsafe.Add(ref y, 5 * width));
        s51.Store(ref Unsafe.Add(ref y, 5 * width + lanes));
        s60.Store(ref Unsafe.Add(ref y, 6 * width));
        s61.Store(ref Unsafe.Add(ref y, 6 * width + lanes));
        s70.Store(ref Unsafe.Add(ref y, 7 * width));
        s71.Store(ref Unsafe.Add(ref y, 7 * width + lanes));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x2<TL, T>(ref T m, ref T x, ref T y, int inner, int width, int lanes)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s00 = TL.Load(ref y);
        var s01 = TL.Load(ref Unsafe.Add(ref y, lanes));
        var s10 = TL.Load(ref Unsafe.Add(ref y, width));
        var s11 = TL.Load(ref Unsafe.Add(ref y, width + lanes));
        for (var k = 0; k < inner; k++)
        {
            var x0 = TL.Load(ref x);
            var x1 = TL.Load(ref Unsafe.Add(ref x, lanes));
            var m0 = Row<TL, T>(ref m, k);
            s00 = TL.Fma(m0, x0, s00);
            s01 = TL.Fma(m0, x1, s01);
            var m1 = Row<TL, T>(ref m, inner + k);
            s10 = TL.Fma(m1, x0, s10);
            s11 = TL.Fma(m1, x1, s11);
            x = ref Unsafe.Add(ref x, width);
        }

        s00.Store(ref y);
        s01.Store(ref Unsafe.Add(ref y, lanes));
        s10.Store(ref Unsafe.Add(ref y, width));
        s11.Store(ref Unsafe.Add(ref y, width + lanes));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x2<TL, T>(ref T m, ref T x, ref T y, int inner, int width, int lanes)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s0 = TL.Load(ref y);
        var s1 = TL.Load(ref Unsafe.Add(ref y, lanes));
        for (var k = 0; k < inner; k++)
        {
            var m0 = Row<TL, T>(ref m, k);
            s0 = TL.Fma(m0, TL.Load(ref x), s0);
            s1 = TL.Fma(m0, TL.Load(ref Unsafe.Add(ref x, lanes)), s1);
            x = ref Unsafe.Add(ref x, width);
        }

        s0.Store(ref y);
        s1.Store(ref Unsafe.Add(ref y, lanes));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile8<TL, T>(ref T m, ref T x, ref T y, int inner, int width)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s0 = TL.Load(ref y);
        var s1 = TL.Load(ref Unsafe.Add(ref y, width));
        var s2 = TL.Load(ref Unsafe.Add(ref y, 2 * width));
        var s3 = TL.Load(ref Unsafe.Add(ref y, 3 * width));
        var s4 = TL.Load(ref Unsafe.Add(ref y, 4 * width));
        var s5 = TL.Load(ref Unsafe.Add(ref y, 5 * width));
        var s6 = TL.Load(ref Unsafe.Add(ref y, 6 * width));
        var s7 = TL.Load(ref Unsafe.Add(ref y, 7 * width));
        for (var k = 0; k < inner; k++)
        {
            var xk = TL.Load(ref x);
            s0 = TL.Fma(Row<TL, T>(ref m, k), xk, s0);
            s1 = TL.Fma(Row<TL, T>(ref m, inner + k), xk, s1);
            s2 = TL.Fma(Row<TL, T>(ref m, 2 * inner + k), xk, s2);
            s3 = TL.Fma(Row<TL, T>(ref m, 3 * inner + k), xk, s3);
            s4 = TL.Fma(Row<TL, T>(ref m, 4 * inner + k), xk, s4);
            s5 = TL.Fma(Row<TL, T>(ref m, 5 * inner + k), xk, s5);
            s6 = TL.Fma(Row<TL, T>(ref m, 6 * inner + k), xk, s6);
            s7 = TL.Fma(Row<TL, T>(ref m, 7 * inner + k), xk, s7);
            x = ref Unsafe.Add(ref x, width);
        }

        s0.Store(ref y);
        s1.Store(ref Unsafe.Add(ref y, width));
        s2.Store(ref Unsafe.Add(ref y, 2 * width));
        s3.Store(ref Unsafe.Add(ref y, 3 * width));
        s4.Store(ref Unsafe.Add(ref y, 4 * width));
        s5.Store(ref Unsafe.Add(ref y, 5 * width));
        s6.Store(ref Unsafe.Add(ref y, 6 * width));
        s7.Store(ref Unsafe.Add(ref y, 7 * width));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile4<TL, T>(ref T m, ref T x, ref T y, int inner, int width)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s0 = TL.Load(ref y);
        var s1 = TL.Load(ref Unsafe.Add(ref y, width));
        var s2 = TL.Load(ref Unsafe.Add(ref y, 2 * width));
        var s3 = TL.Load(ref Unsafe.Add(ref y, 3 * width));
        for (var k = 0; k < inner; k++)
        {
            var xk = TL.Load(ref x);
            s0 = TL.Fma(Row<TL, T>(ref m, k), xk, s0);
            s1 = TL.Fma(Row<TL, T>(ref m, inner + k), xk, s1);
            s2 = TL.Fma(Row<TL, T>(ref m, 2 * inner + k), xk, s2);
            s3 = TL.Fma(Row<TL, T>(ref m, 3 * inner + k), xk, s3);
            x = ref Unsafe.Add(ref x, width);
        }

        s0.Store(ref y);
        s1.Store(ref Unsafe.Add(ref y, width));
        s2.Store(ref Unsafe.Add(ref y, 2 * width));
        s3.Store(ref Unsafe.Add(ref y, 3 * width));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile1<TL, T>(ref T m, ref T x, ref T y, int inner, int width)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s0 = TL.Load(ref y);
        for (var k = 0; k < inner; k++)
        {
            var xk = TL.Load(ref x);
            s0 = TL.Fma(Row<TL, T>(ref m, k), xk, s0);
            x = ref Unsafe.Add(ref x, width);
        }

        s0.Store(ref y);
    }
}
