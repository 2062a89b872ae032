using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>One backward step of one block of trials. All blocks are [rows, Width].</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct BackwardFrame<T>
    where T : unmanaged
{
    /// <summary>What the forward step saved. [saved rows, Width]</summary>
    public required ReadOnlySpan<T> Saved { get; init; }

    /// <summary>The state before the step. [state rows, Width]</summary>
    public required ReadOnlySpan<T> State { get; init; }

    /// <summary>Memory of the step's own. [scratch rows, Width]</summary>
    public Span<T> Scratch { get; init; }

    /// <summary>On entry dL/d(state after the step), on return dL/d(state before it). [state rows, Width]</summary>
    public required Span<T> Gradient { get; init; }

    /// <summary>Receives the step's deltas, which the gradient rules read. [delta rows, Width]</summary>
    public required Span<T> Delta { get; init; }

    /// <summary>dL/du, zero on entry: the step adds to it; empty where nobody asks. [I, Width]</summary>
    public Span<T> InputGradient { get; init; }

    /// <summary>Receives dL/d(noise) of <see cref="Asked"/>; empty where nobody asks. [rows of the term, Width]</summary>
    public Span<T> NoiseGradient { get; init; }

    /// <summary>The term whose gradient is asked for: inside, outside or on the state.</summary>
    public NoiseTerm Asked { get; init; }

    /// <summary>Trials in the block, a multiple of 16.</summary>
    public required int Width { get; init; }

    /// <summary>What the next step back reads: to be fetched meanwhile.</summary>
    public Ahead<T> Ahead { get; init; }
}
