using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>A run with what the store holds of it.</summary>
/// <param name="Plan">The run.</param>
/// <param name="Training">Its training.</param>
/// <param name="Sweep">Its sweep; null where it diverged.</param>
internal sealed record FinishedRun(PlannedRun Plan, TrainingResult? Training, SweepResult? Sweep)
{
    private double TrainingSigma => Plan.Trained(null!).TrainingSigma;

    // One network trained without noise is tested with noise in each place: two cells.
    private string Placement => TrainingSigma > 0
        ? Catalogue.NameOf(Plan.Placement)
        : $"{PreferenceTable.Silent}, tested {Catalogue.NameOf(Plan.Placement)}";

    /// <summary>What runs share that differ only in the part of the data.</summary>
    public (string, string, double, ulong) Network => (Plan.Arm, Placement, TrainingSigma, Plan.Spec.Seed);

    public SweptRun ToSweptRun(ImmutableArray<string> parts) => new(
        Plan.Hash.Short, Plan.Arm, Placement, TrainingSigma, Plan.Spec.Seed, Sweep?.Sweep,
        Training?.DivergedAt is { } iteration ? $"diverged at iteration {iteration}"
        : Sweep?.Sweep is null ? "diverged in every test" : null)
    {
        Part = Plan.Spec.Task.Part,
        Parts = parts,
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
        Curve = Training?.Curve ?? new([], [], []),
        Example = Sweep?.Example,
    };
}
