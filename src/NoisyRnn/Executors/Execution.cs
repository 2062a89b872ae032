using System.Collections.Immutable;
using NoisyRnn.Workers;

namespace NoisyRnn.Executors;

/// <summary>What became of work.</summary>
/// <param name="Failures">The pieces that failed here.</param>
public sealed record Execution(ImmutableArray<JobFailure> Failures)
{
    /// <summary>Whether the work is others' now: what it gives is not there yet.</summary>
    public bool IsHandedOn { get; init; }
}
