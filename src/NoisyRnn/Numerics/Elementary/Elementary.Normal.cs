using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

public static partial class Elementary
{
    // Two of these in one loop exceed the compiler's number of locals, and then every operation on lanes becomes a call:
    // so each is a method of its own, one call for 16 numbers.

    /// <summary>The error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x. Largest error 1.5 ulp. Odd.</summary>
    /// <remarks>|x| at most 1: x + x G(x^2). Above: 1 - e^(-x^2) erfcx x.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL Erf<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = Constant<TL, T>(1);
        var size = TL.Min(Constant<TL, T>(typeof(T) == typeof(float) ? 5 : 7), TL.Abs(x));
        var z = size * size;
        var r = ExpReduce<TL, T>(TL.Negate(z), out var n);
        var erfc = ScaledErfc<TL, T>(size) * (one + ExpRemainder<TL, T>(r)) * TL.PowerOfTwo(n);
        var near = TL.Fma(size, ErfExcess<TL, T>(z), size);
        return CopySign<TL, T>(TL.Select(TL.GreaterThan(size, one), one - erfc, near), x);
    }

    /// <summary>The standard normal density, e^(-x^2/2) / sqrt(2 pi). Largest error 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TL NormalDensity<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GaussTimes<TL, T>(NormalBound<TL, T>(x), Constant<TL, T>(0.3989422804014327));

    /// <summary>
    /// The standard normal's cumulative distribution, Phi(x) = erfc(-x / sqrt 2) / 2. Largest error 4 ulp, also in the
    /// lower tail as far as the result is a normal number (x above -12.9 in float, -37.5 in double); NaN stays NaN.
    /// </summary>
    /// <remarks>Phi(-|x|) = e^(-x^2/2) erfcx(|x| / sqrt 2) / 2, Phi(|x|) = 1 - Phi(-|x|);
    /// for |x| below .67, 1/2 + erf(x / sqrt 2) / 2 with the near form of <see cref="Erf{TL, T}(TL)"/>.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TL NormalCumulative<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var half = Constant<TL, T>(0.5);
        var size = NormalBound<TL, T>(x);
        var y = x * Constant<TL, T>(0.70710678118654757);
        var near = TL.Fma(half, TL.Fma(y, ErfExcess<TL, T>(y * y), y), half);
        var lower = GaussTimes<TL, T>(size, ScaledErfc<TL, T>(TL.Min(size, TL.Abs(y))) * half);
        var far = TL.Select(TL.GreaterThan(x, half), Constant<TL, T>(1) - lower, lower);
        return TL.Select(TL.GreaterThan(Constant<TL, T>(0.67), size), near, far);
    }

    // |x|, at most where the density is long 0 and its exponent still within ClampExponent's range. NaN passes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL NormalBound<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TL.Min(Constant<TL, T>(typeof(T) == typeof(float) ? 14.5 : 38.65), TL.Abs(x));

    // G(z) = erf(x) / x - 1, z = x^2 at most 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL ErfExcess<TL, T>(TL z)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TL g;
        if (typeof(T) == typeof(float))
        {
            g = Constant<TL, T>(7.85387747e-05f);
            g = Horner<TL, T>(g, z, -0.000801019778f);
            g = Horner<TL, T>(g, z, 0.00518832821f);
            g = Horner<TL, T>(g, z, -0.0268538129f);
            g = Horner<TL, T>(g, z, 0.112835854f);
            g = Horner<TL, T>(g, z, -0.37612626f);
            g = Horner<TL, T>(g, z, 0.128379166f);
        }
        else
        {
            g = Constant<TL, T>(-7.77950021998946e-10);
            g = Horner<TL, T>(g, z, 1.3710997365488786e-08);
            g = Horner<TL, T>(g, z, -1.6206317656592555e-07);
            g = Horner<TL, T>(g, z, 1.6447132074151726e-06);
            g = Horner<TL, T>(g, z, -1.4924712341961745e-05);
            g = Horner<TL, T>(g, z, 0.00012055293578916885);
            g = Horner<TL, T>(g, z, -0.0008548325929378758);
            g = Horner<TL, T>(g, z, 0.005223977606119715);
            g = Horner<TL, T>(g, z, -0.026866170643111597);
            g = Horner<TL, T>(g, z, 0.11283791670944185);
            g = Horner<TL, T>(g, z, -0.3761263890318352);
            g = Horner<TL, T>(g, z, 0.12837916709551256);
        }

        return g;
    }

    // erfcx a = e^(a^2) erfc a for a in [0, 24] (float) or [0, 60] (double): (1 + 2a) erfcx a = M(q), q = (a - k)/(a + k)
    // (Shepherd and Laframboise 1981).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL ScaledErfc<TL, T>(TL a)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var k = Constant<TL, T>(typeof(T) == typeof(float) ? 2 : 4);
        TL q = (a - k) / (a + k), m;
        if (typeof(T) == typeof(float))
        {
            m = Constant<TL, T>(0.000105525622f);
            m = Horner<TL, T>(m, q, -0.00023215056f);
            m = Horner<TL, T>(m, q, -0.00129629602f);
            m = Horner<TL, T>(m, q, 0.00112420833f);
            m = Horner<TL, T>(m, q, 0.00862683915f);
            m = Horner<TL, T>(m, q, -0.00798756164f);
            m = Horner<TL, T>(m, q, -0.054196123f);
            m = Horner<TL, T>(m, q, 0.164044917f);
            m = Horner<TL, T>(m, q, -0.166032493f);
            m = Horner<TL, T>(m, q, -0.0927635655f);
            m = Horner<TL, T>(m, q, 1.27697837f);
        }
        else
        {
            m = Constant<TL, T>(1.1007601111889527e-10);
            m = Horner<TL, T>(m, q, -8.773462587182592e-09);
            m = Horner<TL, T>(m, q, -1.0172174650529803e-08);
            m = Horner<TL, T>(m, q, 1.0058154056016108e-07);
            m = Horner<TL, T>(m, q, 5.980977850329011e-08);
            m = Horner<TL, T>(m, q, -8.160743555982613e-07);
            m = Horner<TL, T>(m, q, 3.0974744811540844e-07);
            m = Horner<TL, T>(m, q, 5.704079438275021e-06);
            m = Horner<TL, T>(m, q, -1.1232641100704298e-05);
            m = Horner<TL, T>(m, q, -2.4397043989268845e-05);
            m = Horner<TL, T>(m, q, 0.0001506262096277362);
            m = Horner<TL, T>(m, q, -0.00019925722513560652);
            m = Horner<TL, T>(m, q, -0.0007577745322589879);
            m = Horner<TL, T>(m, q, 0.00503197005876244);
            m = Horner<TL, T>(m, q, -0.01619773384510201);
            m = Horner<TL, T>(m, q, 0.03716751553013905);
            m = Horner<TL, T>(m, q, -0.0663303658334449);
            m = Horner<TL, T>(m, q, 0.09373283499872427);
            m = Horner<TL, T>(m, q, -0.10103906603521758);
            m = Horner<TL, T>(m, q, 0.068097054254683);
            m = Horner<TL, T>(m, q, 0.015379652102598047);
            m = Horner<TL, T>(m, q, -0.13962111684056241);
            m = Horner<TL, T>(m, q, 1.2329951186255526);
        }

        return m / (a + a + Constant<TL, T>(1));
    }
}
