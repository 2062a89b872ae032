using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

public static partial class Elementary
{
    /// <summary>The hyperbolic tangent. Largest error 2.5 ulp. Odd, with +-1 at +-infinity; NaN stays NaN.</summary>
    /// <remarks>tanh |x| = t / (t + 2), t = e^(2|x|) - 1 = 2^n (e^r - 1) + (2^n - 1).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL Tanh<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The bound is where 1 - tanh x has long been less than half a unit in the last place.
        var size = TL.Min(Constant<TL, T>(typeof(T) == typeof(float) ? 10 : 20), TL.Abs(x));
        var r = ExpReduce<TL, T>(size + size, out var n);
        var power = TL.PowerOfTwo(n);
        var t = TL.Fma(power, ExpRemainder<TL, T>(r), power - Constant<TL, T>(1));
        return CopySign<TL, T>(t / (t + Constant<TL, T>(2)), x);
    }

    /// <summary>
    /// The logistic sigmoid 1 / (1 + e^-x). Largest error 2.5 ulp, also where it is small. NaN stays NaN.
    /// </summary>
    /// <remarks>With e = e^-|x|: 1 / (1 + e) for x above 0, else e / (1 + e).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL Sigmoid<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = Constant<TL, T>(1);
        var e = Exp<TL, T>(TL.Negate(TL.Abs(x)));
        return TL.Select(TL.GreaterThan(x, Constant<TL, T>(0)), one, e) / (one + e);
    }

    /// <summary>
    /// SoftPlus, log(1 + e^x). Largest error 2 ulp, also where it is small; never overflows. NaN stays NaN.
    /// </summary>
    /// <remarks>max(x, 0) + log(1 + e^-|x|).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL SoftPlus<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 1 + e in [1, 2] is 1 + f up to sqrt(2), and 2 (1 + f) with f = (e - 1)/2 above.
        var zero = Constant<TL, T>(0);
        var half = Constant<TL, T>(0.5);
        var e = Exp<TL, T>(TL.Negate(TL.Abs(x)));
        var above = TL.GreaterThan(e, Constant<TL, T>(0.41421356));
        var f = TL.Select(above, TL.Fma(e, half, TL.Negate(half)), e);
        var exponent = TL.Select(above, Constant<TL, T>(1), zero);
        return TL.Max(zero, x) + LogOfReduced<TL, T>(f, exponent);
    }

    // The size of the first with the sign bit of the second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL CopySign<TL, T>(TL size, TL sign)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Select(Constant<TL, T>(-0.0), sign, size);
}
