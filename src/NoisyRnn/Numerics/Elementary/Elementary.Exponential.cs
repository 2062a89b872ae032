using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

public static partial class Elementary
{
    /// <summary>
    /// e^x. Largest error 1 ulp. Overflows to infinity, underflows gradually to 0; NaN stays NaN.
    /// </summary>
    /// <remarks>x = n log 2 + r, |r| at most log(2)/2; e^x = 2^n (1 + (r + r^2 q(r))).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL Exp<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var r = ExpReduce<TL, T>(ClampExponent<TL, T>(x), out var n);
        return Scale<TL, T>(Constant<TL, T>(1) + ExpRemainder<TL, T>(r), n);
    }

    // Beyond these bounds e^x is 0 or infinite; within, 2^n is the product of two normal powers. NaN passes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL ClampExponent<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TL.Min(
            Constant<TL, T>(typeof(T) == typeof(float) ? 90 : 711),
            TL.Max(Constant<TL, T>(typeof(T) == typeof(float) ? -106 : -748), x));

    // n = x / log 2 to the nearest integer and r = x - n log 2; the product with the short part of log 2 is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL ExpReduce<TL, T>(TL x, out TL n)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        n = TL.Round(x * Constant<TL, T>(1.4426950408889634));
        var r = TL.Fma(n, Constant<TL, T>(typeof(T) == typeof(float) ? -0.693359375 : -6.93147180369123816490e-01), x);
        return TL.Fma(n, Constant<TL, T>(typeof(T) == typeof(float) ? 2.12194440e-4 : -1.90821492927058770002e-10), r);
    }

    // e^r - 1 for |r| at most log(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL ExpRemainder<TL, T>(TL r)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TL q;
        if (typeof(T) == typeof(float))
        {
            q = Constant<TL, T>(0.00138144568f);
            q = Horner<TL, T>(q, r, 0.00836877897f);
            q = Horner<TL, T>(q, r, 0.0416683927f);
            q = Horner<TL, T>(q, r, 0.166665196f);
            q = Horner<TL, T>(q, r, 0.49999994f);
        }
        else
        {
            q = Constant<TL, T>(2.4999959878650727e-08);
            q = Horner<TL, T>(q, r, 2.76303777888387e-07);
            q = Horner<TL, T>(q, r, 2.755758736239165e-06);
            q = Horner<TL, T>(q, r, 2.4801492765103714e-05);
            q = Horner<TL, T>(q, r, 0.00019841269504737648);
            q = Horner<TL, T>(q, r, 0.0013888888943920383);
            q = Horner<TL, T>(q, r, 0.00833333333349564);
            q = Horner<TL, T>(q, r, 0.0416666666665292);
            q = Horner<TL, T>(q, r, 0.1666666666666641);
            q = Horner<TL, T>(q, r, 0.5000000000000011);
        }

        return TL.Fma(r * r, q, r);
    }

    // x 2^n in two steps, so that the intermediate power stays normal and only the last product can be rounded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL Scale<TL, T>(TL x, TL n)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var half = TL.Round(n * Constant<TL, T>(0.5));
        return x * TL.PowerOfTwo(half) * TL.PowerOfTwo(n - half);
    }

    // factor e^(-x^2/2) for 0 <= x within the range of ClampExponent; the square is taken to twice the precision,
    // because its rounding would be magnified by x^2/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL GaussTimes<TL, T>(TL x, TL factor)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var square = x * x;
        var rest = TL.Fma(x, x, TL.Negate(square));
        var r = ExpReduce<TL, T>(square * Constant<TL, T>(-0.5), out var n);
        r = TL.Fma(rest, Constant<TL, T>(-0.5), r);
        return Scale<TL, T>(TL.Fma(factor, ExpRemainder<TL, T>(r), factor), n);
    }
}
