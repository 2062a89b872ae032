using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The mean of max(a, c a) over U[-w, w], w = sqrt(3) s: c a + (1-c) [w t^2 + max(0, a - w)], t = (a + w)/(2w) held within
/// [0, 1]; its slope is c + (1-c) t.
/// </summary>
/// <param name="SlopeBelow">c; 0 for ReLU.</param>
/// <param name="Sigma">s &gt; 0.</param>
internal sealed record UniformRectifier(double SlopeBelow, double Sigma) : LaneActivation<UniformRectifier.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => $"F(a) = E max(a + x, {SlopeBelow} (a + x)), x ~ U[-w, w], w = sqrt(3) {Sigma}";

    private protected override Kernel Function => new(SlopeBelow, Width);

    private double Width => Math.Sqrt(3) * Sigma;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        var (width, zero) = (TReal.Constant(Width), TReal.Constant(0));
        var t = (a + width) / TReal.Constant(2 * Width);
        t = t.Value >= 1 ? TReal.Constant(1) : t.Value <= 0 ? zero : t;
        var above = a.Value > Width ? a - width : zero;
        return (TReal.Constant(SlopeBelow) * a) + (TReal.Constant(1 - SlopeBelow) * ((width * t * t) + above));
    }

    /// <summary>The kernel.</summary>
    internal readonly struct Kernel(double slopeBelow, double width) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var c = TL.Broadcast(T.CreateTruncating(slopeBelow));
            var rest = TL.Broadcast(T.CreateTruncating(1 - slopeBelow));
            var (w, zero) = (TL.Broadcast(T.CreateTruncating(width)), TL.Broadcast(T.Zero));
            // Max and Min give their second argument where either is NaN: a diverged state stays visible.
            var t = TL.Max(zero, TL.Fma(x, TL.Broadcast(T.CreateTruncating(0.5 / width)), TL.Broadcast(T.CreateTruncating(0.5))));
            t = TL.Min(TL.Broadcast(T.One), t);
            slope = TL.Fma(rest, t, c);
            return TL.Fma(c, x, rest * TL.Fma(w * t, t, TL.Max(zero, x - w)));
        }
    }
}
