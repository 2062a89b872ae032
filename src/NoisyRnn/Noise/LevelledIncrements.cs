using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// Additive noise whose level changes: all its terms times a factor, and times a number of each trial's own, u ~ U(0, 1], a
/// function of (seed, trial) alone and the same for all steps, units and sources.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="of">The noise at its full level.</param>
/// <param name="perTrial">Where u is drawn; null for none.</param>
public sealed class LevelledIncrements<T>(Increments<T> of, NoiseKey? perTrial) : Increments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The factor; set between blocks. At 0 nothing is drawn.</summary>
    public double Factor { get; set; } = 1;

    /// <inheritdoc/>
    public override bool Has(NoiseTerm term) => of.Has(term);

    /// <inheritdoc/>
    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values) =>
        Fill(term, step, trials, values, new FilterMemory());

    /// <inheritdoc/>
    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values, FilterMemory memory)
    {
        if (Factor == 0)
        {
            values.Clear();
            return;
        }

        of.Fill(term, step, trials, values, memory);
        if (perTrial is { } key)
            ScaleTrials(key, trials, values);
        if (Factor != 1)
            Rows.Scale<T>([T.CreateTruncating(Factor)], values, values.Length);
    }

    private static void ScaleTrials(NoiseKey key, ReadOnlySpan<ulong> trials, Span<T> values)
    {
        // A block is 16 or 32 trials wide; wider ones are taken piece by piece.
        Span<T> level = stackalloc T[KeyedDraws.TrialBlock];
        for (var first = 0; first < trials.Length; first += level.Length)
        {
            Uniform.Fill(key, trials.Slice(first, level.Length), 0, 1, level);
            for (var row = first; row < values.Length; row += trials.Length)
                Rows.Multiply<T>(level, values.Slice(row, level.Length));
        }
    }
}
