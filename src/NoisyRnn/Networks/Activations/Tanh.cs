using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : LaneActivation<Tanh.Kernel>
{
    /// <summary>k.</summary>
    [Description("k of tanh(k a): how steep it is")]
    [Range(0, 1000.0, MinimumIsExclusive = true)]
    [Unlisted]
    public double Slope { get; init; } = 1;

    /// <inheritdoc/>
    public override string Formula => Slope == 1 ? "tanh(a)" : $"tanh({Slope} a)";

    internal override double Bend => Math.Min(1, 1 / Slope);

    private protected override Kernel Function => new(Slope);

    internal override bool HasCurvature => true;

    internal override void Curvature<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> slope, Span<T> second, Span<T> third) =>
        Elementwise.Curve(Function, value, slope, second, third);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => TReal.Tanh(TReal.Constant(Slope) * a);

    /// <summary>The kernel.</summary>
    /// <param name="steepness">k; products with 1 are exact.</param>
    public readonly struct Kernel(double steepness) : ISmoothLaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var k = TL.Broadcast(T.CreateTruncating(steepness));
            var t = Elementary.Tanh<TL, T>(k * x);
            slope = k * TL.Fma(TL.Negate(t), t, TL.Broadcast(T.One));
            return t;
        }

        /// <inheritdoc/>
        /// <remarks>f'' = -2 k t f', f''' = k^2 f' (6 t^2 - 2), t = f(a).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Curvature<TL, T>(TL value, TL slope, out TL third)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var twice = value + value;
            var k = TL.Broadcast(T.CreateTruncating(steepness));
            third = k * k * (slope * TL.Fma(twice + value, twice, TL.Broadcast(-(T.One + T.One))));
            return TL.Negate(k * (twice * slope));
        }
    }
}
