using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Training;

namespace NoisyRnn.Reports;

/// <summary>One run as the report shows it.</summary>
public sealed record ReportRun
{
    /// <summary>Short hash; of a mean over parts of the data that of the first, and how many more: "0f3c2a9d1e+9".</summary>
    public required string Run { get; init; }

    /// <summary>"fold 3": the part of the data that was its test; empty where there are no parts, and for the mean over them.</summary>
    public string Part { get; init; } = "";

    /// <summary>Activation's name.</summary>
    public required string Activation { get; init; }

    /// <summary>Placement; "silent" for s0 = 0.</summary>
    public required string Placement { get; init; }

    /// <summary>s0.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether it counts (else it is in the list of networks left out).</summary>
    public required bool Counted { get; init; }

    /// <summary>The sweep; null where the run diverged.</summary>
    public NoiseSweepResult? Sweep { get; init; }

    /// <summary>What its analyses found.</summary>
    public ImmutableArray<AnalysisResult> Results { get; init; } = [];

    /// <summary>Its robustness to perturbed inputs, of its results; null where it was not measured.</summary>
    public RobustnessResult? Robustness
    {
        get => Results.OfType<RobustnessResult>().FirstOrDefault();
        init => Results = [.. Results.Where(static result => result is not RobustnessResult), .. value is null ? Array.Empty<AnalysisResult>() : [value]];
    }

    /// <summary>The learning curve.</summary>
    public required LearningCurve Curve { get; init; }

    /// <summary>With keep-best the iteration whose parameters are the network's; null where they are the last.</summary>
    public int? KeptIteration { get; init; }

    /// <summary>Example trials (only for the first seed of a cell).</summary>
    public TrialExample? Example { get; init; }
}
