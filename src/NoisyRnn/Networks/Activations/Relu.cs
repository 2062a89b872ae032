using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>relu(a) = max(0, a).</summary>
public sealed record Relu : LaneActivation<Relu.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "relu(a) = max(0, a)";

    /// <inheritdoc/>
    public override double? Kink => 0;

    private protected override Kernel Function => default;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => a.Value > 0 ? a : TReal.Constant(0);

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance) =>
        RectifierMoments.Of(0, a, s, mean, slope, variance);

    internal override Activation SmoothedForm(double sigma) => new RectifierSmoothed(0, sigma);

    /// <summary>The kernel; the slope at 0 is 0.</summary>
    public readonly struct Kernel : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var zero = TL.Broadcast(T.Zero);
            var positive = TL.GreaterThan(x, zero);
            slope = TL.Select(positive, TL.Broadcast(T.One), zero);
            // Keeps NaN, so that a diverged state is seen.
            return TL.Select(positive, x, x * zero);
        }
    }
}
