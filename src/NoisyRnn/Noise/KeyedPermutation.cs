using System.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// An order of n things as a pure function of its key: the thing at any place is computed on its own, exactly once each,
/// without a list of n. Every epoch of training has one.
/// </summary>
/// <remarks>
/// A balanced Feistel network on the smallest 2^(2k) &gt;= n, <see cref="Rounds"/> rounds, its round function a word of
/// <see cref="Philox"/> at trial = epoch, step = the half, unit / 4 = the round; places beyond n are passed through again
/// until they fall below it (cycle walking), less than four times on average. Source: Black and Rogaway 2002, "Ciphers
/// with arbitrary finite domains". The words are those of <see cref="Gaussian"/>: a key belongs to one of the two.
/// </remarks>
public sealed class KeyedPermutation
{
    private const int Rounds = 8;
    private readonly NoiseKey _key;
    private readonly int _half;
    private readonly uint _mask;

    /// <summary>The permutations of a key.</summary>
    /// <param name="key">Seed, stream (<see cref="NoiseStream.Shuffle"/>) and what is put in order.</param>
    /// <param name="count">n, at least 1.</param>
    public KeyedPermutation(NoiseKey key, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_key, Count) = (key, count);
        var bits = 32 - BitOperations.LeadingZeroCount((uint)(count - 1));
        _half = Math.Max(1, (bits + 1) / 2);
        _mask = (1u << _half) - 1;
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>What stands at a place.</summary>
    /// <param name="place">From 0 to n - 1.</param>
    /// <param name="epoch">Each epoch, below 2^48, has an order of its own.</param>
    public int this[int place, ulong epoch = 0]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)Count, nameof(place));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(epoch, Philox.TrialLimit);
            var value = (uint)place;
            do
                value = Encipher(value, epoch);
            while (value >= (uint)Count);
            return (int)value;
        }
    }

    /// <summary>The whole order of an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    public int[] ToArray(ulong epoch = 0)
    {
        var order = new int[Count];
        for (var place = 0; place < Count; place++)
            order[place] = this[place, epoch];
        return order;
    }

    private uint Encipher(uint value, ulong epoch)
    {
        var (left, right) = (value >> _half, value & _mask);
        for (var round = 0u; round < Rounds; round++)
        {
            uint c0 = (uint)epoch, c1 = right, c2 = round, c3 = Philox.FourthWord(_key, epoch);
            Philox.Block(ref c0, ref c1, ref c2, ref c3, _key.Seed);
            (left, right) = (right, left ^ (c0 & _mask));
        }

        return (left << _half) | right;
    }
}
