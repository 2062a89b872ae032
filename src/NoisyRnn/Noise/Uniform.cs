using System.Numerics;
using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>Uniform numbers in (0, 1] as a pure function of (seed, stream, source, trial, step, unit).</summary>
/// <remarks>The word w makes fma(float(w >> 8), 2^-24, 2^-25): never 0; the largest rounds to 1.</remarks>
public static class Uniform
{
    private const float TwoToMinus24 = 1f / (1 << 24);

    /// <summary>Fills a matrix with independent uniform numbers.</summary>
    /// <typeparam name="T">float or double; both hold the same numbers.</typeparam>
    /// <param name="key">Seed, stream and source.</param>
    /// <param name="trials">The trial number of each column, below 2^48, in any order; a multiple of 16 of them.</param>
    /// <param name="step">The time step.</param>
    /// <param name="units">The number of rows, at least 1.</param>
    /// <param name="destination">Receives [units, trials.Length], rows contiguous.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a trial number is too large.</exception>
    public static void Fill<T>(NoiseKey key, ReadOnlySpan<ulong> trials, uint step, int units, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        KeyedDraws.Fill<Words, T>(key, trials, step, units, destination);

    /// <summary>The number of a word.</summary>
    internal static float Of(uint word) => MathF.FusedMultiplyAdd(word >> 8, TwoToMinus24, TwoToMinus24 / 2);

    private readonly struct Words : IWordPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
            where TWords : struct, IWords<TWords, TFloat>
            where TFloat : struct, ILanes<TFloat, float>
        {
            first = TFloat.Fma(TWords.ToFloat(TWords.ShiftRight(a, 8)), TFloat.Broadcast(TwoToMinus24), TFloat.Broadcast(TwoToMinus24 / 2));
            second = TFloat.Fma(TWords.ToFloat(TWords.ShiftRight(b, 8)), TFloat.Broadcast(TwoToMinus24), TFloat.Broadcast(TwoToMinus24 / 2));
        }
    }
}
