using MathNet.Numerics.Distributions;

namespace NoisyRnn.Statistics;

/// <summary>Intervals of a share: of n networks k do something.</summary>
public static class ShareInterval
{
    /// <summary>The interval that holds the true share with at least the confidence, whatever n and k: its ends are quantiles of beta distributions.</summary>
    /// <param name="count">k, from 0 to n.</param>
    /// <param name="of">n, at least 1.</param>
    /// <param name="confidence">Confidence, in (0, 1): half of the rest on each side.</param>
    /// <remarks>Source: Clopper and Pearson 1934.</remarks>
    public static Interval ClopperPearson(int count, int of, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)of, nameof(count));
        var tail = (1 - confidence) / 2;
        return new(
            (double)count / of,
            count == 0 ? 0 : Beta.InvCDF(count, of - count + 1, tail),
            count == of ? 1 : Beta.InvCDF(count + 1, of - count, 1 - tail));
    }
}
