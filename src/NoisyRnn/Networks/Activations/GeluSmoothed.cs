using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The closed form for f = a Phi(a): F_s(a) = a Phi(a/r) + (s^2/r) phi(a/r),
/// F_s' = Phi(a/r) + (a/r) phi(a/r) (1 - s^2/r^2), r = sqrt(1 + s^2).
/// </summary>
/// <param name="Sigma">s &gt; 0.</param>
internal sealed record GeluSmoothed(double Sigma) : LaneActivation<GeluSmoothed.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => $"F(a) = a Phi(a/r) + (s^2/r) phi(a/r), s = {Sigma}, r = sqrt(1 + s^2)";

    private protected override Kernel Function => new(Sigma);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        var r = Math.Sqrt(1 + (Sigma * Sigma));
        var q = a / TReal.Constant(r);
        var density = TReal.Constant(1 / Math.Sqrt(2 * Math.PI)) * TReal.Exp(TReal.Constant(-0.5) * q * q);
        return (a * TReal.NormalCumulative(q)) + (TReal.Constant(Sigma * Sigma / r) * density);
    }

    /// <summary>The kernel.</summary>
    internal readonly struct Kernel(double sigma) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var variance = sigma * sigma;
            var r = Math.Sqrt(1 + variance);
            var q = x * TL.Broadcast(T.CreateTruncating(1 / r));
            var cumulative = Elementary.NormalCumulative<TL, T>(q);
            var density = Elementary.NormalDensity<TL, T>(q);
            slope = TL.Fma(q * density, TL.Broadcast(T.CreateTruncating(1 / (1 + variance))), cumulative);
            return TL.Fma(x, cumulative, TL.Broadcast(T.CreateTruncating(variance / r)) * density);
        }
    }
}
