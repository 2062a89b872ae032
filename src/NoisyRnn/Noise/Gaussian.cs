using System.Numerics;
using System.Runtime.CompilerServices;
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
    public const int TrialBlock = KeyedDraws.TrialBlock;

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
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        KeyedDraws.Fill<Normals, T>(key, trials, step, units, destination);

    /// <summary>The same on a chosen width of registers.</summary>
    internal static void Fill<TWords, TFloat, T>(
        NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        KeyedDraws.Fill<Normals, TWords, TFloat, T>(key, trials, step, units, destination);

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

    private readonly struct Normals : IWordPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
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
    }
}
