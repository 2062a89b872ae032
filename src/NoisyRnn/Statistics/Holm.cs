namespace NoisyRnn.Statistics;

/// <summary>Holm's step-down correction for several tests made at once.</summary>
public static class Holm
{
    /// <summary>
    /// Adjusted p-values: with the p in ascending order p_(1) &lt;= ... &lt;= p_(m), the i-th becomes
    /// max_{j &lt;= i} min(1, (m - j + 1) p_(j)). Rejecting where the adjusted value is at most alpha keeps the probability
    /// of one or more false rejections at or below alpha, whatever the dependence between the tests.
    /// </summary>
    /// <param name="p">The p-values, each in [0, 1]. [m]</param>
    /// <returns>The adjusted values in the order given. [m]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value outside [0, 1] or NaN.</exception>
    /// <remarks>Source: Holm 1979, "A simple sequentially rejective multiple test procedure".</remarks>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        var order = new int[p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1))
                throw new ArgumentOutOfRangeException(nameof(p), p[i], "A p-value lies in [0, 1].");
            order[i] = i;
        }

        Array.Sort(p.ToArray(), order);
        var adjusted = new double[p.Length];
        var largest = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - i) * p[order[i]]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }
}
