using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>Steps of a trial at which something counts in the loss.</summary>
internal static class SampledSteps
{
    /// <summary>At most so many of the counted steps, evenly spread, the last among them; ascending.</summary>
    public static ImmutableArray<int> Of(Trial trial, int most)
    {
        int[] counted = [.. Enumerable.Range(0, trial.Steps).Where(trial.Counts)];
        var taken = Math.Min(most, counted.Length);
        return [.. Enumerable.Range(1, taken).Select(k => counted[(k * counted.Length / taken) - 1])];
    }
}
