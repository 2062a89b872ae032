using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>One forward step of one block of trials. All blocks are [rows, Width].</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct StepFrame<T>
    where T : unmanaged
{
    /// <summary>h, the state before the step. [N, Width]</summary>
    public required ReadOnlySpan<T> State { get; init; }

    /// <summary>u, the input with its noise. [I, Width]</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>s xi added to the pre-activation; empty without such noise. [N, Width]</summary>
    public ReadOnlySpan<T> Inside { get; init; }

    /// <summary>s xi added to f; empty without such noise. [N, Width]</summary>
    public ReadOnlySpan<T> Outside { get; init; }

    /// <summary>s xi added to the new state; empty without such noise. [N, Width]</summary>
    public ReadOnlySpan<T> OnState { get; init; }

    /// <summary>Receives h', the state after the step. [N, Width]</summary>
    public required Span<T> Next { get; init; }

    /// <summary>Receives what the backward step reads; empty where there will be none. [saved rows, Width]</summary>
    public Span<T> Saved { get; init; }

    /// <summary>Trials in the block, a multiple of 16.</summary>
    public required int Width { get; init; }

    /// <summary>What the next step writes: to be fetched meanwhile.</summary>
    public Ahead<T> Ahead { get; init; }
}
