using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>A run with what the store holds of it.</summary>
/// <param name="Plan">The run.</param>
/// <param name="Training">Its training.</param>
/// <param name="Sweep">Its sweep; null where it diverged.</param>
/// <param name="Robustness">Its robustness; null where it diverged, or was not asked for.</param>
internal sealed record FinishedRun(PlannedRun Plan, TrainingResult? Training, SweepResult? Sweep, RobustnessResult? Robustness = null)
{
    /// <summary>Whether the sweep is the one that keeps the mean of the step's factor.</summary>
    private bool IsMeanMatched { get; init; }

    private double TrainingSigma => Plan.Trained(null!).TrainingSigma;

    // One network trained without noise is tested with noise in each place: two cells.
    private string Placement => TrainingSigma > 0
        ? Catalogue.NameOf(Plan.Placement) + (IsMeanMatched ? PreferenceCell.MeanMatched : "")
        : $"{PreferenceTable.Silent}, tested {Catalogue.NameOf(Plan.Placement)}";

    /// <summary>The run as it stands, and with a sweep of its own where the sweep's noise moves the mean: two cells.</summary>
    public IEnumerable<FinishedRun> Sweeps() => Sweep?.Sweep?.MeanMatched is { } matched
        ? [this, this with { IsMeanMatched = true, Sweep = Sweep with { Sweep = matched } }]
        : [this];

    /// <summary>What runs share that differ only in the part of the data.</summary>
    public (string, string, double, ulong) Network => (Plan.Arm, Placement, TrainingSigma, Plan.Spec.Seed);

    public SweptRun ToSweptRun(ImmutableArray<string> parts) => new(
        Plan.Hash.Short, Plan.Arm, Placement, TrainingSigma, Plan.Spec.Seed, Sweep?.Sweep,
        Training?.DivergedAt is { } iteration ? $"diverged at iteration {iteration}"
        : Sweep?.Sweep is null ? "diverged in every test" : null)
    {
        Part = Plan.Spec.Task.Part,
        Parts = parts,
        ValidationLoss = Training?.ValidationLoss,
        Robustness = IsMeanMatched ? null : Robustness,
        // Noise of level 0 is none, though the file may list it.
        Training = (Plan.Spec.Noise.Any(static source => source.IsActive()) ? Plan.TrainingHash : Plan.TwinHash).Hex,
        Twin = Plan.TwinHash.Hex,
    };

    public ReportRun ToReportRun(bool counted) => new()
    {
        Run = Plan.Hash.Short,
        Part = Plan.Spec.Task.Part,
        Activation = Plan.Arm,
        Placement = Placement,
        TrainingSigma = TrainingSigma,
        Seed = Plan.Spec.Seed,
        Counted = counted,
        Sweep = Sweep?.Sweep,
        Robustness = IsMeanMatched ? null : Robustness,
        // One training, one curve.
        Curve = (IsMeanMatched ? null : Training?.Curve) ?? new([], [], []),
        KeptIteration = IsMeanMatched ? null : Training?.KeptIteration,
        Example = IsMeanMatched ? null : Sweep?.Example,
    };
}
