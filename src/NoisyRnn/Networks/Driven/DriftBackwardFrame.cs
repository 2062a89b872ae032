using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The way back through one evaluation of a drift. All blocks are [rows, Width].</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct DriftBackwardFrame<T>
    where T : unmanaged
{
    /// <summary>What the evaluation saved. [saved rows, Width]</summary>
    public required ReadOnlySpan<T> Saved { get; init; }

    /// <summary>
    /// The first N rows hold q = dL/d(tau f) on entry; the kernel fills the others, or changes all, to the deltas that its
    /// gradient rules read. [delta rows, Width]
    /// </summary>
    public required Span<T> Delta { get; init; }

    /// <summary>dL/dh: the kernel adds to it. [N, Width]</summary>
    public required Span<T> Gradient { get; init; }

    /// <summary>dL/du: the kernel adds to it; empty where nobody asks. [I, Width]</summary>
    public Span<T> InputGradient { get; init; }

    /// <summary>Trials in the block, a multiple of 16.</summary>
    public required int Width { get; init; }

    /// <summary>What the next step back reads: to be fetched meanwhile.</summary>
    public Ahead<T> Ahead { get; init; }
}
