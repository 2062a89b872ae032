using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// f(a) = k max(0, a)^p, the power law of supralinear networks (Ahmadian, Rubin and Miller 2013). It grows faster than its argument, so that a network
/// may explode. Its averages over Gaussian noise are closed forms for a whole p, else quadratures between 0 and the ends.
/// </summary>
public sealed record PowerLaw : LaneActivation<PowerLaw.Kernel>
{
    /// <summary>k.</summary>
    [Description("k of k max(0, a)^p")]
    [Range(0, 1000.0, MinimumIsExclusive = true)]
    [Unlisted]
    public double Gain { get; init; } = 1;

    /// <summary>p.</summary>
    [Description("p of k max(0, a)^p; 2 in most supralinear networks, 1 a rectifier")]
    [Range(1, 8.0)]
    [Unlisted]
    public double Exponent { get; init; } = 2;

    /// <inheritdoc/>
    public override string Formula => $"power-law(a) = {(Gain == 1 ? "" : $"{Gain} ")}max(0, a)^{Exponent}";

    /// <summary>0: the first derivative that jumps there is the p-th.</summary>
    public override double? Kink => 0;

    /// <summary>p where it is whole; then averages are closed forms.</summary>
    internal int? WholeExponent => Exponent == Math.Round(Exponent) ? (int)Exponent : null;

    private protected override Kernel Function => new(Gain, Exponent);

    // Without k, which scales what it finds.
    private FormulaFunction AsFormula => FormulaFunction.Of(FormattableString.Invariant($"max(0, a)^{Exponent}"));

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a)
    {
        if (!(a.Value > 0))
            return TReal.Constant(double.IsNaN(a.Value) ? double.NaN : 0);
        return TReal.Constant(Gain) * new FormulaStep(FormulaOperation.Power, 0, -1, Exponent).Apply(a, default);
    }

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        for (var i = 0; i < a.Length; i++)
        {
            (mean[i], slope[i], variance[i]) = WholeExponent is { } power ? PowerLawMoments.Of(power, a[i], s[i]) : AsFormula.Moments(a[i], s[i]);
            (mean[i], slope[i], variance[i]) = (Gain * mean[i], Gain * slope[i], Gain * Gain * variance[i]);
        }
    }

    internal override Activation SmoothedForm(double sigma) =>
        WholeExponent is { } power ? new PowerLawSmoothed(Gain, power, sigma) : new FormulaSmoothed(this, FormulaFunction.Of(FormattableString.Invariant($"{Gain} * max(0, a)^{Exponent}")), sigma);

    /// <summary>The kernel; the slope at 0 is the one from the left, 0.</summary>
    /// <param name="gain">k; a product with 1 is exact.</param>
    /// <param name="exponent">p; a whole one is a product.</param>
    public readonly struct Kernel(double gain, double exponent) : ILaneFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var (k, zero) = (TL.Broadcast(T.CreateTruncating(gain)), TL.Broadcast(T.Zero));
            var positive = TL.GreaterThan(x, zero);
            // Keeps NaN, so that a diverged state is seen.
            var rectified = TL.Select(positive, x, x * zero);
            // The square, which is met most, as two products; others in a method of their own, whose registers it does not pay for.
            var (power, rise) = (rectified * rectified, rectified + rectified);
            if (exponent != 2)
                power = Other<TL, T>(rectified, out rise);
            slope = TL.Select(positive, k * rise, zero);
            return k * power;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private TL Other<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => exponent == Math.Round(exponent)
                ? new FormulaFunctions.Factors((int)exponent).Evaluate<TL, T>(x, out slope)
                : new FormulaFunctions.Power(exponent).Evaluate<TL, T>(x, out slope);
    }
}
