using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

/// <summary>One group of lanes in some rows of consecutive steps: [step][row], with the distances between them in elements.</summary>
/// <param name="first">The first lane of the first row of the first step.</param>
/// <param name="row">From one row to the next.</param>
/// <param name="step">From one step to the next.</param>
internal readonly ref struct StepRows<T>(ref T first, nint row, nint step)
    where T : unmanaged
{
    public readonly ref T First = ref first;
    public readonly nint Row = row;
    public readonly nint Step = step;

    /// <summary>The same, from a later row on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StepRows<T> From(int row) => new(ref Unsafe.Add(ref First, row * Row), Row, Step);
}
