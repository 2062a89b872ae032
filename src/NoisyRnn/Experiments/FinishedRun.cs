using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>A run with what the store holds of it.</summary>
/// <param name="Plan">The run.</param>
/// <param name="Training">Its training.</param>
/// <param name="Results">What its analyses found; empty where it diverged.</param>
internal sealed record FinishedRun(PlannedRun Plan, TrainingResult? Training, ImmutableArray<AnalysisResult> Results)
{
    private SweepResult? Sweep { get; init; } = Results.OfType<SweepResult>().FirstOrDefault();

    private Judged Judged { get; init; }

    private Arm Arm => Plan.Arm with { Judged = Judged };

    /// <summary>The run as it stands, and once more for each other sweep of its network: cells of their own.</summary>
    public IEnumerable<FinishedRun> Sweeps()
    {
        yield return this;
        if (Sweep?.Sweep?.MeanMatched is { } matched)
            yield return this with { Judged = Judged.MeanMatched, Sweep = Sweep with { Sweep = matched } };
        if (Sweep?.Sweep?.MeanOutput is { } mean && !Plan.Arm.IsSilent)
            yield return this with { Judged = Judged.MeanOutput, Sweep = Sweep with { Sweep = mean } };
    }

    /// <summary>What runs share that differ only in the part of the data.</summary>
    public (Arm, ulong) Network => (Arm, Plan.Spec.Setup.Seed);

    public NetworkRun ToNetworkRun(ImmutableArray<string> parts) => new(
        Plan.Hash.Short, Arm, Plan.Spec.Setup.Seed, Sweep?.Sweep)
    {
        LeftOutReason = Training?.DivergedAt is { } iteration ? $"diverged at iteration {iteration}" : Sweep?.Sweep is null ? "diverged in every test" : null,
        Part = Plan.Spec.Setup.Task.Part,
        Parts = parts,
        ValidationLoss = Training?.ValidationLoss,
        Step = Plan.Spec.Setup.Dt / Plan.Spec.Setup.Network.TimeConstants.Min(),
        Sources = string.Join(" + ", Plan.Spec.Setup.Noise.Where(static source => source.IsActive()).Select(KindOf)),
        Results = Arm.IsOverAgain ? [] : Results,
        // Noise of level 0 is none, though the file may list it.
        Training = (Plan.Spec.Setup.Noise.Any(static source => source.IsActive()) ? Plan.TrainingHash : Plan.TwinHash).Hex,
        Twin = Plan.TwinHash.Hex,
        StandsFor = Plan.StandsForHash?.Hex ?? "",
    };

    // Levels of one kind have an order: "state multiplicative", "inside additive laplace".
    private static string KindOf(NoiseSource source) =>
        $"{Catalogue.NameOf(source.Placement)} {Catalogue.NameOf(source.Kind)}{(source.Distribution == NoiseDistribution.Gaussian ? "" : $" {Catalogue.NameOf(source.Distribution)}")}{(source.CorrelationTime > 0 ? $" of correlation time {source.CorrelationTime}" : "")}";

    public ReportRun ToReportRun(bool counted) => new()
    {
        Run = Plan.Hash.Short,
        Part = Plan.Spec.Setup.Task.Part,
        Activation = Arm.Name,
        Placement = Arm.PlacementName,
        TrainingSigma = Arm.TrainingSigma,
        Seed = Plan.Spec.Setup.Seed,
        Counted = counted,
        Sweep = Sweep?.Sweep,
        Results = Arm.IsOverAgain ? [] : Results,
        // One training, one curve.
        Curve = (Arm.IsOverAgain ? null : Training?.Curve) ?? new([], [], []),
        KeptIteration = Arm.IsOverAgain ? null : Training?.KeptIteration,
        Example = Arm.IsOverAgain ? null : Sweep?.Example,
    };
}
