using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Gradients of weights: sums over steps and trials of delta times source. Within one group of lanes (16 floats or 8
/// doubles) and one chunk of steps the sum runs in T, step by step, lanes last; across chunks and groups in double. The
/// caller keeps one accumulator a group and adds them in index order, so the bits do not depend on threads or block width.
/// </summary>
public static class OuterProduct
{
    /// <summary>The longest chunk of steps summed in T.</summary>
    public const int ChunkSteps = 64;

    /// <summary>accumulator[i, j] += sum over steps s and the group's lanes b of delta[s][i, b] * source[s][j, b].</summary>
    /// <param name="delta">First step's block [rows, width].</param>
    /// <param name="deltaStride">Elements from one step's block to the next.</param>
    /// <param name="source">First step's block [columns, width].</param>
    /// <param name="sourceStride">Elements from one step's block to the next.</param>
    /// <param name="steps">Number of steps, at most <see cref="ChunkSteps"/>.</param>
    /// <param name="rows">Rows of delta.</param>
    /// <param name="columns">Rows of source.</param>
    /// <param name="width">Trials in a block.</param>
    /// <param name="group">Which group of lanes.</param>
    /// <param name="accumulator">[rows, columns], double.</param>
    public static void Add<T>(
        ReadOnlySpan<T> delta, int deltaStride, ReadOnlySpan<T> source, int sourceStride,
        int steps, int rows, int columns, int width, int group, Span<double> accumulator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        if (steps > ChunkSteps || (group + 1) * lanes > width || accumulator.Length < rows * columns
            || delta.Length < (steps - 1) * deltaStride + rows * width || source.Length < (steps - 1) * sourceStride + columns * width)
            throw new ArgumentException($"shapes do not fit: {steps} steps of [{rows}, {width}] and [{columns}, {width}]", nameof(steps));
        ref var d = ref Unsafe.Add(ref MemoryMarshal.GetReference(delta), group * lanes);
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), group * lanes);
        ref var g = ref MemoryMarshal.GetReference(accumulator);
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Sweep<Lanes512<T>, T>(ref d, deltaStride, ref x, sourceStride, steps, rows, columns, width, ref g, wide: true);
                break;
            case SimdTier.Bits256:
                Sweep<Lanes256<T>, T>(ref d, deltaStride, ref x, sourceStride, steps, rows, columns, width, ref g, wide: false);
                break;
            default:
                Sweep<Lanes128<T>, T>(ref d, deltaStride, ref x, sourceStride, steps, rows, columns, width, ref g, wide: false);
                break;
        }
    }

    /// <summary>accumulator[i] += sum over steps and the group's lanes of delta[s][i, b].</summary>
    /// <inheritdoc cref="Add{T}"/>
    public static void AddRowSums<T>(
        ReadOnlySpan<T> delta, int deltaStride, int steps, int rows, int width, int group, Span<double> accumulator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        if (steps > ChunkSteps || (group + 1) * lanes > width || accumulator.Length < rows
            || delta.Length < (steps - 1) * deltaStride + rows * width)
            throw new ArgumentException($"shapes do not fit: {steps} steps of [{rows}, {width}]", nameof(steps));
        ref var d = ref Unsafe.Add(ref MemoryMarshal.GetReference(delta), group * lanes);
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                RowSums<Lanes512<T>, T>(ref d, deltaStride, steps, rows, width, accumulator);
                break;
            case SimdTier.Bits256:
                RowSums<Lanes256<T>, T>(ref d, deltaStride, steps, rows, width, accumulator);
                break;
            default:
                RowSums<Lanes128<T>, T>(ref d, deltaStride, steps, rows, width, accumulator);
                break;
        }
    }

    internal static void RowSums<TL, T>(ref T d, int deltaStride, int steps, int rows, int width, Span<double> accumulator)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i++)
        {
            var sum = TL.Broadcast(T.Zero);
            ref var row = ref Unsafe.Add(ref d, i * width);
            for (var s = 0; s < steps; s++)
                sum += TL.Load(ref Unsafe.Add(ref row, s * deltaStride));
            accumulator[i] += double.CreateTruncating(TL.Sum(sum));
        }
    }

    // Tiles of 4 by 4 rows where there are 32 registers, of 2 by 2 where there are 16; then single pairs.
    internal static void Sweep<TL, T>(
        ref T d, int deltaStride, ref T x, int sourceStride, int steps, int rows, int columns, int width, ref double g, bool wide)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tile = wide ? 4 : 2;
        var i = 0;
        for (; i + tile <= rows; i += tile)
        {
            var j = 0;
            ref var di = ref Unsafe.Add(ref d, i * width);
            for (; j + tile <= columns; j += tile)
            {
                ref var xj = ref Unsafe.Add(ref x, j * width);
                ref var gij = ref Unsafe.Add(ref g, i * columns + j);
                if (wide)
                    Tile4x4<TL, T>(ref di, deltaStride, ref xj, sourceStride, steps, columns, width, ref gij);
                else
                    Tile2x2<TL, T>(ref di, deltaStride, ref xj, sourceStride, steps, columns, width, ref gij);
            }

            for (; j < columns; j++)
            {
                for (var r = 0; r < tile; r++)
                    Single<TL, T>(ref Unsafe.Add(ref di, r * width), deltaStride, ref Unsafe.Add(ref x, j * width), sourceStride, steps, ref Unsafe.Add(ref g, (i + r) * columns + j));
            }
        }

        for (; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                Single<TL, T>(ref Unsafe.Add(ref d, i * width), deltaStride, ref Unsafe.Add(ref x, j * width), sourceStride, steps, ref Unsafe.Add(ref g, i * columns + j));
        }
    }

    private static void Single<TL, T>(ref T d, int deltaStride, ref T x, int sourceStride, int steps, ref double g)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = TL.Broadcast(T.Zero);
        for (var s = 0; s < steps; s++)
        {
            sum = TL.Fma(TL.Load(ref d), TL.Load(ref x), sum);
            d = ref Unsafe.Add(ref d, deltaStride);
            x = ref Unsafe.Add(ref x, sourceStride);
        }

        Deposit<TL, T>(sum, ref g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deposit<TL, T>(TL sum, ref double g)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => g += double.CreateTruncating(TL.Sum(sum));

    private static void Tile4x4<TL, T>(ref T d, int deltaStride, ref T x, int sourceStride, int steps, int columns, int width, ref double g)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zero = TL.Broadcast(T.Zero);
        TL s00 = zero, s01 = zero, s02 = zero, s03 = zero;
        TL s10 = zero, s11 = zero, s12 = zero, s13 = zero;
        TL s20 = zero, s21 = zero, s22 = zero, s23 = zero;
        TL s30 = zero, s31 = zero, s32 = zero, s33 = zero;
        for (var s = 0; s < steps; s++)
        {
            var x0 = TL.Load(ref x);
            var x1 = TL.Load(ref Unsafe.Add(ref x, width));
            var x2 = TL.Load(ref Unsafe.Add(ref x, 2 * width));
            var x3 = TL.Load(ref Unsafe.Add(ref x, 3 * width));
            var d0 = TL.Load(ref d);
            s00 = TL.Fma(d0, x0, s00);
            s01 = TL.Fma(d0, x1, s01);
            s02 = TL.Fma(d0, x2, s02);
            s03 = TL.Fma(d0, x3, s03);
            var d1 = TL.Load(ref Unsafe.Add(ref d, width));
            s10 = TL.Fma(d1, x0, s10);
            s11 = TL.Fma(d1, x1, s11);
            s12 = TL.Fma(d1, x2, s12);
            s13 = TL.Fma(d1, x3, s13);
            var d2 = TL.Load(ref Unsafe.Add(ref d, 2 * width));
            s20 = TL.Fma(d2, x0, s20);
            s21 = TL.Fma(d2, x1, s21);
            s22 = TL.Fma(d2, x2, s22);
            s23 = TL.Fma(d2, x3, s23);
            var d3 = TL.Load(ref Unsafe.Add(ref d, 3 * width));
            s30 = TL.Fma(d3, x0, s30);
            s31 = TL.Fma(d3, x1, s31);
            s32 = TL.Fma(d3, x2, s32);
            s33 = TL.Fma(d3, x3, s33);
            d = ref Unsafe.Add(ref d, deltaStride);
            x = ref Unsafe.Add(ref x, sourceStride);
        }

        Deposit<TL, T>(s00, ref g);
        Deposit<TL, T>(s01, ref Unsafe.Add(ref g, 1));
        Deposit<TL, T>(s02, ref Unsafe.Add(ref g, 2));
        Deposit<TL, T>(s03, ref Unsafe.Add(ref g, 3));
        Deposit<TL, T>(s10, ref Unsafe.Add(ref g, columns));
        Deposit<TL, T>(s11, ref Unsafe.Add(ref g, columns + 1));
        Deposit<TL, T>(s12, ref Unsafe.Add(ref g, columns + 2));
        Deposit<TL, T>(s13, ref Unsafe.Add(ref g, columns + 3));
        Deposit<TL, T>(s20, ref Unsafe.Add(ref g, 2 * columns));
        Deposit<TL, T>(s21, ref Unsafe.Add(ref g, 2 * columns + 1));
        Deposit<TL, T>(s22, ref Unsafe.Add(ref g, 2 * columns + 2));
        Deposit<TL, T>(s23, ref Unsafe.Add(ref g, 2 * columns + 3));
        Deposit<TL, T>(s30, ref Unsafe.Add(ref g, 3 * columns));
        Deposit<TL, T>(s31, ref Unsafe.Add(ref g, 3 * columns + 1));
        Deposit<TL, T>(s32, ref Unsafe.Add(ref g, 3 * columns + 2));
        Deposit<TL, T>(s33, ref Unsafe.Add(ref g, 3 * columns + 3));
    }

    private static void Tile2x2<TL, T>(ref T d, int deltaStride, ref T x, int sourceStride, int steps, int columns, int width, ref double g)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zero = TL.Broadcast(T.Zero);
        TL s00 = zero, s01 = zero;
        TL s10 = zero, s11 = zero;
        for (var s = 0; s < steps; s++)
        {
            var x0 = TL.Load(ref x);
            var x1 = TL.Load(ref Unsafe.Add(ref x, width));
            var d0 = TL.Load(ref d);
            s00 = TL.Fma(d0, x0, s00);
            s01 = TL.Fma(d0, x1, s01);
            var d1 = TL.Load(ref Unsafe.Add(ref d, width));
            s10 = TL.Fma(d1, x0, s10);
            s11 = TL.Fma(d1, x1, s11);
            d = ref Unsafe.Add(ref d, deltaStride);
            x = ref Unsafe.Add(ref x, sourceStride);
        }

        Deposit<TL, T>(s00, ref g);
        Deposit<TL, T>(s01, ref Unsafe.Add(ref g, 1));
        Deposit<TL, T>(s10, ref Unsafe.Add(ref g, columns));
        Deposit<TL, T>(s11, ref Unsafe.Add(ref g, columns + 1));
    }
}
