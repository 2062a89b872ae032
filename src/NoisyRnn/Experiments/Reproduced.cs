using System.Collections.Immutable;

namespace NoisyRnn.Experiments;

/// <summary>A shipped experiment that was reproduced, or could not be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What it says; null where it could not be run.</param>
/// <param name="NotRun">Why it could not; empty where it was.</param>
public sealed record Reproduced(string Name, ExperimentOutcome? Outcome, string NotRun = "")
{
    /// <summary>Those that were not run, together where they lack the same: "flat-minima, margin", and why.</summary>
    /// <param name="reproduced">The experiments.</param>
    public static ImmutableArray<(string Names, string Why)> NotRunTogether(ImmutableArray<Reproduced> reproduced) =>
        [.. reproduced.Where(static each => each.Outcome is null).GroupBy(static each => each.NotRun).Select(static group => (string.Join(", ", group.Select(static each => each.Name)), group.Key))];
}
