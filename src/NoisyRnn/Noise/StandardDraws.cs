using System.Numerics;
using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// Numbers of mean 0 and variance 1 of any <see cref="NoiseDistribution"/>, as a pure function of (seed, stream, source, trial,
/// step, unit).
/// </summary>
/// <remarks>
/// A 32-bit word w makes one number, in float, every operation rounded as written:
/// <code>
/// uniform    float(int(w)) sqrt(3) 2^-31
/// laplace    -log(u) / sqrt(2), u = fma(float(w >> 1), 2^-31, 2^-32) in (0, 1]; its sign that of bit 0 of w
/// two-point  1, its sign that of bit 31 of w
/// </code>
/// Laplace numbers reach 32 log(2) / sqrt(2) = 15.7. The normals are those of <see cref="Gaussian"/>. The number in double is
/// the same, widened.
/// </remarks>
public static class StandardDraws
{
    private const float TwoToMinus31 = 1f / (1u << 31), RootThree = 1.7320508f, RootHalf = 0.70710677f;

    /// <summary>Fills a matrix with independent numbers.</summary>
    /// <typeparam name="T">float or double; both hold the same numbers.</typeparam>
    /// <param name="distribution">Their law.</param>
    /// <param name="key">Seed, stream and source.</param>
    /// <param name="trials">The trial number of each column, below 2^48, in any order; a multiple of 16 of them.</param>
    /// <param name="step">The time step.</param>
    /// <param name="units">The number of rows, at least 1.</param>
    /// <param name="destination">Receives [units, trials.Length], rows contiguous.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a trial number is too large.</exception>
    public static void Fill<T>(
        NoiseDistribution distribution, NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (distribution)
        {
            case NoiseDistribution.Gaussian:
                Gaussian.Fill(key, trials, step, units, destination);
                break;
            case NoiseDistribution.Uniform:
                KeyedDraws.Fill<UniformPair, T>(key, trials, step, units, destination);
                break;
            case NoiseDistribution.Laplace:
                KeyedDraws.Fill<LaplacePair, T>(key, trials, step, units, destination);
                break;
            default:
                KeyedDraws.Fill<TwoPointPair, T>(key, trials, step, units, destination);
                break;
        }
    }

    /// <summary>The same on a chosen width of registers; not for the normals.</summary>
    internal static void Fill<TWords, TFloat, T>(
        NoiseDistribution distribution, NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (distribution == NoiseDistribution.Uniform)
            KeyedDraws.Fill<UniformPair, TWords, TFloat, T>(key, trials, step, units, destination);
        else if (distribution == NoiseDistribution.Laplace)
            KeyedDraws.Fill<LaplacePair, TWords, TFloat, T>(key, trials, step, units, destination);
        else
            KeyedDraws.Fill<TwoPointPair, TWords, TFloat, T>(key, trials, step, units, destination);
    }

    private readonly struct UniformPair : IWordPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
            where TWords : struct, IWords<TWords, TFloat>
            where TFloat : struct, ILanes<TFloat, float>
        {
            var scale = TFloat.Broadcast(RootThree * TwoToMinus31);
            first = TWords.ToFloat(a) * scale;
            second = TWords.ToFloat(b) * scale;
        }
    }

    private readonly struct LaplacePair : IWordPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
            where TWords : struct, IWords<TWords, TFloat>
            where TFloat : struct, ILanes<TFloat, float>
        {
            first = Of<TWords, TFloat>(a);
            second = Of<TWords, TFloat>(b);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TFloat Of<TWords, TFloat>(TWords word)
            where TWords : struct, IWords<TWords, TFloat>
            where TFloat : struct, ILanes<TFloat, float>
        {
            var u = TFloat.Fma(TWords.ToFloat(TWords.ShiftRight(word, 1)), TFloat.Broadcast(TwoToMinus31), TFloat.Broadcast(TwoToMinus31 / 2));
            var size = TFloat.Broadcast(-RootHalf) * Elementary.LogOfNormal<TFloat, float>(u);
            return TFloat.Select(TFloat.Broadcast(-0f), TWords.AsFloat(TWords.ShiftLeft(word, 31)), size);
        }
    }

    private readonly struct TwoPointPair : IWordPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
            where TWords : struct, IWords<TWords, TFloat>
            where TFloat : struct, ILanes<TFloat, float>
        {
            first = TFloat.Select(TFloat.Broadcast(-0f), TWords.AsFloat(a), TFloat.Broadcast(1));
            second = TFloat.Select(TFloat.Broadcast(-0f), TWords.AsFloat(b), TFloat.Broadcast(1));
        }
    }
}
