using MathNet.Numerics.Distributions;

namespace NoisyRnn.Statistics;

/// <summary>
/// One-sided, one-sample t-tests of a mean over seeds: the p-values that Holm's correction needs. 10,000 resamples do
/// not reach the tails in which a table of claims is decided; Student's t does.
/// </summary>
public static class OneSidedTest
{
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
