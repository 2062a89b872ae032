using NoisyRnn.Analyses;

namespace NoisyRnn.Experiments;

/// <summary>What evaluation leaves in the store.</summary>
public sealed record SweepResult
{
    /// <summary>The sweep; null where no level gave a finite loss.</summary>
    public NoiseSweepResult? Sweep { get; init; }

    /// <summary>An example trial.</summary>
    public TrialExample? Example { get; init; }
}
