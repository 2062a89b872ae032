using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>Standard normals as a pure function of (seed, stream, source, trial, step, unit).</summary>
/// <remarks>
/// Two 32-bit words a, b make two normals (Box and Muller 1958), in float, every operation rounded as written:
/// <code>
/// u = fma(float(a >> 1), 2^-31, 2^-32)            in (0, 1]; float() rounds to nearest even
/// t = float(int(b &lt;&lt; 2)) 2^-31                    in [-1, 1]: bits 0..29 of b, signed
/// r = sqrt(-2 log u), its sign that of bit 31 of b
/// first  = r (bit 30 of b ? sin : cos)(pi t / 4)
/// second = r (bit 30 of b ? cos : sin)(pi t / 4)
/// </code>
/// Bits 30 and 31 choose the quarter of the circle. Small u keep their resolution, so the tail reaches
/// sqrt(64 log 2) = 6.66 standard deviations. Words 0, 1 of a Philox block make units 4k and 4k + 1, words 2, 3 units
/// 4k + 2 and 4k + 3. The normal in double is the same number, widened.
/// </remarks>
public static class Gaussian
{
    /// <summary>The number of trials must be a multiple of this: the floats in 64 bytes.</summary>
    public const int TrialBlock = 16;

    // Words are made for so many units at once, then turned into normals: two short loops that stay in registers.
    private const int UnitBlock = 32;
    private const float TwoToMinus31 = 1f / (1u << 31), TwoToMinus32 = TwoToMinus31 / 2;

    /// <summary>Fills a matrix with independent standard normals.</summary>
    /// <typeparam name="T">float or double; both hold the same numbers.</typeparam>
    /// <param name="key">Seed, stream and source.</param>
    /// <param name="trials">The trial number of each column, below 2^48, in any order; a multiple of 16 of them.</param>
    /// <param name="step">The time step.</param>
    /// <param name="units">The number of rows, at least 1.</param>
    /// <param name="destination">Receives [units, trials.Length], rows contiguous.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a trial number is too large.</exception>
    public static void Fill<T>(NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Simd.Tier == SimdTier.Bits512)
            Fill<Words512, Lanes512<float>, T>(key, trials, step, units, destination);
        else if (Simd.Tier == SimdTier.Bits256)
            Fill<Words256, Lanes256<float>, T>(key, trials, step, units, destination);
        else
            Fill<Words128, Lanes128<float>, T>(key, trials, step, units, destination);
    }

    /// <summary>The same on a chosen width of registers.</summary>
    [SkipLocalsInit]
    internal static void Fill<TWords, TFloat, T>(
        NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
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
                FillNormals<TWords, TFloat, T>(words, rows, destination[(unit * trials.Length + column)..], trials.Length);
            }
        }
    }

    /// <summary>The two normals of two words.</summary>
    internal static (float First, float Second) Pair(uint a, uint b)
    {
        var u = MathF.FusedMultiplyAdd((int)(a >> 1), TwoToMinus31, TwoToMinus32);
        var radius = MathF.Sqrt(-2f * Elementary.LogOfNormal<OneLane<float>, float>(OneLane<float>.Broadcast(u)).Value);
        var t = OneLane<float>.Broadcast((int)(b << 2) * TwoToMinus31);
        Elementary.SinCosEighth<OneLane<float>, float>(t, out var sin, out var cos);
        radius = (b >> 31) != 0 ? -radius : radius;
        return ((b >> 30) & 1) != 0
            ? (radius * sin.Value, radius * cos.Value)
            : (radius * cos.Value, radius * sin.Value);
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

    // The normals of some rows from their words.
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private static void FillNormals<TWords, TFloat, T>(ReadOnlySpan<uint> words, int rows, Span<T> destination, int stride)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<float> narrow = stackalloc float[TrialBlock];
        for (var row = 0; row < rows; row += 2)
        {
            var pair = words.Slice(row * TrialBlock, 2 * TrialBlock);
            Pair<TWords, TFloat>(TWords.Load(in pair[0]), TWords.Load(in pair[TrialBlock]), out var first, out var second);
            Write(first, destination.Slice(row * stride, TrialBlock), narrow);
            if (row + 1 < rows)
                Write(second, destination.Slice((row + 1) * stride, TrialBlock), narrow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
    {
        var u = TFloat.Fma(TWords.ToFloat(TWords.ShiftRight(a, 1)), TFloat.Broadcast(TwoToMinus31), TFloat.Broadcast(TwoToMinus32));
        var radius = TFloat.Sqrt(TFloat.Broadcast(-2f) * Elementary.LogOfNormal<TFloat, float>(u));
        radius = TFloat.Select(TFloat.Broadcast(-0f), TWords.AsFloat(b), radius);
        var t = TWords.ToFloat(TWords.ShiftLeft(b, 2)) * TFloat.Broadcast(TwoToMinus31);
        Elementary.SinCosEighth<TFloat, float>(t, out var sin, out var cos);
        var swap = TWords.AsFloat(TWords.SpreadSign(TWords.ShiftLeft(b, 1)));
        first = radius * TFloat.Select(swap, sin, cos);
        second = radius * TFloat.Select(swap, cos, sin);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TFloat, T>(TFloat normals, Span<T> destination, Span<float> narrow)
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            normals.Store(ref Unsafe.As<T, float>(ref destination[0]));
            return;
        }

        normals.Store(ref narrow[0]);
        ref var wide = ref Unsafe.As<T, double>(ref destination[0]);
        for (nuint i = 0; i < TrialBlock; i += 8)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(in narrow[0], i));
            lower.StoreUnsafe(ref wide, i);
            upper.StoreUnsafe(ref wide, i + 4);
        }
    }
}
