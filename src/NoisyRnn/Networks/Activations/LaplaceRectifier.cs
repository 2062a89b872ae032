using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The mean of max(a, c a) over the Laplace law of scale b = s/sqrt(2): c a + (1-c) [max(0, a) + (b/2) exp(-|a|/b)]; its slope
/// is c + (1-c) G, G = exp(a/b)/2 for a below 0, 1 - exp(-a/b)/2 above.
/// </summary>
/// <param name="SlopeBelow">c; 0 for ReLU.</param>
/// <param name="Sigma">s &gt; 0.</param>
internal sealed record LaplaceRectifier(double SlopeBelow, double Sigma) : LaneActivation<LaplaceRectifier.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => $"F(a) = E max(a + x, {SlopeBelow} (a + x)), x of the Laplace law of scale b = {Sigma}/sqrt(2)";

    private protected override Kernel Function => new(SlopeBelow, Scale);

    private double Scale => Sigma / Math.Sqrt(2);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        var size = a.Value > 0 ? a : TReal.Constant(0) - a;
        var tail = TReal.Constant(Scale / 2) * TReal.Exp(TReal.Constant(-1 / Scale) * size);
        var mean = a.Value > 0 ? a + tail : tail;
        return (TReal.Constant(SlopeBelow) * a) + (TReal.Constant(1 - SlopeBelow) * mean);
    }

    /// <summary>The kernel.</summary>
    internal readonly struct Kernel(double slopeBelow, double scale) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var c = TL.Broadcast(T.CreateTruncating(slopeBelow));
            var rest = TL.Broadcast(T.CreateTruncating(1 - slopeBelow));
            var zero = TL.Broadcast(T.Zero);
            var half = TL.Broadcast(T.CreateTruncating(0.5)) * Elementary.Exp<TL, T>(TL.Abs(x) * TL.Broadcast(T.CreateTruncating(-1 / scale)));
            slope = TL.Fma(rest, TL.Select(TL.GreaterThan(x, zero), TL.Broadcast(T.One) - half, half), c);
            // Max gives its second argument where either is NaN: a diverged state stays visible.
            return TL.Fma(c, x, rest * TL.Fma(TL.Broadcast(T.CreateTruncating(scale)), half, TL.Max(zero, x)));
        }
    }
}
