using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>softplus(a) = ln(1 + e^a), the smooth rectifier.</summary>
public sealed record SoftPlus : LaneActivation<SoftPlus.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "softplus(a) = ln(1 + exp(a))";

    private protected override Kernel Function => default;

    internal override bool HasCurvature => true;

    internal override void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third) =>
        Elementwise.Curve(Function, value, slope, second, third);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        // e^-|a| never overflows; the sum is exact to rounding on both sides.
        var positive = a.Value > 0;
        var tail = TReal.Log1P(TReal.Exp(positive ? -a : a));
        return positive ? a + tail : tail;
    }

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ISmoothLaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = Elementary.Sigmoid<TL, T>(x);
            return Elementary.SoftPlus<TL, T>(x);
        }

        /// <inheritdoc/>
        /// <remarks>f'' = s (1 - s), f''' = f'' (1 - 2 s), s = f'(a).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Curvature<TL, T>(TL value, TL slope, out TL third)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            // The slope is the sigmoid s.
            var second = slope * (TL.Broadcast(T.One) - slope);
            third = second * (TL.Broadcast(T.One) - (slope + slope));
            return second;
        }
    }
}
