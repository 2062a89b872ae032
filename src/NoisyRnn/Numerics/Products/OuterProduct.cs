using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Gradients of weights: sums over steps and trials of delta times source. Within one group of lanes (16 floats or 8
/// doubles) and one chunk of steps the sum runs in T, step by step, lanes last; across chunks and groups in double. The
/// caller keeps one accumulator a group and adds them in index order, so the bits do not depend on threads or block width.
/// </summary>
public static partial class OuterProduct
{
    /// <summary>The longest chunk of steps summed in T.</summary>
    public const int ChunkSteps = 64;

    // From this many products on, it pays to copy the operands into panels.
    private const int PanelProducts = 12 * 12;

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
        var d = new StepRows<T>(ref Unsafe.Add(ref MemoryMarshal.GetReference(delta), group * lanes), width, deltaStride);
        var x = new StepRows<T>(ref Unsafe.Add(ref MemoryMarshal.GetReference(source), group * lanes), width, sourceStride);
        ref var g = ref MemoryMarshal.GetReference(accumulator);
        // Steps lie a large power of two apart where the network's size is one, and would all fall into the same few
        // sets of the cache; in panels they lie side by side.
        var rented = rows * columns < PanelProducts ? null : ArrayPool<T>.Shared.Rent((columns + LongestTile + 1) * steps * lanes);
        var panels = rented is null ? [] : Aligned(rented.AsSpan());
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                Sweep<Lanes512<T>, T>(d, x, steps, rows, columns, ref g, panels, wide: true);
                break;
            case SimdTier.Bits256:
                Sweep<Lanes256<T>, T>(d, x, steps, rows, columns, ref g, panels, wide: false);
                break;
            default:
                Sweep<Lanes128<T>, T>(d, x, steps, rows, columns, ref g, panels, wide: false);
                break;
        }

        if (rented is not null)
            ArrayPool<T>.Shared.Return(rented);
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
        var d = new StepRows<T>(ref Unsafe.Add(ref MemoryMarshal.GetReference(delta), group * lanes), width, deltaStride);
        switch (Simd.Tier)
        {
            case SimdTier.Bits512:
                RowSums<Lanes512<T>, T>(d, steps, rows, accumulator);
                break;
            case SimdTier.Bits256:
                RowSums<Lanes256<T>, T>(d, steps, rows, accumulator);
                break;
            default:
                RowSums<Lanes128<T>, T>(d, steps, rows, accumulator);
                break;
        }
    }

    // The part of a span that starts at a multiple of 64 bytes. Should the collector move the array, only time is lost.
    private static unsafe Span<T> Aligned<T>(Span<T> span)
        where T : unmanaged
    {
        var beyond = (int)((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)) & 63);
        return span[(beyond == 0 ? 0 : (64 - beyond) / Unsafe.SizeOf<T>())..];
    }
}
