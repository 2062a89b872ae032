using System.Numerics;
using System.Runtime.Intrinsics;

namespace NoisyRnn.Numerics;

/// <summary>
/// A virtual vector of 64 bytes (16 floats or 8 doubles), whatever the width of the machine's registers.
/// Kernels are written once over this interface; its leaves <see cref="Lanes512{T}"/>, <see cref="Lanes256{T}"/> and
/// <see cref="Lanes128{T}"/> give the same bits, because every operation is exact per lane (IEEE 754) and the only
/// reduction, <see cref="Sum"/>, is one written tree.
/// </summary>
/// <typeparam name="TSelf">The leaf itself.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
public interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reads one virtual vector.</summary>
    static abstract TSelf Load(ref readonly T source);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>Writes all lanes.</summary>
    void Store(ref T destination);

    /// <summary>x + y.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>x - y.</summary>
    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>x * y.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>x / y.</summary>
    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>x * y + z with one rounding.</summary>
    static abstract TSelf Fma(TSelf x, TSelf y, TSelf z);

    /// <summary>The square root, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>|x|.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>-x (the sign bit turned; also of zero).</summary>
    static abstract TSelf Negate(TSelf x);

    /// <summary>Rounded to the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>x where x &gt; y, else y; so y where either is NaN.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>x where x &lt; y, else y; so y where either is NaN.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>All bits set in the lanes where x &gt; y, none elsewhere.</summary>
    static abstract TSelf GreaterThan(TSelf x, TSelf y);

    /// <summary>All bits set in the lanes that hold the same value (never for NaN).</summary>
    static abstract TSelf AreEqual(TSelf x, TSelf y);

    /// <summary>x in the lanes where the mask's bits are set, y elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf x, TSelf y);

    /// <summary>2^n for integral n, |n| within the normal exponents (float: -126..127, double: -1022..1023).</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>
    /// For positive normal x: the integral e with x = m 2^e and m in [sqrt(1/2), sqrt(2)), and that m.
    /// </summary>
    static abstract TSelf Exponent(TSelf x, out TSelf mantissa);

    /// <summary>The sum of all lanes: halves added to halves, until one is left.</summary>
    static abstract T Sum(TSelf x);

    /// <summary>The <see cref="Sum"/> of each of four, widened to double: the same tree, its additions shared.</summary>
    static abstract Vector256<double> Sums(TSelf a, TSelf b, TSelf c, TSelf d);
}
