using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : LaneActivation<Tanh.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "tanh(a)";

    private protected override Kernel Function => default;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => TReal.Tanh(a);

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ILaneFunction
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
    }
}
