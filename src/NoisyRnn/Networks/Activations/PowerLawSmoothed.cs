using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The closed form for k max(0, a)^p of a whole p: F_s(a) = k M_p, F_s' = k p M_(p-1), with the partial moments of <see cref="PowerLawMoments"/>.</summary>
/// <param name="Gain">k.</param>
/// <param name="Power">p.</param>
/// <param name="Sigma">s &gt; 0.</param>
internal sealed record PowerLawSmoothed(double Gain, int Power, double Sigma) : LaneActivation<PowerLawSmoothed.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => $"F(a) = {Gain} M_{Power}, M_0 = Phi(q), M_1 = a Phi(q) + {Sigma} phi(q), M_n = a M_(n-1) + (n-1) {Sigma}^2 M_(n-2), q = a/{Sigma}";

    private protected override Kernel Function => new(Gain, Power, Sigma);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        var q = a / TReal.Constant(Sigma);
        var density = TReal.Constant(1 / Math.Sqrt(2 * Math.PI)) * TReal.Exp(TReal.Constant(-0.5) * q * q);
        var before = TReal.NormalCumulative(q);
        var moment = (a * before) + (TReal.Constant(Sigma) * density);
        for (var n = 2; n <= Power; n++)
            (before, moment) = (moment, (a * moment) + (TReal.Constant((n - 1) * Sigma * Sigma) * before));
        return TReal.Constant(Gain) * moment;
    }

    /// <summary>The kernel.</summary>
    internal readonly struct Kernel(double gain, int power, double sigma) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var q = x * TL.Broadcast(T.CreateTruncating(1 / sigma));
            var before = Elementary.NormalCumulative<TL, T>(q);
            var moment = TL.Fma(x, before, TL.Broadcast(T.CreateTruncating(sigma)) * Elementary.NormalDensity<TL, T>(q));
            for (var n = 2; n <= power; n++)
                (before, moment) = (moment, TL.Fma(x, moment, TL.Broadcast(T.CreateTruncating((n - 1) * sigma * sigma)) * before));
            slope = TL.Broadcast(T.CreateTruncating(gain * power)) * before;
            return TL.Broadcast(T.CreateTruncating(gain)) * moment;
        }
    }
}
