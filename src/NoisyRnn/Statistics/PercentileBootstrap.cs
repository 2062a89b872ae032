using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace NoisyRnn.Statistics;

/// <summary>
/// Confidence intervals of any figures of some units, trials for example, that are resampled whole: what is nested in a unit (its steps,
/// its draws of the noise) goes with it, and its spread is in that of the units. Resampling has its own fixed stream of random numbers.
/// </summary>
/// <remarks>
/// The ends are the quantiles Phi(-/+ sqrt(n/(n-1)) t_{n-1}) of the resampled figures, the percentile interval expanded for few units.
/// Sources: Davison and Hinkley 1997, "Bootstrap Methods and their Application", section 3.8 (only the outermost level is resampled); Hesterberg
/// 2015, "What teachers should know about the bootstrap", section 5.3.
/// </remarks>
public static class PercentileBootstrap
{
    /// <summary>Resamples behind an interval.</summary>
    public const int Resamples = 2000;

    /// <summary>The intervals; the mean of each is its figure of all units as they are. Where a figure is not finite in some resample, the limits are infinite.</summary>
    /// <param name="units">n, 1 or more; of one the limits are infinite.</param>
    /// <param name="figures">Number of figures.</param>
    /// <param name="measure">Measures a resample.</param>
    /// <param name="confidence">Nominal coverage, in (0, 1).</param>
    /// <param name="resamples">Number of resamples.</param>
    public static ImmutableArray<Interval> Of(int units, int figures, ResampledFigures measure, double confidence = 0.95, int resamples = Resamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Confidence lies in (0, 1).");
        var (times, whole) = (new int[units], new double[figures]);
        Array.Fill(times, 1);
        measure(times, whole);
        if (units == 1)
            return [.. whole.Select(static value => new Interval(value, double.NegativeInfinity, double.PositiveInfinity))];

        var (values, row) = (new double[figures][], new double[figures]);
        for (var f = 0; f < figures; f++)
            values[f] = new double[resamples];
        for (var b = 0; b < resamples; b++)
        {
            Resampling.Draw(times, b);
            measure(times, row);
            for (var f = 0; f < figures; f++)
                values[f][b] = row[f];
        }

        var level = Normal.CDF(0, 1, Math.Sqrt(units / (units - 1.0)) * StudentT.InvCDF(0, 1, units - 1, (1 + confidence) / 2));
        return [.. values.Zip(whole, (resampled, value) => Between(resampled, value, level))];
    }

    private static Interval Between(double[] resampled, double value, double level)
    {
        if (!Array.TrueForAll(resampled, double.IsFinite))
            return new(value, double.NegativeInfinity, double.PositiveInfinity);
        return new(value, Quantile.Of(resampled, 1 - level), Quantile.Of(resampled, level));
    }
}

/// <summary>Figures of a resample.</summary>
/// <param name="times">How often each unit is in it; the sum is their number. [n]</param>
/// <param name="figures">Receives the figures.</param>
public delegate void ResampledFigures(ReadOnlySpan<int> times, Span<double> figures);
