using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>Some steps of a trial, evenly spread.</summary>
internal static class SampledSteps
{
    /// <summary>So many steps, or some more where the length is no multiple of them, whether they count or not; of a short trial all.</summary>
    public static ImmutableArray<int> Spread(int length, int wanted)
    {
        var stride = Math.Max(1, length / wanted);
        return [.. Enumerable.Range(1, length / stride).Select(k => (k * stride) - 1)];
    }

    /// <summary>At most so many of the counted steps, evenly spread, the last among them; ascending.</summary>
    public static ImmutableArray<int> Of(Trial trial, int most)
    {
        int[] counted = [.. Enumerable.Range(0, trial.Steps).Where(trial.Counts)];
        var taken = Math.Min(most, counted.Length);
        return [.. Enumerable.Range(1, taken).Select(k => counted[(k * counted.Length / taken) - 1])];
    }
}
