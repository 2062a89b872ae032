using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The logistic function 1 / (1 + e^-a).</summary>
public sealed record Sigmoid : LaneActivation<Sigmoid.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "sigmoid(a) = 1 / (1 + exp(-a))";

    private protected override Kernel Function => default;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) =>
        TReal.Constant(0.5) * (TReal.Constant(1) + TReal.Tanh(TReal.Constant(0.5) * a));

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ILaneFunction
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
    }
}
