using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Numerics;

/// <summary>The 64-byte virtual vector held in two 256-bit registers (AVX2).</summary>
public readonly struct Lanes256<T> : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _v0, _v1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Lanes256(Vector256<T> v0, Vector256<T> v1)
    {
        _v0 = v0;
        _v1 = v1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(ref readonly T source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in source, (nuint)(1 * Vector256<T>.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value)
    {
        var v = Vector256.Create(value);
        return new(v, v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination)
    {
        _v0.StoreUnsafe(ref destination);
        _v1.StoreUnsafe(ref destination, (nuint)(1 * Vector256<T>.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> x, Lanes256<T> y) =>
        new(x._v0 + y._v0, x._v1 + y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> x, Lanes256<T> y) =>
        new(x._v0 - y._v0, x._v1 - y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> x, Lanes256<T> y) =>
        new(x._v0 * y._v0, x._v1 * y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> x, Lanes256<T> y) =>
        new(x._v0 / y._v0, x._v1 / y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Fma(Lanes256<T> x, Lanes256<T> y, Lanes256<T> z) =>
        typeof(T) == typeof(float)
            ? new(
                Vector256.FusedMultiplyAdd(x._v0.AsSingle(), y._v0.AsSingle(), z._v0.AsSingle()).As<float, T>(),
                Vector256.FusedMultiplyAdd(x._v1.AsSingle(), y._v1.AsSingle(), z._v1.AsSingle()).As<float, T>())
            : new(
                Vector256.FusedMultiplyAdd(x._v0.AsDouble(), y._v0.AsDouble(), z._v0.AsDouble()).As<double, T>(),
                Vector256.FusedMultiplyAdd(x._v1.AsDouble(), y._v1.AsDouble(), z._v1.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> x) =>
        new(Vector256.Sqrt(x._v0), Vector256.Sqrt(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> x) =>
        new(Vector256.Abs(x._v0), Vector256.Abs(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Negate(Lanes256<T> x) =>
        new(x._v0 ^ Vector256.Create(-T.Zero), x._v1 ^ Vector256.Create(-T.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> x) =>
        typeof(T) == typeof(float)
            ? new(
                Vector256.Round(x._v0.AsSingle()).As<float, T>(),
                Vector256.Round(x._v1.AsSingle()).As<float, T>())
            : new(
                Vector256.Round(x._v0.AsDouble()).As<double, T>(),
                Vector256.Round(x._v1.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(x._v0, y._v0), x._v0, y._v0), Vector256.ConditionalSelect(Vector256.GreaterThan(x._v1, y._v1), x._v1, y._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(x._v0, y._v0), x._v0, y._v0), Vector256.ConditionalSelect(Vector256.LessThan(x._v1, y._v1), x._v1, y._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> GreaterThan(Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.GreaterThan(x._v0, y._v0), Vector256.GreaterThan(x._v1, y._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AreEqual(Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.Equals(x._v0, y._v0), Vector256.Equals(x._v1, y._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.ConditionalSelect(mask._v0, x._v0, y._v0), Vector256.ConditionalSelect(mask._v1, x._v1, y._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> PowerOfTwo(Lanes256<T> n) =>
        new(Register.PowerOfTwo(n._v0), Register.PowerOfTwo(n._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Exponent(Lanes256<T> x, out Lanes256<T> mantissa)
    {
        var e0 = Register.Exponent(x._v0, out var m0);
        var e1 = Register.Exponent(x._v1, out var m1);
        mantissa = new(m0, m1);
        return new(e0, e1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes256<T> x) => Register.Sum(x._v0 + x._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c, Lanes256<T> d) =>
        Register.Sums(a._v0 + a._v1, b._v0 + b._v1, c._v0 + c._v1, d._v0 + d._v1);
}
