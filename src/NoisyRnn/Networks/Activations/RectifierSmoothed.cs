using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The closed form for max(a, c a): F_s(a) = c a + (1-c) s [q Phi(q) + phi(q)], F_s' = c + (1-c) Phi(q), q = a/s.
/// </summary>
/// <param name="SlopeBelow">c; 0 for ReLU.</param>
/// <param name="Sigma">s &gt; 0.</param>
internal sealed record RectifierSmoothed(double SlopeBelow, double Sigma) : LaneActivation<RectifierSmoothed.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => $"F(a) = {SlopeBelow} a + {1 - SlopeBelow} {Sigma} [q Phi(q) + phi(q)], q = a/{Sigma}";

    private protected override Kernel Function => new(SlopeBelow, Sigma);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        var q = a / TReal.Constant(Sigma);
        var density = TReal.Constant(1 / Math.Sqrt(2 * Math.PI)) * TReal.Exp(TReal.Constant(-0.5) * q * q);
        return (TReal.Constant(SlopeBelow) * a) + (TReal.Constant((1 - SlopeBelow) * Sigma) * ((q * TReal.NormalCumulative(q)) + density));
    }

    /// <summary>The kernel.</summary>
    internal readonly struct Kernel(double slopeBelow, double sigma) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var c = TL.Broadcast(T.CreateTruncating(slopeBelow));
            var rest = TL.Broadcast(T.CreateTruncating(1 - slopeBelow));
            var q = x * TL.Broadcast(T.CreateTruncating(1 / sigma));
            var cumulative = Elementary.NormalCumulative<TL, T>(q);
            slope = TL.Fma(rest, cumulative, c);
            var rectified = TL.Fma(q, cumulative, Elementary.NormalDensity<TL, T>(q));
            return TL.Fma(c, x, rest * (TL.Broadcast(T.CreateTruncating(sigma)) * rectified));
        }
    }
}
