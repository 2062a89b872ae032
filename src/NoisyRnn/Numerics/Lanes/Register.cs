using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NoisyRnn.Numerics;

/// <summary>
/// The few operations on machine registers that the runtime does not offer generically over float and double.
/// Every branch on <c>typeof(T)</c> is resolved when the kernel is compiled.
/// </summary>
internal static class Register
{
    // 1.5 2^(mantissa bits) + n holds the integer n in its low bits; the bias is added and shifted into the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> PowerOfTwo<T>(Vector512<T> n) =>
        typeof(T) == typeof(float)
            ? Vector512.ShiftLeft((n.AsSingle() + Vector512.Create(12582912f + 127f)).AsInt32(), 23).As<int, T>()
            : Vector512.ShiftLeft((n.AsDouble() + Vector512.Create(6755399441055744d + 1023d)).AsInt64(), 52).As<long, T>();

    // Subtracting sqrt(1/2)'s bits makes the exponent field step at sqrt(1/2) 2^e; the field is read back through
    // the same magic number, so no integer conversion instruction is needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exponent<T>(Vector512<T> x, out Vector512<T> mantissa)
    {
        if (typeof(T) == typeof(float))
        {
            var shifted = x.AsInt32() - Vector512.Create(0x3F3504F3);
            var exponent = Vector512.ShiftRightArithmetic(shifted, 23);
            mantissa = (x.AsInt32() - Vector512.ShiftLeft(exponent, 23)).As<int, T>();
            return ((exponent + Vector512.Create(0x4B400000)).AsSingle() - Vector512.Create(12582912f)).As<float, T>();
        }
        else
        {
            var shifted = x.AsInt64() - Vector512.Create(0x3FE6A09E667F3BCDL);
            var exponent = Vector512.ShiftRightArithmetic(shifted, 52);
            mantissa = (x.AsInt64() - Vector512.ShiftLeft(exponent, 52)).As<long, T>();
            return ((exponent + Vector512.Create(0x4338000000000000L)).AsDouble() - Vector512.Create(6755399441055744d)).As<double, T>();
        }
    }

    // 1.5 2^(mantissa bits) + n holds the integer n in its low bits; the bias is added and shifted into the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> PowerOfTwo<T>(Vector256<T> n) =>
        typeof(T) == typeof(float)
            ? Vector256.ShiftLeft((n.AsSingle() + Vector256.Create(12582912f + 127f)).AsInt32(), 23).As<int, T>()
            : Vector256.ShiftLeft((n.AsDouble() + Vector256.Create(6755399441055744d + 1023d)).AsInt64(), 52).As<long, T>();

    // Subtracting sqrt(1/2)'s bits makes the exponent field step at sqrt(1/2) 2^e; the field is read back through
    // the same magic number, so no integer conversion instruction is needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exponent<T>(Vector256<T> x, out Vector256<T> mantissa)
    {
        if (typeof(T) == typeof(float))
        {
            var shifted = x.AsInt32() - Vector256.Create(0x3F3504F3);
            var exponent = Vector256.ShiftRightArithmetic(shifted, 23);
            mantissa = (x.AsInt32() - Vector256.ShiftLeft(exponent, 23)).As<int, T>();
            return ((exponent + Vector256.Create(0x4B400000)).AsSingle() - Vector256.Create(12582912f)).As<float, T>();
        }
        else
        {
            var shifted = x.AsInt64() - Vector256.Create(0x3FE6A09E667F3BCDL);
            var exponent = Vector256.ShiftRightArithmetic(shifted, 52);
            mantissa = (x.AsInt64() - Vector256.ShiftLeft(exponent, 52)).As<long, T>();
            return ((exponent + Vector256.Create(0x4338000000000000L)).AsDouble() - Vector256.Create(6755399441055744d)).As<double, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Fma<T>(Vector128<T> x, Vector128<T> y, Vector128<T> z) =>
        typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Round<T>(Vector128<T> x) =>
        typeof(T) == typeof(float)
            ? Vector128.Round(x.AsSingle()).As<float, T>()
            : Vector128.Round(x.AsDouble()).As<double, T>();

    // 1.5 2^(mantissa bits) + n holds the integer n in its low bits; the bias is added and shifted into the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> PowerOfTwo<T>(Vector128<T> n) =>
        typeof(T) == typeof(float)
            ? Vector128.ShiftLeft((n.AsSingle() + Vector128.Create(12582912f + 127f)).AsInt32(), 23).As<int, T>()
            : Vector128.ShiftLeft((n.AsDouble() + Vector128.Create(6755399441055744d + 1023d)).AsInt64(), 52).As<long, T>();

    // Subtracting sqrt(1/2)'s bits makes the exponent field step at sqrt(1/2) 2^e; the field is read back through
    // the same magic number, so no integer conversion instruction is needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Exponent<T>(Vector128<T> x, out Vector128<T> mantissa)
    {
        if (typeof(T) == typeof(float))
        {
            var shifted = x.AsInt32() - Vector128.Create(0x3F3504F3);
            var exponent = Vector128.ShiftRightArithmetic(shifted, 23);
            mantissa = (x.AsInt32() - Vector128.ShiftLeft(exponent, 23)).As<int, T>();
            return ((exponent + Vector128.Create(0x4B400000)).AsSingle() - Vector128.Create(12582912f)).As<float, T>();
        }
        else
        {
            var shifted = x.AsInt64() - Vector128.Create(0x3FE6A09E667F3BCDL);
            var exponent = Vector128.ShiftRightArithmetic(shifted, 52);
            mantissa = (x.AsInt64() - Vector128.ShiftLeft(exponent, 52)).As<long, T>();
            return ((exponent + Vector128.Create(0x4338000000000000L)).AsDouble() - Vector128.Create(6755399441055744d)).As<double, T>();
        }
    }

    // The lower half of the one reduction tree: 32 bytes to 16, then to 8, then to 4 where the element is a float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector256<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Sum(x.GetLower() + x.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector128<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return x.GetElement(0) + x.GetElement(1);
        var folded = x.AsSingle() + Vector128.Shuffle(x.AsSingle(), Vector128.Create(2, 3, 2, 3));
        return (folded + Vector128.Shuffle(folded, Vector128.Create(1, 1, 1, 1))).As<float, T>().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sums(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());

    // Four of the tree's last levels at once: the halves of two go into one register and are added together.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Sse2.IsSupported)
            return Vector256.Create(Widened(Sum(a)), Widened(Sum(b)), Widened(Sum(c)), Widened(Sum(d)));
        if (typeof(T) == typeof(double))
        {
            return Vector256.Create(
                Sse2.UnpackLow(a.AsDouble(), b.AsDouble()) + Sse2.UnpackHigh(a.AsDouble(), b.AsDouble()),
                Sse2.UnpackLow(c.AsDouble(), d.AsDouble()) + Sse2.UnpackHigh(c.AsDouble(), d.AsDouble()));
        }

        var ab = Sse.MoveLowToHigh(a.AsSingle(), b.AsSingle()) + Sse.MoveHighToLow(b.AsSingle(), a.AsSingle());
        var cd = Sse.MoveLowToHigh(c.AsSingle(), d.AsSingle()) + Sse.MoveHighToLow(d.AsSingle(), c.AsSingle());
        var sums = Sse.Shuffle(ab, cd, 0b10_00_10_00) + Sse.Shuffle(ab, cd, 0b11_01_11_01);
        var (lower, upper) = Vector128.Widen(sums);
        return Vector256.Create(lower, upper);
    }

    private static double Widened<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(x);
}
