namespace NoisyRnn.Statistics;

/// <summary>Quantiles of values in any order: two of ten thousand do not need them all sorted.</summary>
internal static class Quantile
{
    /// <summary>Order statistic number level * (n + 1), interpolated.</summary>
    /// <param name="values">The values, none NaN; put into another order. [n]</param>
    /// <param name="level">In [0, 1].</param>
    public static double Of(Span<double> values, double level)
    {
        var position = Math.Clamp(level * (values.Length + 1) - 1, 0, values.Length - 1);
        var below = (int)position;
        var low = Select(values, below);
        if (below + 1 == values.Length)
            return low;
        var high = double.PositiveInfinity;
        foreach (var value in values[(below + 1)..])
            high = Math.Min(high, value);
        return low + (position - below) * (high - low);
    }

    // Hoare's selection: afterwards nothing before the index is larger than what stands there, nothing behind it smaller.
    private static double Select(Span<double> values, int index)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = Median(values[low], values[(low + high) >>> 1], values[high]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (index <= j)
                high = j;
            else if (index >= i)
                low = i;
            else
                break;
        }

        return values[index];
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
