using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>gelu(a) = a Phi(a), the exact form with the normal distribution function.</summary>
public sealed record Gelu : LaneActivation<Gelu.Kernel>
{
    /// <inheritdoc/>
    public override string Formula => "gelu(a) = a Phi(a)";

    private protected override Kernel Function => default;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => a * TReal.NormalCumulative(a);

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        // The variance by quadrature; mean and slope in closed form, with r = sqrt(1 + s^2).
        base.Moments(a, s, mean, slope, variance);
        for (var i = 0; i < a.Length; i++)
        {
            var square = 1 + (s[i] * s[i]);
            var r = Math.Sqrt(square);
            var q = a[i] / r;
            var (cumulative, density) = (Elementary.NormalCumulative(q), Elementary.NormalDensity(q));
            mean[i] = (a[i] * cumulative) + (s[i] * s[i] / r * density);
            slope[i] = cumulative + (q * density / square);
        }
    }

    internal override Activation SmoothedForm(double sigma) => new GeluSmoothed(sigma);

    /// <summary>The kernel.</summary>
    public readonly struct Kernel : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var cumulative = Elementary.NormalCumulative<TL, T>(x);
            slope = TL.Fma(x, Elementary.NormalDensity<TL, T>(x), cumulative);
            return x * cumulative;
        }
    }
}
