using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// Fills [units, trials] with random numbers that are pure functions of (seed, stream, source, trial, step, unit): words of
/// <see cref="Philox"/>, two of which make the numbers of two units. Words 0, 1 of a block make units 4k and 4k + 1, words
/// 2, 3 units 4k + 2 and 4k + 3.
/// </summary>
internal static class KeyedDraws
{
    /// <summary>The number of trials must be a multiple of this: the floats in 64 bytes.</summary>
    public const int TrialBlock = 16;

    // Words are made for so many units at once, then turned into numbers: two short loops that stay in registers.
    private const int UnitBlock = 32;

    /// <summary>Fills a matrix on this machine's widest registers.</summary>
    public static void Fill<TDraw, T>(NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where TDraw : struct, IWordPair
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Simd.Tier == SimdTier.Bits512)
            Fill<TDraw, Words512, Lanes512<float>, T>(key, trials, step, units, destination);
        else if (Simd.Tier == SimdTier.Bits256)
            Fill<TDraw, Words256, Lanes256<float>, T>(key, trials, step, units, destination);
        else
            Fill<TDraw, Words128, Lanes128<float>, T>(key, trials, step, units, destination);
    }

    /// <summary>The same on a chosen width of registers.</summary>
    [SkipLocalsInit]
    public static void Fill<TDraw, TWords, TFloat, T>(
        NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where TDraw : struct, IWordPair
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(trials, units, destination.Length);
        Span<uint> words = stackalloc uint[UnitBlock * TrialBlock];
        for (var column = 0; column < trials.Length; column += TrialBlock)
        {
            for (var unit = 0; unit < units; unit += UnitBlock)
            {
                var rows = Math.Min(UnitBlock, units - unit);
                FillWords<TWords, TFloat>(key, trials.Slice(column, TrialBlock), step, (uint)unit / 4, (rows + 3) / 4, words);
                FillNumbers<TDraw, TWords, TFloat, T>(words, rows, destination[(unit * trials.Length + column)..], trials.Length);
            }
        }
    }

    private static void Check(ReadOnlySpan<ulong> trials, int units, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        if (trials.Length % TrialBlock != 0)
            throw new ArgumentException($"The number of trials is {trials.Length}; it must be a multiple of {TrialBlock}.", nameof(trials));
        if (length != (long)units * trials.Length)
            throw new ArgumentException($"The destination holds {length} numbers; {units} units x {trials.Length} trials are needed.", nameof(length));
        foreach (var trial in trials)
        {
            if (trial >= Philox.TrialLimit)
                throw new ArgumentOutOfRangeException(nameof(trials), trial, "Trial numbers must be below 2^48.");
        }
    }

    // The words of sixteen trials and some blocks of four units, [4 blocks, 16]. A product of two words takes two
    // lanes, so the trials in even and in odd lanes go through Philox apart.
    [SkipLocalsInit]
    private static void FillWords<TWords, TFloat>(
        NoiseKey key, ReadOnlySpan<ulong> trials, uint step, uint firstBlock, int blocks, Span<uint> words)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
    {
        Span<uint> counter = stackalloc uint[2 * TrialBlock];
        for (var lane = 0; lane < TrialBlock; lane++)
        {
            counter[lane] = (uint)trials[lane];
            counter[TrialBlock + lane] = Philox.FourthWord(key, trials[lane]);
        }

        var low = TWords.Load(in counter[0]);
        var high = TWords.Load(in counter[TrialBlock]);
        for (var block = 0; block < blocks; block++)
        {
            TWords e0 = low, e1 = TWords.Broadcast(step), e2 = TWords.Broadcast(firstBlock + (uint)block), e3 = high;
            TWords o0 = TWords.OddToEven(low), o1 = e1, o2 = e2, o3 = TWords.OddToEven(high);
            Philox.Block<TWords, TFloat>(ref e0, ref e1, ref e2, ref e3, key.Seed);
            Philox.Block<TWords, TFloat>(ref o0, ref o1, ref o2, ref o3, key.Seed);
            var destination = words.Slice(4 * TrialBlock * block, 4 * TrialBlock);
            TWords.Interleave(e0, o0).Store(ref destination[0]);
            TWords.Interleave(e1, o1).Store(ref destination[TrialBlock]);
            TWords.Interleave(e2, o2).Store(ref destination[2 * TrialBlock]);
            TWords.Interleave(e3, o3).Store(ref destination[3 * TrialBlock]);
        }
    }

    // The numbers of some rows from their words.
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private static void FillNumbers<TDraw, TWords, TFloat, T>(ReadOnlySpan<uint> words, int rows, Span<T> destination, int stride)
        where TDraw : struct, IWordPair
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<float> narrow = stackalloc float[TrialBlock];
        for (var row = 0; row < rows; row += 2)
        {
            var pair = words.Slice(row * TrialBlock, 2 * TrialBlock);
            TDraw.Pair<TWords, TFloat>(TWords.Load(in pair[0]), TWords.Load(in pair[TrialBlock]), out var first, out var second);
            Write(first, destination.Slice(row * stride, TrialBlock), narrow);
            if (row + 1 < rows)
                Write(second, destination.Slice((row + 1) * stride, TrialBlock), narrow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TFloat, T>(TFloat numbers, Span<T> destination, Span<float> narrow)
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            numbers.Store(ref Unsafe.As<T, float>(ref destination[0]));
            return;
        }

        numbers.Store(ref narrow[0]);
        ref var wide = ref Unsafe.As<T, double>(ref destination[0]);
        for (nuint i = 0; i < TrialBlock; i += 8)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(in narrow[0], i));
            lower.StoreUnsafe(ref wide, i);
            upper.StoreUnsafe(ref wide, i + 4);
        }
    }
}
