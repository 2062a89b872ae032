using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>softplus(a) = ln(1 + e^a), the smooth rectifier.</summary>
public sealed record SoftPlus : LaneActivation<SoftPlus.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "softplus(a) = ln(1 + exp(a))";

    private protected override Kernel Function => default;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        // e^-|a| never overflows; the sum is exact to rounding on both sides.
        var positive = a.Value > 0;
        var tail = TReal.Log1P(TReal.Exp(positive ? -a : a));
        return positive ? a + tail : tail;
    }

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ILaneFunction
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
    }
}
