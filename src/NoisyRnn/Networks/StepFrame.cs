using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>One forward step of one block of trials. All blocks are [rows, Width].</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct StepFrame<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The state before the step; its first N rows are the hidden state h. [state rows, Width]</summary>
    public required ReadOnlySpan<T> State { get; init; }

    /// <summary>u, the input with its noise. [I, Width]</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>s xi added to the pre-activations; empty without such noise. [rows of the noise shape, Width]</summary>
    public ReadOnlySpan<T> Inside { get; init; }

    /// <summary>s xi added to the activations' values; empty without such noise. [rows of the noise shape, Width]</summary>
    public ReadOnlySpan<T> Outside { get; init; }

    /// <summary>p of f(a (1 + p)); empty without such noise. [rows of the noise shape, Width]</summary>
    public ReadOnlySpan<T> InsideFactor { get; init; }

    /// <summary>q of f(a) (1 + q); empty without such noise. [rows of the noise shape, Width]</summary>
    public ReadOnlySpan<T> OutsideFactor { get; init; }

    /// <summary>s xi added to the new hidden state; empty without such noise. [N, Width]</summary>
    public ReadOnlySpan<T> OnState { get; init; }

    /// <summary>p of p h added to the new state; empty without such noise; may be changed. Driven networks only. [N, Width]</summary>
    public Span<T> StateFactor { get; init; }

    /// <summary>k of k f added to the new state; empty without such noise. Driven networks only. [N, Width]</summary>
    public ReadOnlySpan<T> DriftFactor { get; init; }

    /// <summary>m of the step dt m f; empty where it is 1. Driven networks only. [N, Width]</summary>
    public ReadOnlySpan<T> StepFactor { get; init; }

    /// <summary>Receives the state after the step. [state rows, Width]</summary>
    public required Span<T> Next { get; init; }

    /// <summary>Receives what the backward step reads; empty where there will be none. [saved rows, Width]</summary>
    public Span<T> Saved { get; init; }

    /// <summary>Memory of the step's own. [scratch rows, Width]</summary>
    public Span<T> Scratch { get; init; }

    /// <summary>Trials in the block, a multiple of 16.</summary>
    public required int Width { get; init; }

    /// <summary>What the next step writes: to be fetched meanwhile.</summary>
    public Ahead<T> Ahead { get; init; }

    /// <summary>The noise inside and outside the activation.</summary>
    internal ActivationNoise<T> Activation => new(Inside, Outside, InsideFactor, OutsideFactor);
}
