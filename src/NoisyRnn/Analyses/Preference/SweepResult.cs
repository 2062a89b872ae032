namespace NoisyRnn.Analyses;

/// <summary>What the test-noise sweep leaves in the store.</summary>
public sealed record SweepResult : AnalysisResult
{
    /// <summary>The sweep; null where no level gave a finite loss.</summary>
    public NoiseSweepResult? Sweep { get; init; }

    /// <summary>An example trial.</summary>
    public TrialExample? Example { get; init; }

    internal override bool LeavesNothing => Sweep is null;
}
