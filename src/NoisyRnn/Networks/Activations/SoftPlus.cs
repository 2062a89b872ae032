using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>softplus(a) = ln(1 + e^a), the smooth rectifier.</summary>
public sealed record SoftPlus : LaneActivation<SoftPlus.Kernel>
{
    /// <summary>beta.</summary>
    [Description("beta of ln(1 + exp(beta a)) / beta: the larger, the nearer to a ReLU")]
    [Range(0, 1000.0, MinimumIsExclusive = true)]
    [Unlisted]
    public double Beta { get; init; } = 1;

    /// <inheritdoc/>
    public override string Formula => Beta == 1 ? "softplus(a) = ln(1 + exp(a))" : $"softplus(a) = ln(1 + exp({Beta} a)) / {Beta}";

    internal override double Bend => Math.Min(1, 1 / Beta);

    private protected override Kernel Function => new(Beta);

    internal override bool HasCurvature => true;

    internal override void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third) =>
        Elementwise.Curve(Function, value, slope, second, third);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        // e^-|a| never overflows; the sum is exact to rounding on both sides.
        var positive = a.Value > 0;
        var scaled = TReal.Constant(Beta) * a;
        var tail = TReal.Log1P(TReal.Exp(positive ? -scaled : scaled)) * TReal.Constant(1 / Beta);
        return positive ? a + tail : tail;
    }

    /// <summary>The kernel.</summary>
    /// <param name="beta">beta; products with 1 are exact.</param>
    public readonly struct Kernel(double beta) : ISmoothLaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var scaled = TL.Broadcast(T.CreateTruncating(beta)) * x;
            slope = Elementary.Sigmoid<TL, T>(scaled);
            return TL.Broadcast(T.CreateTruncating(1 / beta)) * Elementary.SoftPlus<TL, T>(scaled);
        }

        /// <inheritdoc/>
        /// <remarks>f'' = beta s (1 - s), f''' = beta f'' (1 - 2 s), s = f'(a).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Curvature<TL, T>(TL value, TL slope, out TL third)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            // The slope is the sigmoid s.
            var scale = TL.Broadcast(T.CreateTruncating(beta));
            var second = scale * (slope * (TL.Broadcast(T.One) - slope));
            third = scale * (second * (TL.Broadcast(T.One) - (slope + slope)));
            return second;
        }
    }
}
