using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>Noise of one source whose level is trained: its term times exp(theta), theta one number or one a row.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="of">The noise at the level of its source; white.</param>
/// <param name="learnt">The term that it fills.</param>
public sealed class LearntIncrements<T>(Increments<T> of, NoiseTerm learnt) : Increments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _factors = [T.One];

    /// <summary>The term.</summary>
    public NoiseTerm Term => learnt;

    /// <summary>Takes new values; no block may be on its way.</summary>
    /// <param name="logFactors">theta.</param>
    public void Refresh(ReadOnlySpan<double> logFactors)
    {
        if (_factors.Length != logFactors.Length)
            _factors = new T[logFactors.Length];
        for (var i = 0; i < _factors.Length; i++)
            _factors[i] = T.CreateTruncating(Elementary.Exp(logFactors[i]));
    }

    /// <inheritdoc/>
    public override bool Has(NoiseTerm term) => of.Has(term);

    /// <inheritdoc/>
    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values)
    {
        of.Fill(term, step, trials, values);
        if (term == learnt)
            Rows.Scale<T>(_factors, values, _factors.Length == 1 ? values.Length : trials.Length);
    }
}
