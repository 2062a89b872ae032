using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Numerics;

/// <summary>The 64-byte virtual vector held in one 512-bit register (AVX-512).</summary>
public readonly struct Lanes512<T> : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _v0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Lanes512(Vector512<T> v0)
    {
        _v0 = v0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(ref readonly T source) =>
        new(Vector512.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Broadcast(T value)
    {
        var v = Vector512.Create(value);
        return new(v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination)
    {
        _v0.StoreUnsafe(ref destination);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> x, Lanes512<T> y) =>
        new(x._v0 + y._v0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> x, Lanes512<T> y) =>
        new(x._v0 - y._v0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> x, Lanes512<T> y) =>
        new(x._v0 * y._v0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> x, Lanes512<T> y) =>
        new(x._v0 / y._v0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> x, Lanes512<T> y, Lanes512<T> z) =>
        typeof(T) == typeof(float)
            ? new(Vector512.FusedMultiplyAdd(x._v0.AsSingle(), y._v0.AsSingle(), z._v0.AsSingle()).As<float, T>())
            : new(Vector512.FusedMultiplyAdd(x._v0.AsDouble(), y._v0.AsDouble(), z._v0.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> x) =>
        new(Vector512.Sqrt(x._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> x) =>
        new(Vector512.Abs(x._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Negate(Lanes512<T> x) =>
        new(x._v0 ^ Vector512.Create(-T.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Round(Lanes512<T> x) =>
        typeof(T) == typeof(float)
            ? new(Vector512.Round(x._v0.AsSingle()).As<float, T>())
            : new(Vector512.Round(x._v0.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(x._v0, y._v0), x._v0, y._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(x._v0, y._v0), x._v0, y._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> GreaterThan(Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.GreaterThan(x._v0, y._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AreEqual(Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.Equals(x._v0, y._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.ConditionalSelect(mask._v0, x._v0, y._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> PowerOfTwo(Lanes512<T> n) =>
        new(Register.PowerOfTwo(n._v0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Exponent(Lanes512<T> x, out Lanes512<T> mantissa)
    {
        var e0 = Register.Exponent(x._v0, out var m0);
        mantissa = new(m0);
        return new(e0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes512<T> x) => Register.Sum(x._v0.GetLower() + x._v0.GetUpper());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c, Lanes512<T> d) =>
        Register.Sums(
            a._v0.GetLower() + a._v0.GetUpper(), b._v0.GetLower() + b._v0.GetUpper(),
            c._v0.GetLower() + c._v0.GetUpper(), d._v0.GetLower() + d._v0.GetUpper());
}
