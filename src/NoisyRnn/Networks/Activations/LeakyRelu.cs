using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>a where a is positive, c a elsewhere.</summary>
public sealed record LeakyRelu : LaneActivation<LeakyRelu.Kernel>
{
    /// <summary>c, the slope below 0.</summary>
    [Description("slope below 0")]
    [Range(0, 1)]
    public double Slope { get; init; } = 0.01;

    /// <inheritdoc/>
    public override string Formula => $"leaky-relu(a) = max(a, {Slope} a)";

    /// <inheritdoc/>
    public override double? Kink => 0;

    private protected override Kernel Function => new(Slope);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => a.Value > 0 ? a : TReal.Constant(Slope) * a;

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance) =>
        RectifierMoments.Of(Slope, a, s, mean, slope, variance);

    internal override Activation SmoothedForm(double sigma) => new RectifierSmoothed(Slope, sigma);

    /// <summary>The kernel; the slope at 0 is the one from the left.</summary>
    /// <param name="slopeBelow">c.</param>
    public readonly struct Kernel(double slopeBelow) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var positive = TL.GreaterThan(x, TL.Broadcast(T.Zero));
            slope = TL.Select(positive, TL.Broadcast(T.One), TL.Broadcast(T.CreateTruncating(slopeBelow)));
            return slope * x;
        }
    }
}
