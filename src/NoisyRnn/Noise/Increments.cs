using System.Numerics;

namespace NoisyRnn.Noise;

/// <summary>The noise terms of each step of each trial, as they stand in the equations (already times their deviation).</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Increments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is any noise at a placement.</summary>
    public abstract bool Has(Placement placement);

    /// <summary>Writes the term s xi of one step.</summary>
    /// <param name="placement">One for which <see cref="Has"/> is true.</param>
    /// <param name="step">t.</param>
    /// <param name="trials">The trial of each lane.</param>
    /// <param name="term">Receives the term. [rows at the placement, trials]</param>
    public abstract void Fill(Placement placement, uint step, ReadOnlySpan<ulong> trials, Span<T> term);
}
