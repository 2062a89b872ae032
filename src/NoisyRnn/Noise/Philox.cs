using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// The counter-based generator Philox4x32-10: a bijection of 128-bit counters chosen by a 64-bit key. Any number can be
/// computed on its own, in any order, on any thread.
/// </summary>
/// <remarks>
/// The counter of this project, fixed for ever: c0 = low 32 bits of the trial; c1 = step; c2 = unit / 4;
/// c3 = stream | source &lt;&lt; 8 | (bits 32..47 of the trial) &lt;&lt; 16. The key is the seed, low word first.
/// Counters whose c2 has its highest bit set belong to <see cref="RandomStream"/>, all others to <see cref="Gaussian"/>.
/// Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
/// </remarks>
public static class Philox
{
    /// <summary>Trials are numbered below this.</summary>
    public const ulong TrialLimit = 1UL << 48;

    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The four words of one counter.</summary>
    /// <param name="c0">First word of the counter; becomes the first word of the result. The others likewise.</param>
    /// <param name="c1">Second word.</param>
    /// <param name="c2">Third word.</param>
    /// <param name="c3">Fourth word.</param>
    /// <param name="key">The key, low word first.</param>
    public static void Block(ref uint c0, ref uint c1, ref uint c2, ref uint c3, ulong key)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * c0;
            var p1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint)p1;
            c2 = (uint)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint)p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }

    /// <summary>The fourth word of the counter for trial numbers of a key.</summary>
    internal static uint FourthWord(NoiseKey key, ulong trial) =>
        (uint)key.Stream | ((uint)key.Source << 8) | ((uint)(trial >> 32) << 16);

    /// <summary>The same for eight counters at once, held in the even lanes; odd lanes are ignored and undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Block<TWords, TFloat>(ref TWords c0, ref TWords c1, ref TWords c2, ref TWords c3, ulong key)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        var m0 = TWords.Broadcast(Multiplier0);
        var m1 = TWords.Broadcast(Multiplier1);
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = TWords.MultiplyEven(c0, m0);
            var p1 = TWords.MultiplyEven(c2, m1);
            c0 = TWords.OddToEven(p1) ^ c1 ^ TWords.Broadcast(k0);
            c1 = p1;
            c2 = TWords.OddToEven(p0) ^ c3 ^ TWords.Broadcast(k1);
            c3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }
}
