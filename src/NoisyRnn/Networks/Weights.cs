using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>A weight matrix W[post, pre] ready to run: in T, as it stands and transposed.</summary>
/// <param name="slice">Where it stands among the effective parameters.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Weights<T>(ParameterSlice slice)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values = new T[slice.Length];
    private readonly T[] _transposed = new T[slice.Length];

    /// <summary>Where it stands.</summary>
    public ParameterSlice Slice => slice;

    /// <summary>Takes new values.</summary>
    public void Refresh(Parameters effective)
    {
        Matrices.Round(effective[slice], _values);
        Matrices.Transpose(_values, slice.Rows, slice.Columns, _transposed);
    }

    /// <summary>destination += W x.</summary>
    /// <param name="x">[columns, width].</param>
    /// <param name="destination">[rows, width].</param>
    /// <param name="width">Trials.</param>
    /// <param name="ahead">What to fetch meanwhile.</param>
    public void Add(ReadOnlySpan<T> x, Span<T> destination, int width, Ahead<T> ahead = default) =>
        Product.Add(_values, x, destination, slice.Rows, slice.Columns, width, ahead);

    /// <summary>destination += W^T x.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="destination">[columns, width].</param>
    /// <param name="width">Trials.</param>
    /// <param name="ahead">What to fetch meanwhile.</param>
    public void AddTransposed(ReadOnlySpan<T> x, Span<T> destination, int width, Ahead<T> ahead = default) =>
        Product.Add(_transposed, x, destination, slice.Columns, slice.Rows, width, ahead);
}
