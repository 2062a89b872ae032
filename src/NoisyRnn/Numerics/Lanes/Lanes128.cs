using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Numerics;

/// <summary>The 64-byte virtual vector held in four 128-bit registers (SSE, Arm64, or none).</summary>
public readonly struct Lanes128<T> : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _v0, _v1, _v2, _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Lanes128(Vector128<T> v0, Vector128<T> v1, Vector128<T> v2, Vector128<T> v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(ref readonly T source) =>
        new(Vector128.LoadUnsafe(in source), Vector128.LoadUnsafe(in source, (nuint)(1 * Vector128<T>.Count)), Vector128.LoadUnsafe(in source, (nuint)(2 * Vector128<T>.Count)), Vector128.LoadUnsafe(in source, (nuint)(3 * Vector128<T>.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value)
    {
        var v = Vector128.Create(value);
        return new(v, v, v, v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination)
    {
        _v0.StoreUnsafe(ref destination);
        _v1.StoreUnsafe(ref destination, (nuint)(1 * Vector128<T>.Count));
        _v2.StoreUnsafe(ref destination, (nuint)(2 * Vector128<T>.Count));
        _v3.StoreUnsafe(ref destination, (nuint)(3 * Vector128<T>.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> x, Lanes128<T> y) =>
        new(x._v0 + y._v0, x._v1 + y._v1, x._v2 + y._v2, x._v3 + y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> x, Lanes128<T> y) =>
        new(x._v0 - y._v0, x._v1 - y._v1, x._v2 - y._v2, x._v3 - y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> x, Lanes128<T> y) =>
        new(x._v0 * y._v0, x._v1 * y._v1, x._v2 * y._v2, x._v3 * y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> x, Lanes128<T> y) =>
        new(x._v0 / y._v0, x._v1 / y._v1, x._v2 / y._v2, x._v3 / y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> x, Lanes128<T> y, Lanes128<T> z) =>
        typeof(T) == typeof(float)
            ? new(
                Vector128.FusedMultiplyAdd(x._v0.AsSingle(), y._v0.AsSingle(), z._v0.AsSingle()).As<float, T>(),
                Vector128.FusedMultiplyAdd(x._v1.AsSingle(), y._v1.AsSingle(), z._v1.AsSingle()).As<float, T>(),
                Vector128.FusedMultiplyAdd(x._v2.AsSingle(), y._v2.AsSingle(), z._v2.AsSingle()).As<float, T>(),
                Vector128.FusedMultiplyAdd(x._v3.AsSingle(), y._v3.AsSingle(), z._v3.AsSingle()).As<float, T>())
            : new(
                Vector128.FusedMultiplyAdd(x._v0.AsDouble(), y._v0.AsDouble(), z._v0.AsDouble()).As<double, T>(),
                Vector128.FusedMultiplyAdd(x._v1.AsDouble(), y._v1.AsDouble(), z._v1.AsDouble()).As<double, T>(),
                Vector128.FusedMultiplyAdd(x._v2.AsDouble(), y._v2.AsDouble(), z._v2.AsDouble()).As<double, T>(),
                Vector128.FusedMultiplyAdd(x._v3.AsDouble(), y._v3.AsDouble(), z._v3.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> x) =>
        new(Vector128.Sqrt(x._v0), Vector128.Sqrt(x._v1), Vector128.Sqrt(x._v2), Vector128.Sqrt(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> x) =>
        new(Vector128.Abs(x._v0), Vector128.Abs(x._v1), Vector128.Abs(x._v2), Vector128.Abs(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Negate(Lanes128<T> x) =>
        new(x._v0 ^ Vector128.Create(-T.Zero), x._v1 ^ Vector128.Create(-T.Zero), x._v2 ^ Vector128.Create(-T.Zero), x._v3 ^ Vector128.Create(-T.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> x) =>
        typeof(T) == typeof(float)
            ? new(
                Vector128.Round(x._v0.AsSingle()).As<float, T>(),
                Vector128.Round(x._v1.AsSingle()).As<float, T>(),
                Vector128.Round(x._v2.AsSingle()).As<float, T>(),
                Vector128.Round(x._v3.AsSingle()).As<float, T>())
            : new(
                Vector128.Round(x._v0.AsDouble()).As<double, T>(),
                Vector128.Round(x._v1.AsDouble()).As<double, T>(),
                Vector128.Round(x._v2.AsDouble()).As<double, T>(),
                Vector128.Round(x._v3.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> x, Lanes128<T> y) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(x._v0, y._v0), x._v0, y._v0), Vector128.ConditionalSelect(Vector128.GreaterThan(x._v1, y._v1), x._v1, y._v1), Vector128.ConditionalSelect(Vector128.GreaterThan(x._v2, y._v2), x._v2, y._v2), Vector128.ConditionalSelect(Vector128.GreaterThan(x._v3, y._v3), x._v3, y._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> x, Lanes128<T> y) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(x._v0, y._v0), x._v0, y._v0), Vector128.ConditionalSelect(Vector128.LessThan(x._v1, y._v1), x._v1, y._v1), Vector128.ConditionalSelect(Vector128.LessThan(x._v2, y._v2), x._v2, y._v2), Vector128.ConditionalSelect(Vector128.LessThan(x._v3, y._v3), x._v3, y._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> GreaterThan(Lanes128<T> x, Lanes128<T> y) =>
        new(Vector128.GreaterThan(x._v0, y._v0), Vector128.GreaterThan(x._v1, y._v1), Vector128.GreaterThan(x._v2, y._v2), Vector128.GreaterThan(x._v3, y._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AreEqual(Lanes128<T> x, Lanes128<T> y) =>
        new(Vector128.Equals(x._v0, y._v0), Vector128.Equals(x._v1, y._v1), Vector128.Equals(x._v2, y._v2), Vector128.Equals(x._v3, y._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> x, Lanes128<T> y) =>
        new(Vector128.ConditionalSelect(mask._v0, x._v0, y._v0), Vector128.ConditionalSelect(mask._v1, x._v1, y._v1), Vector128.ConditionalSelect(mask._v2, x._v2, y._v2), Vector128.ConditionalSelect(mask._v3, x._v3, y._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> PowerOfTwo(Lanes128<T> n) =>
        new(Register.PowerOfTwo(n._v0), Register.PowerOfTwo(n._v1), Register.PowerOfTwo(n._v2), Register.PowerOfTwo(n._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Exponent(Lanes128<T> x, out Lanes128<T> mantissa)
    {
        var e0 = Register.Exponent(x._v0, out var m0);
        var e1 = Register.Exponent(x._v1, out var m1);
        var e2 = Register.Exponent(x._v2, out var m2);
        var e3 = Register.Exponent(x._v3, out var m3);
        mantissa = new(m0, m1, m2, m3);
        return new(e0, e1, e2, e3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes128<T> x) => Register.Sum((x._v0 + x._v2) + (x._v1 + x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c, Lanes128<T> d) =>
        Register.Sums(
            (a._v0 + a._v2) + (a._v1 + a._v3), (b._v0 + b._v2) + (b._v1 + b._v3),
            (c._v0 + c._v2) + (c._v1 + c._v3), (d._v0 + d._v2) + (d._v1 + d._v3));
}
