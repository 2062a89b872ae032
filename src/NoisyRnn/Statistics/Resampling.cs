using System.Collections.Concurrent;

namespace NoisyRnn.Statistics;

/// <summary>
/// Resamples of n values: how often each value stands in each of them. They are a pure function of n, and a report asks for the same ones hundreds of times: those of few
/// values are kept.
/// </summary>
internal static class Resampling
{
    // A byte an entry, and a count that fits in it.
    private const int MostValues = 100, MostEntries = 1 << 20;

    private static readonly ConcurrentDictionary<(int Values, int Resamples), byte[]> Kept = new();

    /// <summary>The mean of each resample. Multiplicities are summed in the order of the values, so that resamples of the same values have the same mean to the last bit.</summary>
    /// <param name="values">The values. [n]</param>
    /// <param name="resamples">Their number.</param>
    public static double[] Means(ReadOnlySpan<double> values, int resamples)
    {
        var n = values.Length;
        var means = new double[resamples];
        if (n <= MostValues && (long)n * resamples <= MostEntries)
        {
            var times = Kept.GetOrAdd((n, resamples), static key => Draw(key.Values, key.Resamples));
            for (var i = 0; i < n; i++)
                AddTimes(times.AsSpan(i * resamples, resamples), values[i], means);
        }
        else
        {
            var times = new int[n];
            for (var b = 0; b < resamples; b++)
            {
                Draw(times, b);
                for (var i = 0; i < n; i++)
                    means[b] += times[i] * values[i];
            }
        }

        foreach (ref var mean in means.AsSpan())
            mean /= n;
        return means;
    }

    /// <summary>How often each value stands in a resample.</summary>
    /// <param name="times">Receives it. [n]</param>
    /// <param name="resample">The resample's number, from 0.</param>
    public static void Draw(int[] times, int resample)
    {
        Array.Clear(times);
        var (n, counter) = ((ulong)times.Length, (ulong)resample * (ulong)times.Length);
        for (var i = 0UL; i < n; i++)
            times[Math.BigMul(Word(counter + i), n, out _)]++;
    }

    // splitmix64 (Steele, Lea, Flood 2014) as a pure function of a counter.
    internal static ulong Word(ulong counter)
    {
        var word = (counter + 1) * 0x9E3779B97F4A7C15UL;
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9UL;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EBUL;
        return word ^ (word >> 31);
    }

    private static void AddTimes(ReadOnlySpan<byte> times, double value, Span<double> sums)
    {
        for (var b = 0; b < sums.Length; b++)
            sums[b] += times[b] * value;
    }

    // [n, resamples]
    private static byte[] Draw(int n, int resamples)
    {
        var all = new byte[n * resamples];
        var times = new int[n];
        for (var b = 0; b < resamples; b++)
        {
            Draw(times, b);
            for (var i = 0; i < n; i++)
                all[(i * resamples) + b] = (byte)times[i];
        }

        return all;
    }
}
