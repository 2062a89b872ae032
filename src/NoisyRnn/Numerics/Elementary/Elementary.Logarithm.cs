using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

public static partial class Elementary
{
    /// <summary>
    /// The natural logarithm. Largest error 1 ulp. log 0 = -infinity, of a negative number NaN; subnormal numbers count.
    /// </summary>
    /// <remarks>x = m 2^e with m in [sqrt(1/2), sqrt(2)); log x = log m + e log 2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL Log<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var zero = Constant<TL, T>(0);
        var infinity = Constant<TL, T>(double.PositiveInfinity);
        var small = TL.GreaterThan(Constant<TL, T>(typeof(T) == typeof(float) ? 1.17549435e-38f : 2.2250738585072014e-308), x);
        var normal = TL.Select(small, x * Constant<TL, T>(typeof(T) == typeof(float) ? 1 << 24 : 1L << 54), x);
        var exponent = TL.Exponent(normal, out var mantissa);
        exponent = exponent - TL.Select(small, Constant<TL, T>(typeof(T) == typeof(float) ? 24 : 54), zero);
        var log = LogOfReduced<TL, T>(mantissa - Constant<TL, T>(1), exponent);
        log = TL.Select(TL.AreEqual(x, infinity), infinity, log);
        var outside = TL.Select(TL.AreEqual(x, zero), TL.Negate(infinity), Constant<TL, T>(double.NaN));
        return TL.Select(TL.GreaterThan(x, zero), log, outside);
    }

    /// <summary>log x for positive normal x (not checked).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TL LogOfNormal<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var exponent = TL.Exponent(x, out var mantissa);
        return LogOfReduced<TL, T>(mantissa - Constant<TL, T>(1), exponent);
    }

    /// <summary>log(1 + f) + exponent log 2, for 1 + f in [sqrt(1/2), sqrt(2)].</summary>
    /// <remarks>
    /// float: log(1 + f) = f - f^2/2 + f^3 P(f). double: log(1 + f) = f - (h - s (h + z P(z))) with s = f/(2 + f),
    /// z = s^2, h = f^2/2 (the reduction of fdlibm). log 2 is the sum of a short part, whose product with the exponent
    /// is exact, and a remainder.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL LogOfReduced<TL, T>(TL f, TL exponent)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var p = Constant<TL, T>(-0.0763427764f);
            p = Horner<TL, T>(p, f, 0.127614111f);
            p = Horner<TL, T>(p, f, -0.13160184f);
            p = Horner<TL, T>(p, f, 0.142017812f);
            p = Horner<TL, T>(p, f, -0.166233599f);
            p = Horner<TL, T>(p, f, 0.200012252f);
            p = Horner<TL, T>(p, f, -0.250008196f);
            p = Horner<TL, T>(p, f, 0.333333313f);
            var square = f * f;
            var tail = TL.Fma(exponent, Constant<TL, T>(-2.12194440e-4f), square * (f * p));
            tail = TL.Fma(Constant<TL, T>(-0.5), square, tail);
            return TL.Fma(exponent, Constant<TL, T>(0.693359375f), f + tail);
        }
        else
        {
            var s = f / (f + Constant<TL, T>(2));
            var z = s * s;
            var p = Constant<TL, T>(0.14797494696006738);
            p = Horner<TL, T>(p, z, 0.1531390448494869);
            p = Horner<TL, T>(p, z, 0.1818356969397338);
            p = Horner<TL, T>(p, z, 0.22222198476815402);
            p = Horner<TL, T>(p, z, 0.2857142874325519);
            p = Horner<TL, T>(p, z, 0.39999999999411123);
            p = Horner<TL, T>(p, z, 0.6666666666666735);
            var half = Constant<TL, T>(0.5) * (f * f);
            var tail = TL.Fma(exponent, Constant<TL, T>(1.90821492927058770002e-10), s * TL.Fma(z, p, half));
            return TL.Fma(exponent, Constant<TL, T>(6.93147180369123816490e-01), f - (half - tail));
        }
    }
}
