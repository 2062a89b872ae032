using System.Numerics;
using System.Runtime.CompilerServices;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>
/// What a block needs only from the start of its way forward to the end of its way back. Blocks that follow one another on
/// one thread share it: it is the largest part of a training's memory, and stays in the cache.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class BlockMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Allocates memory for blocks up to a width.</summary>
    /// <param name="cell">The network.</param>
    /// <param name="steps">T.</param>
    /// <param name="width">Trials in the widest block.</param>
    /// <param name="backward">Whether blocks also go back.</param>
    public BlockMemory(Cell<T> cell, int steps, int width, bool backward)
    {
        States = new T[(steps + 1) * cell.StateRows * width];
        Scratch = new T[cell.ScratchRows * width];
        if (!backward)
            return;
        Saved = new T[steps * cell.SavedRows * width];
        Deltas = new T[OuterProduct.ChunkSteps * cell.DeltaRows * width];
        StateGradient = new T[cell.StateRows * width];
    }

    /// <summary>Whether what a step wrote has left the second-level cache before the way back comes to it.</summary>
    internal bool LeavesCache => (long)(States.Length + Saved.Length) * Unsafe.SizeOf<T>() > 2 << 20;

    /// <summary>States before each step and after the last. [T+1][state rows][width]</summary>
    public T[] States { get; }

    /// <summary>The same as the next step read them, where noise is fed back; made where it first is. [T+1][state rows][width]</summary>
    internal T[] Entered { get; private set; } = [];

    /// <summary>Whether the way forward that was last gone fed noise back.</summary>
    internal bool FeedsBack { get; private set; }

    /// <summary>What the steps saved for the way back. [T][saved rows][width]</summary>
    internal T[] Saved { get; } = [];

    /// <summary>Deltas of one chunk of steps. [chunk][delta rows][width]</summary>
    internal T[] Deltas { get; } = [];

    /// <summary>Memory of the step at hand. [scratch rows][width]</summary>
    internal T[] Scratch { get; }

    /// <summary>dL/d(state) of the step at hand. [state rows][width]</summary>
    internal T[] StateGradient { get; } = [];

    /// <summary>Begins a way forward.</summary>
    /// <param name="feedsBack">Whether noise is fed back on it.</param>
    internal void Begin(bool feedsBack)
    {
        FeedsBack = feedsBack;
        if (feedsBack && Entered.Length == 0)
            Entered = new T[States.Length];
    }

    /// <summary>Noise of the step at hand, one array a term; empty until it is first drawn. [rows][width]</summary>
    internal T[][] Terms { get; } = [.. Enum.GetValues<NoiseTerm>().Select(static _ => Array.Empty<T>())];

    /// <summary>dL/d(noise) of the step at hand, where a level is trained; empty until it is first asked. [rows][width]</summary>
    internal T[] NoiseGradient { get; private set; } = [];

    /// <summary>The same, long enough for some numbers.</summary>
    internal Span<T> NoiseGradientOf(int length)
    {
        if (NoiseGradient.Length < length)
            NoiseGradient = new T[length];
        return NoiseGradient.AsSpan(0, length);
    }

    /// <summary>What filters of coloured noise have reached in the trials under way.</summary>
    internal FilterMemory Filters { get; } = new();
}
