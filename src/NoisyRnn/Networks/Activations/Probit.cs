using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Phi(k a), the normal distribution function: its mean over Gaussian noise is one of its own kind, E Phi(k (a + s xi)) = Phi(k a / sqrt(1 + k^2 s^2)).
/// </summary>
public sealed record Probit : LaneActivation<Probit.Kernel>
{
    /// <summary>k.</summary>
    [Description("k of Phi(k a): how steep it is")]
    [Range(0, 1000.0, MinimumIsExclusive = true)]
    [Unlisted]
    public double Slope { get; init; } = 1;

    /// <inheritdoc/>
    public override string Formula => $"probit(a) = Phi({(Slope == 1 ? "" : $"{Slope} ")}a), the normal distribution function";

    internal override double Bend => Math.Min(1, 1 / Slope);

    private protected override Kernel Function => new(Slope);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => TReal.NormalCumulative(TReal.Constant(Slope) * a);

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        // The variance by quadrature; mean and slope in closed form.
        base.Moments(a, s, mean, slope, variance);
        for (var i = 0; i < a.Length; i++)
        {
            var k = SlopeUnder(s[i]);
            (mean[i], slope[i]) = (Elementary.NormalCumulative(k * a[i]), k * Elementary.NormalDensity(k * a[i]));
        }
    }

    internal override Activation SmoothedForm(double sigma) => new Probit { Slope = SlopeUnder(sigma) };

    /// <summary>k of its mean over noise.</summary>
    /// <param name="sigma">s.</param>
    internal double SlopeUnder(double sigma) => Slope / Math.Sqrt(1 + (Slope * Slope * sigma * sigma));

    /// <summary>The kernel.</summary>
    /// <param name="steepness">k.</param>
    public readonly struct Kernel(double steepness) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var k = TL.Broadcast(T.CreateTruncating(steepness));
            var q = k * x;
            slope = k * Elementary.NormalDensity<TL, T>(q);
            return Elementary.NormalCumulative<TL, T>(q);
        }
    }
}
