using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The noise of one layer inside and outside its activation, f(a (1 + p) + s xi) (1 + q) + s xi, in the order of a kernel's work.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct ActivationNoise<T>(ReadOnlySpan<T> inside, ReadOnlySpan<T> outside, ReadOnlySpan<T> insideFactor, ReadOnlySpan<T> outsideFactor)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _inside = inside, _outside = outside, _insideFactor = insideFactor, _outsideFactor = outsideFactor;

    /// <summary>What the sums of a begin with, beside the bias: s xi, where nothing multiplies a.</summary>
    public ReadOnlySpan<T> Beginning => _insideFactor.IsEmpty ? _inside : [];

    /// <summary>a (1 + p) + s xi, where p is there.</summary>
    public void OnArgument(Span<T> a)
    {
        if (_insideFactor.IsEmpty)
            return;
        Rows.MultiplyAdd<T>(a, _insideFactor, a);
        if (!_inside.IsEmpty)
            Rows.Add(_inside, a);
    }

    /// <summary>f (1 + q) + s xi; the slope saved for the way back is that by a, f'(a (1 + p) + s xi) (1 + p) (1 + q).</summary>
    /// <param name="value">f.</param>
    /// <param name="slope">f', saved; empty where there is no way back.</param>
    public void OnValue(Span<T> value, Span<T> slope)
    {
        if (!slope.IsEmpty && !_insideFactor.IsEmpty)
            Rows.MultiplyAdd<T>(slope, _insideFactor, slope);
        if (!_outsideFactor.IsEmpty)
        {
            Rows.MultiplyAdd<T>(value, _outsideFactor, value);
            if (!slope.IsEmpty)
                Rows.MultiplyAdd<T>(slope, _outsideFactor, slope);
        }

        if (!_outside.IsEmpty)
            Rows.Add(_outside, value);
    }

    /// <summary>That of one layer, where the rows of all stand one after the other.</summary>
    /// <param name="layer">From 0 on.</param>
    /// <param name="length">Of a layer's rows.</param>
    public ActivationNoise<T> OfLayer(int layer, int length)
    {
        return new(Part(_inside), Part(_outside), Part(_insideFactor), Part(_outsideFactor));

        ReadOnlySpan<T> Part(ReadOnlySpan<T> rows) => rows.IsEmpty ? rows : rows.Slice(layer * length, length);
    }
}
