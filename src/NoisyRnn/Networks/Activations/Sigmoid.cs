using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The logistic function 1 / (1 + e^-a).</summary>
public sealed record Sigmoid : LaneActivation<Sigmoid.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "sigmoid(a) = 1 / (1 + exp(-a))";

    private protected override Kernel Function => default;

    internal override bool HasCurvature => true;

    internal override void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third) =>
        Elementwise.Curve(Function, value, slope, second, third);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) =>
        TReal.Constant(0.5) * (TReal.Constant(1) + TReal.Tanh(TReal.Constant(0.5) * a));

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ISmoothLaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var y = Elementary.Sigmoid<TL, T>(x);
            slope = y * (TL.Broadcast(T.One) - y);
            return y;
        }

        /// <inheritdoc/>
        /// <remarks>f'' = f' (1 - 2 f), f''' = f'' (1 - 2 f) - 2 f'^2.</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Curvature<TL, T>(TL value, TL slope, out TL third)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var tilt = TL.Broadcast(T.One) - (value + value);
            var second = slope * tilt;
            third = TL.Fma(second, tilt, TL.Negate((slope + slope) * slope));
            return second;
        }
    }
}
