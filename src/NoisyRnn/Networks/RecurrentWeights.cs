using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// W_rec ready to run: one matrix, or two thin ones of rank R, W = m n, whatever N is: then kappa = n h is saved for the way back, on which dL/dkappa = m^T delta is a
/// delta of its own. The thin products are other sums than those of the whole matrix, so that the bits are of the factors, at every N.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class RecurrentWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Beyond it memory is taken from the heap.
    private const int MostOnStack = 1024;

    private readonly Weights<T> _left;
    private readonly Weights<T>? _right;

    /// <summary>Prepares it.</summary>
    /// <param name="matrix">W.</param>
    /// <param name="factors">Its factors; null where it has none.</param>
    public RecurrentWeights(ParameterSlice matrix, LowRankFactors? factors)
    {
        _left = new(factors?.Left ?? matrix);
        _right = factors is null ? null : new(factors.Right);
    }

    /// <summary>R; 0 where there are no factors: rows that the step saves beside others, and has deltas for.</summary>
    public int Rank => _right?.Slice.Rows ?? 0;

    /// <summary>How the deltas become gradients.</summary>
    /// <param name="delta">First row of the deltas of the pre-activations.</param>
    /// <param name="kappaDelta">First row of those of kappa.</param>
    /// <param name="kappa">First saved row of kappa.</param>
    public IEnumerable<GradientRule> Rules(int delta, int kappaDelta, int kappa) => _right is null
        ? [new(_left.Slice, delta, GradientSource.State)]
        : [new(_left.Slice, delta, GradientSource.Saved, kappa), new(_right.Slice, kappaDelta, GradientSource.State)];

    /// <summary>Takes new values.</summary>
    public void Refresh(Parameters effective)
    {
        _left.Refresh(effective);
        _right?.Refresh(effective);
    }

    /// <summary>destination += W h.</summary>
    /// <param name="state">h. [N, width]</param>
    /// <param name="destination">[N, width].</param>
    /// <param name="width">Trials.</param>
    /// <param name="ahead">What to fetch meanwhile.</param>
    /// <param name="kappa">Receives kappa; empty where there will be no way back. [R, width]</param>
    public void Add(ReadOnlySpan<T> state, Span<T> destination, int width, Ahead<T> ahead, Span<T> kappa)
    {
        if (_right is null)
        {
            _left.Add(state, destination, width, ahead);
            return;
        }

        var length = Rank * width;
        var low = !kappa.IsEmpty ? kappa[..length] : length <= MostOnStack ? stackalloc T[length] : new T[length];
        low.Clear();
        _right.Add(state, low, width, ahead);
        _left.Add(low, destination, width);
    }

    /// <summary>gradient += W^T delta.</summary>
    /// <param name="delta">[N, width].</param>
    /// <param name="gradient">[N, width].</param>
    /// <param name="width">Trials.</param>
    /// <param name="ahead">What to fetch meanwhile.</param>
    /// <param name="kappaDelta">Receives dL/dkappa. [R, width]</param>
    public void AddTransposed(ReadOnlySpan<T> delta, Span<T> gradient, int width, Ahead<T> ahead, Span<T> kappaDelta)
    {
        if (_right is null)
        {
            _left.AddTransposed(delta, gradient, width, ahead);
            return;
        }

        var low = kappaDelta[..(Rank * width)];
        low.Clear();
        _left.AddTransposed(delta, low, width, ahead);
        _right.AddTransposed(low, gradient, width);
    }
}
