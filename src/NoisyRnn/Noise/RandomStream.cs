namespace NoisyRnn.Noise;

/// <summary>
/// Random numbers in sequence, for building trials, initial parameters and orders. The same key and trial always give
/// the same sequence, whatever else has been drawn.
/// </summary>
/// <remarks>
/// Reads Philox words one after the other: block n has the counter c1 = low word of n, c2 = 2^31 + the rest of n
/// (<see cref="Philox"/>). No unit number reaches 2^31, so these words are never those of <see cref="Gaussian"/>.
/// </remarks>
public sealed class RandomStream
{
    private readonly ulong _seed;
    private readonly uint _c0, _c3;
    private readonly uint[] _words = new uint[4];
    private ulong _block;
    private int _next = 4;

    /// <summary>Starts at the first number of a trial.</summary>
    /// <param name="key">Seed, stream and source.</param>
    /// <param name="trial">The trial, below 2^48.</param>
    /// <exception cref="ArgumentOutOfRangeException">The trial number is too large.</exception>
    public RandomStream(NoiseKey key, ulong trial)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Philox.TrialLimit);
        _seed = key.Seed;
        _c0 = (uint)trial;
        _c3 = Philox.FourthWord(key, trial);
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2^-53.</summary>
    public double NextUniform()
    {
        ulong low = NextWord(), high = NextWord();
        return ((high << 32 | low) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A uniform number from <paramref name="low"/> (included) to <paramref name="high"/>.</summary>
    /// <exception cref="ArgumentException">The bounds are not finite or not in order.</exception>
    public double NextUniform(double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low <= high))
            throw new ArgumentException($"A uniform number cannot lie between {low} and {high}.", nameof(high));
        return low + (high - low) * NextUniform();
    }

    /// <summary>An integer from 0 to n - 1, all equally likely (rejection, Lemire 2019).</summary>
    /// <param name="n">The number of possible results, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
    public int NextInt(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var product = (ulong)NextWord() * (uint)n;
        var rejected = (uint)((1UL << 32) % (uint)n);
        while ((uint)product < rejected)
            product = (ulong)NextWord() * (uint)n;
        return (int)(product >> 32);
    }

    /// <summary>
    /// A standard normal: the first of the two that <see cref="Gaussian"/> defines for the next two words, widened.
    /// </summary>
    public double NextNormal()
    {
        uint a = NextWord(), b = NextWord();
        return Gaussian.Pair(a, b).First;
    }

    private uint NextWord()
    {
        if (_next == 4)
        {
            uint c0 = _c0, c1 = (uint)_block, c2 = 0x80000000 | (uint)(_block >> 32), c3 = _c3;
            Philox.Block(ref c0, ref c1, ref c2, ref c3, _seed);
            (_words[0], _words[1], _words[2], _words[3]) = (c0, c1, c2, c3);
            _block++;
            _next = 0;
        }

        return _words[_next++];
    }
}
