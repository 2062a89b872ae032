namespace NoisyRnn.Noise;

/// <summary>Names one family of random numbers; equal keys give equal numbers, different keys independent ones.</summary>
public readonly record struct NoiseKey
{
    /// <summary>Things of a list are numbered below this, from 0 on: the numbers above it are those of <see cref="Substream"/>.</summary>
    public const int ItemLimit = 245;

    private NoiseKey(ulong seed, NoiseStream stream, byte source) => (Seed, Stream, Source) = (seed, stream, source);

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; }

    /// <summary>What the numbers are for.</summary>
    public NoiseStream Stream { get; }

    /// <summary>The number of the substream in its stream.</summary>
    public byte Source { get; }

    /// <summary>The key of a substream that has a name.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="substream">The substream.</param>
    public static NoiseKey Of(ulong seed, Substream substream) => new(seed, (NoiseStream)((int)substream >> 8), (byte)((int)substream & 0xff));

    /// <summary>The key of a substream that every part of a task has: training (stream Task), validation and test.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="substream">The substream.</param>
    /// <param name="part">The stream of the part.</param>
    internal static NoiseKey Of(ulong seed, Substream substream, NoiseStream part) => new(seed, part, Of(seed, substream).Source);

    /// <summary>The key of one of a list: a noise source of an experiment, an array of a network.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">What the numbers are for.</param>
    /// <param name="index">Its place in the list, below <see cref="ItemLimit"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The list is too long.</exception>
    public static NoiseKey OfItem(ulong seed, NoiseStream stream, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)ItemLimit, nameof(index));
        return new(seed, stream, (byte)index);
    }
}
