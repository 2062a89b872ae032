using System.Numerics;

namespace NoisyRnn.Noise;

/// <summary>The noise terms of each step of each trial, as they stand in the equations (already times their deviation).</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Increments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is any noise in a term.</summary>
    public abstract bool Has(NoiseTerm term);

    /// <summary>Writes a term of one step.</summary>
    /// <param name="term">One for which <see cref="Has"/> is true.</param>
    /// <param name="step">t.</param>
    /// <param name="trials">The trial of each lane.</param>
    /// <param name="values">Receives the term. [rows of the term, trials]</param>
    public abstract void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values);

    /// <summary>Writes a term of one step: the same numbers, sooner where the memory holds a step before it.</summary>
    /// <param name="term">One for which <see cref="Has"/> is true.</param>
    /// <param name="step">t.</param>
    /// <param name="trials">The trial of each lane.</param>
    /// <param name="values">Receives the term. [rows of the term, trials]</param>
    /// <param name="memory">What filters of coloured noise have reached.</param>
    public virtual void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values, FilterMemory memory) =>
        Fill(term, step, trials, values);

    /// <summary>The variance of the term <see cref="NoiseTerm.StateFactor"/>: of dB^2's mean in Milstein's scheme. [N]</summary>
    public virtual ReadOnlySpan<double> StateFactorVariance => [];
}
