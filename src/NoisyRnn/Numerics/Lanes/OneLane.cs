using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Numerics;

/// <summary>
/// The operations of <see cref="ILanes{TSelf, T}"/> on a single value, for code that has no vector to fill: the same
/// bits as any lane of the 64-byte leaves, without their width. It reads and writes one element.
/// </summary>
/// <remarks>The value fills one 128-bit register, so each operation is literally that of <see cref="Lanes128{T}"/>.</remarks>
internal readonly struct OneLane<T> : ILanes<OneLane<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OneLane(Vector128<T> v)
    {
        _v = v;
    }

    /// <summary>The value.</summary>
    public T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _v.ToScalar();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Load(ref readonly T source) => Broadcast(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => destination = Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator +(OneLane<T> x, OneLane<T> y) => new(x._v + y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator -(OneLane<T> x, OneLane<T> y) => new(x._v - y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator *(OneLane<T> x, OneLane<T> y) => new(x._v * y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator /(OneLane<T> x, OneLane<T> y) => new(x._v / y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Fma(OneLane<T> x, OneLane<T> y, OneLane<T> z) => new(Register.Fma(x._v, y._v, z._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Sqrt(OneLane<T> x) => new(Vector128.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Abs(OneLane<T> x) => new(Vector128.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Negate(OneLane<T> x) => new(x._v ^ Vector128.Create(-T.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Round(OneLane<T> x) => new(Register.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Max(OneLane<T> x, OneLane<T> y) => Select(GreaterThan(x, y), x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Min(OneLane<T> x, OneLane<T> y) => Select(GreaterThan(y, x), x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> GreaterThan(OneLane<T> x, OneLane<T> y) => new(Vector128.GreaterThan(x._v, y._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> AreEqual(OneLane<T> x, OneLane<T> y) => new(Vector128.Equals(x._v, y._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Select(OneLane<T> mask, OneLane<T> x, OneLane<T> y) =>
        new(Vector128.ConditionalSelect(mask._v, x._v, y._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> PowerOfTwo(OneLane<T> n) => new(Register.PowerOfTwo(n._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Exponent(OneLane<T> x, out OneLane<T> mantissa)
    {
        var e = Register.Exponent(x._v, out var m);
        mantissa = new(m);
        return new(e);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(OneLane<T> x) => x.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(OneLane<T> a, OneLane<T> b, OneLane<T> c, OneLane<T> d) =>
        Vector256.Create(
            double.CreateTruncating(a.Value), double.CreateTruncating(b.Value),
            double.CreateTruncating(c.Value), double.CreateTruncating(d.Value));
}
