using System.Collections.Concurrent;

namespace NoisyRnn.Statistics;

/// <summary>
/// Resamples of n values: how often each value stands in each of them. They are a pure function of n, and a report asks for the same ones hundreds of times: those of few
/// values are kept, and of many values the last.
/// </summary>
internal static class Resampling
{
    // A byte an entry: of a few values a count fits in it, of many it does as surely (it is about one).
    private const int MostValues = 100, MostEntries = 1 << 20, MostOfLast = 1 << 26;

    // Resamples that are drawn side by side, so that what is written lies side by side too.
    private const int Width = 64;

    private static readonly ConcurrentDictionary<(int Values, int Resamples), byte[]> Kept = new();

    private static volatile Times? _last;

    /// <summary>The mean of each resample. Multiplicities are summed in the order of the values, so that resamples of the same values have the same mean to the last bit.</summary>
    /// <param name="values">The values. [n]</param>
    /// <param name="resamples">Their number.</param>
    public static double[] Means(ReadOnlySpan<double> values, int resamples)
    {
        var n = values.Length;
        var means = new double[resamples];
        if ((long)n * resamples <= MostOfLast)
        {
            var times = TimesOf(n, resamples);
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

    private static byte[] TimesOf(int n, int resamples)
    {
        if (n <= MostValues && (long)n * resamples <= MostEntries)
            return Kept.GetOrAdd((n, resamples), static key => Draw(key.Values, key.Resamples));
        if (_last is { } last && last.Values == n && last.Resamples == resamples)
            return last.Of;
        return (_last = new(n, resamples, Draw(n, resamples))).Of;
    }

    // [n, resamples]
    private static byte[] Draw(int n, int resamples)
    {
        var all = new byte[n * resamples];
        var block = new byte[n * Width];
        for (var first = 0; first < resamples; first += Width)
        {
            var width = Math.Min(Width, resamples - first);
            Array.Clear(block);
            for (var b = 0; b < width; b++)
            {
                var counter = (ulong)(first + b) * (ulong)n;
                for (var i = 0UL; i < (ulong)n; i++)
                    Count(ref block[(Math.BigMul(Word(counter + i), (ulong)n, out _) * Width) + (ulong)b]);
            }

            for (var i = 0; i < n; i++)
                block.AsSpan(i * Width, width).CopyTo(all.AsSpan((i * resamples) + first));
        }

        return all;
    }

    private static void Count(ref byte times) => times = checked((byte)(times + 1));

    private sealed record Times(int Values, int Resamples, byte[] Of);
}
