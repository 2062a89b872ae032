using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>One evaluation of a drift over one block of trials. All blocks are [rows, Width].</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct DriftFrame<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>h. [N, Width]</summary>
    public required ReadOnlySpan<T> State { get; init; }

    /// <summary>u, the input with its noise. [I, Width]</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>s xi added to the pre-activation; empty without such noise. [N, Width]</summary>
    public ReadOnlySpan<T> Inside { get; init; }

    /// <summary>s xi added to the activation's value; empty without such noise. [N, Width]</summary>
    public ReadOnlySpan<T> Outside { get; init; }

    /// <summary>p of f(a (1 + p)); empty without such noise. [rows of the noise shape, Width]</summary>
    public ReadOnlySpan<T> InsideFactor { get; init; }

    /// <summary>q of f(a) (1 + q); empty without such noise. [rows of the noise shape, Width]</summary>
    public ReadOnlySpan<T> OutsideFactor { get; init; }

    /// <summary>Receives tau f. [N, Width]</summary>
    public required Span<T> Drift { get; init; }

    /// <summary>Receives what the way back reads; empty where there will be none. [saved rows, Width]</summary>
    public required Span<T> Saved { get; init; }

    /// <summary>Trials in the block, a multiple of 16.</summary>
    public required int Width { get; init; }

    /// <summary>What the next step writes: to be fetched meanwhile.</summary>
    public Ahead<T> Ahead { get; init; }

    /// <summary>The noise inside and outside the activation.</summary>
    internal ActivationNoise<T> Activation => new(Inside, Outside, InsideFactor, OutsideFactor);
}
