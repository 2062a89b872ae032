using MathNet.Numerics.Distributions;

namespace NoisyRnn.Statistics;

/// <summary>
/// One-sided, one-sample t-tests of a mean over seeds: the p-values that Holm's correction needs. 10,000 resamples do
/// not reach the tails in which a table of claims is decided; Student's t does.
/// </summary>
public static class OneSidedTest
{
    private const double SkewnessOfFew = 2;

    /// <summary>p of "the mean is at most the limit", small where the values speak for a mean above it: P(T &gt;= t), t = (mean - limit)/(s/sqrt n), n - 1 degrees of freedom.</summary>
    /// <param name="values">One value a seed, all finite. [n]</param>
    /// <param name="limit">The limit, in the unit of the values.</param>
    /// <returns>p; 1 where n &lt; 2. Equal values: 0 where they are at or above the limit, else 1.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static double Above(ReadOnlySpan<double> values, double limit) => P(values, limit, 1);

    /// <summary>p of "the mean is at least the limit", small where the values speak for a mean below it.</summary>
    /// <param name="values">One value a seed, all finite. [n]</param>
    /// <param name="limit">The limit, in the unit of the values.</param>
    /// <returns>p; 1 where n &lt; 2. Equal values: 0 where they are at or below the limit, else 1.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static double Below(ReadOnlySpan<double> values, double limit) => P(values, limit, -1);

    /// <summary>
    /// The same, where the values may be skewed: the larger of Student's p and that of Hall's t, which takes the skewness into account. Student's alone is
    /// wrong too often where the long tail lies on the side of the limit. The skewness is taken twice: that of ten values is about half of that of their law.
    /// </summary>
    /// <remarks>Source: Hall 1992, "On the removal of skewness by transformation".</remarks>
    public static double AboveSkewed(ReadOnlySpan<double> values, double limit) => Math.Max(Above(values, limit), Hall(values, limit, 1));

    /// <summary>The same for a mean below the limit.</summary>
    public static double BelowSkewed(ReadOnlySpan<double> values, double limit) => Math.Max(Below(values, limit), Hall(values, limit, -1));

    /// <summary>p of "the share is at least the limit", small where few values are above 0: P(K &lt;= k), K binomial with the limit as its probability.</summary>
    /// <param name="count">k.</param>
    /// <param name="of">n.</param>
    /// <param name="limit">A share, in (0, 1).</param>
    public static double ShareBelow(int count, int of, double limit) => of == 0 ? 1 : Binomial.CDF(limit, of, count);

    /// <summary>p of "the share is at most the limit", small where many are.</summary>
    public static double ShareAbove(int count, int of, double limit) => of == 0 || count == 0 ? 1 : 1 - Binomial.CDF(limit, of, count - 1);

    // t of Hall's cubic, which rises with the mean whatever the skewness.
    private static double Hall(ReadOnlySpan<double> values, double limit, int sign)
    {
        var distances = values.ToArray();
        Array.Sort(distances);
        var n = distances.Length;
        if (n < 3 || distances[0] == distances[^1])
            return 0;
        for (var i = 0; i < n; i++)
            distances[i] = sign * (distances[i] - limit);
        var mean = distances.Average();
        var deviation = Math.Sqrt(distances.Sum(d => (d - mean) * (d - mean)) / (n - 1));
        var third = distances.Sum(d => (d - mean) * (d - mean) * (d - mean)) * n / ((n - 1.0) * (n - 2.0));
        var skewness = SkewnessOfFew * third / (deviation * deviation * deviation);
        var w = mean / deviation;
        var t = Math.Sqrt(n) * (w + (skewness * w * w / 3) + (skewness * skewness * w * w * w / 27) + (skewness / (6 * n)));
        return StudentT.CDF(0, 1, n - 1, -t);
    }

    private static double P(ReadOnlySpan<double> values, double limit, int sign)
    {
        var distances = values.ToArray();
        Array.Sort(distances); // the same bits in any order of the seeds
        if (Array.Exists(distances, value => !double.IsFinite(value)))
            throw new ArgumentException("A test needs finite values.", nameof(values));
        var n = distances.Length;
        if (n < 2)
            return 1;
        for (var i = 0; i < n; i++)
            distances[i] = sign * (distances[i] - limit);
        var mean = distances.Average();
        if (distances[0] == distances[^1])
            return mean >= 0 ? 0 : 1;
        var squares = distances.Sum(d => (d - mean) * (d - mean));
        var t = mean / Math.Sqrt(squares / (n - 1) / n);
        return StudentT.CDF(0, 1, n - 1, -t);
    }
}
