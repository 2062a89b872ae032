using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Asserts on samples. Seeds are fixed, so a test that passes once passes always; the limits say how much luck it took.</summary>
internal static class CognitiveStatistics
{
    /// <summary>All values and no others, each as often as the others: counts within 5 binomial standard deviations (6e-7 each).</summary>
    internal static void Evenly<T>(IEnumerable<T> sample, IEnumerable<T> values)
        where T : notnull
    {
        var counts = sample.CountBy(static value => value).ToDictionary();
        var expected = values.ToList();
        Assert.Equivalent(expected.ToHashSet(), counts.Keys.ToHashSet(), strict: true);
        var (n, p) = (counts.Values.Sum(), 1.0 / expected.Count);
        foreach (var (value, count) in counts)
            Assert.True(Math.Abs(count - (n * p)) <= 5 * Math.Sqrt(n * p * (1 - p)), $"{value}: {count} of {n}, expected a share of {p}");
    }

    /// <summary>Uniform in [low, high): Kolmogorov-Smirnov at 1e-5, 2.47 / sqrt(n), and no value outside.</summary>
    internal static void Uniform(IEnumerable<double> sample, double low, double high)
    {
        double[] sorted = [.. sample.Order()];
        Assert.NotEmpty(sorted);
        Assert.InRange(sorted[0], low, high);
        Assert.InRange(sorted[^1], low, high);
        var distance = sorted.Select((x, k) => Math.Abs(((x - low) / (high - low)) - ((k + 0.5) / sorted.Length))).Max();
        Assert.True(distance < 2.47 / Math.Sqrt(sorted.Length), $"distance {distance} of {sorted.Length} values in [{low}, {high})");
    }

    /// <summary>True in half of the cases.</summary>
    internal static void Half(IEnumerable<bool> sample) => Evenly(sample, [false, true]);
}
