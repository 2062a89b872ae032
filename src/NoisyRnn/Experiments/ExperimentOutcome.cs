using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using NoisyRnn.Workers;

namespace NoisyRnn.Experiments;

/// <summary>What an experiment gave.</summary>
/// <param name="Content">All that the report shows.</param>
/// <param name="ReportPath">The page; null where it could not be written.</param>
/// <param name="Diverged">Number of runs asked for that diverged.</param>
/// <param name="Missing">Number of runs in the report without results: failed, being computed elsewhere, or asked for by another call.</param>
/// <param name="Failures">Runs that failed in this call.</param>
/// <param name="PageProblem">Why the page could not be written; null where it was.</param>
public sealed record ExperimentOutcome(
    ReportContent Content, string? ReportPath, int Diverged, int Missing, ImmutableArray<JobFailure> Failures, string? PageProblem = null)
{
    /// <summary>Verdicts, cells and networks left out as JSON.</summary>
    public string ToJson() => ResultJson.Write(new
    {
        Content.Title, Content.Scale, Content.Preview, Content.Verdicts, Cells = Content.Cells.Select(JsonOf), Content.LeftOut, Report = ReportPath, Missing,
    });

    private static object JsonOf(CellSummary cell) => new
    {
        Arm = cell.Arm.Name, Placement = cell.Arm.PlacementName, cell.Arm.TrainingSigma, cell.N, cell.Preferred, cell.PreferredEnd, cell.PreferredBias, cell.Gain, cell.SilentLoss,
        cell.TrainingLevelLoss, cell.SilentAccuracy, cell.ValidationLoss, cell.TrainingLevelAccuracy, cell.RepairedLoss, cell.Runs,
    };
}
