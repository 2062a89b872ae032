using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : LaneActivation<Tanh.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "tanh(a)";

    private protected override Kernel Function => default;

    internal override bool HasCurvature => true;

    internal override void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third) =>
        Elementwise.Curve(Function, value, slope, second, third);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => TReal.Tanh(a);

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ISmoothLaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var t = Elementary.Tanh<TL, T>(x);
            slope = TL.Fma(TL.Negate(t), t, TL.Broadcast(T.One));
            return t;
        }

        /// <inheritdoc/>
        /// <remarks>f'' = -2 t f', f''' = f' (6 t^2 - 2), t = f(a).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Curvature<TL, T>(TL value, TL slope, out TL third)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var twice = value + value;
            third = slope * TL.Fma(twice + value, twice, TL.Broadcast(-(T.One + T.One)));
            return TL.Negate(twice * slope);
        }
    }
}
