using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

public static partial class Elementary
{
    /// <summary>
    /// sin(2 pi u) and cos(2 pi u): the argument counts turns, so it is reduced exactly. Largest error 1 ulp.
    /// Infinite or NaN u give NaN; |u| must be below a quarter of the largest number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL SinCosTurns<TL, T>(TL u, out TL cos)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // u = quarters / 4 + t / 8; then quarters modulo 4, in -2..2.
        var quarters = TL.Round(u * Constant<TL, T>(4));
        var t = TL.Fma(quarters, Constant<TL, T>(-0.25), u) * Constant<TL, T>(8);
        quarters = TL.Fma(TL.Round(quarters * Constant<TL, T>(0.25)), Constant<TL, T>(-4), quarters);
        SinCosEighth<TL, T>(t, out var s, out var c);
        s = TL.Select(TL.AreEqual(t, Constant<TL, T>(0)), CopySign<TL, T>(t, u), s);
        var odd = TL.AreEqual(TL.Abs(quarters), Constant<TL, T>(1));
        var half = TL.AreEqual(TL.Abs(quarters), Constant<TL, T>(2));
        var sin = TL.Select(odd, c, s);
        cos = TL.Select(odd, s, c);
        var sinTurned = TL.Select(TL.AreEqual(quarters, Constant<TL, T>(-1)), odd, half);
        var cosTurned = TL.Select(TL.AreEqual(quarters, Constant<TL, T>(1)), odd, half);
        cos = TL.Select(cosTurned, TL.Negate(cos), cos);
        return TL.Select(sinTurned, TL.Negate(sin), sin);
    }

    /// <summary>
    /// sin x and cos x, x in radians. The error is that of <see cref="SinCosTurns{TL, T}(TL, out TL)"/> and what turning x into turns
    /// costs: |x| times half a unit in the last place of 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TL SinCos<TL, T>(TL x, out TL cos)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        SinCosTurns<TL, T>(x * Constant<TL, T>(0.15915494309189535), out cos);

    /// <summary>sin(pi t / 4) and cos(pi t / 4) for t in [-1, 1] (not checked).</summary>
    /// <remarks>
    /// sin = t hi + t (lo + z P(z)), cos = 1 + z Q(z), z = t^2, hi + lo = pi / 4.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SinCosEighth<TL, T>(TL t, out TL sin, out TL cos)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TL z = t * t, p, q, hi, lo;
        if (typeof(T) == typeof(float))
        {
            p = Constant<TL, T>(-3.59789956e-05f);
            p = Horner<TL, T>(p, z, 0.00249004946f);
            p = Horner<TL, T>(p, z, -0.0807454586f);
            q = Constant<TL, T>(3.5313351e-06f);
            q = Horner<TL, T>(q, z, -0.000325942005f);
            q = Horner<TL, T>(q, z, 0.015854327f);
            q = Horner<TL, T>(q, z, -0.308425128f);
            hi = Constant<TL, T>(0.785398185f);
            lo = Constant<TL, T>(-2.18556941e-08f);
        }
        else
        {
            p = Constant<TL, T>(6.878266135330173e-12);
            p = Horner<TL, T>(p, z, -1.7571530002782263e-09);
            p = Horner<TL, T>(p, z, 3.1336162617101486e-07);
            p = Horner<TL, T>(p, z, -3.657620416106559e-05);
            p = Horner<TL, T>(p, z, 0.0024903945701894603);
            p = Horner<TL, T>(p, z, -0.08074551218828062);
            q = Constant<TL, T>(-3.8585772519414575e-13);
            q = Horner<TL, T>(q, z, 1.1500526519153304e-10);
            q = Horner<TL, T>(q, z, -2.461136424969977e-08);
            q = Horner<TL, T>(q, z, 3.5908604461916404e-06);
            q = Horner<TL, T>(q, z, -0.00032599188692680384);
            q = Horner<TL, T>(q, z, 0.015854344243815433);
            q = Horner<TL, T>(q, z, -0.30842513753404244);
            hi = Constant<TL, T>(0.78539816339744828);
            lo = Constant<TL, T>(3.061616997868383e-17);
        }

        sin = TL.Fma(t, hi, t * TL.Fma(z, p, lo));
        cos = TL.Fma(z, q, Constant<TL, T>(1));
    }
}
