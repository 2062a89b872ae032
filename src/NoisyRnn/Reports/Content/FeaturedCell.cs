using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;

namespace NoisyRnn.Reports;

/// <summary>
/// The cell of which a report tells first: of the first arm with noise inside, in the order of the experiment, or, where none has it there, of the first with
/// noise at all (at its largest width, where it has several), the one with the largest training noise. Where networks did not learn with that, the next smaller, and it is said.
/// </summary>
internal static class FeaturedCell
{
    /// <summary>The cell; null where no network that counts was trained with noise and tested.</summary>
    public static CellSummary? Of(ReportContent content)
    {
        var noisy = Trained(content).ToList();
        var trained = noisy.Select(static cell => (cell.Arm.Name, cell.Arm.Column)).ToHashSet();
        var arms = Planned(content).Where(arm => trained.Contains((arm.Name, arm.Column))).ToList();
        var first = arms.Find(static arm => arm.IsAt(Placement.Inside)) ?? arms.FirstOrDefault();
        if (first?.Width is not null)
            first = arms.Where(arm => arm.NameOfAnyWidth == first.NameOfAnyWidth && arm.Column == first.Column).MaxBy(static arm => arm.Width)!;
        return first is null ? null : noisy.Where(cell => cell.Arm.Name == first.Name && cell.Arm.Column == first.Column).MaxBy(static cell => cell.Arm.TrainingSigma);
    }

    /// <summary>The cell of the same arm and level whose noise stands outside; null where there is none, or the featured one's does.</summary>
    public static CellSummary? Outside(CellSummary featured, ReportContent content) => featured.Arm.IsAt(Placement.Outside) ? null
        : Noisy(content).FirstOrDefault(cell => cell.Arm.IsAt(Placement.Outside) && cell.Arm.Name == featured.Arm.Name && cell.Arm.TrainingSigma == featured.Arm.TrainingSigma);

    /// <summary>The same networks, judged beside the silence that has the mean of their noise; null where that is no other.</summary>
    public static CellSummary? Matched(CellSummary cell, ReportContent content) => content.Cells.FirstOrDefault(other => other.Arm == cell.Arm with { Judged = Judged.MeanMatched });

    /// <summary>The cells of networks trained with noise, judged by single draws, that have a network that counts.</summary>
    public static IEnumerable<CellSummary> Noisy(ReportContent content) => content.Cells.Where(static cell => !cell.Arm.IsSilent && !cell.Arm.IsOfTestsAlone && !cell.Arm.IsRejudged);

    /// <summary>Those of them of which so few networks are left out that there is a verdict.</summary>
    public static IEnumerable<CellSummary> Trained(ReportContent content)
    {
        var leftOut = content.LeftOut.CountBy(static left => left.Cell).ToDictionary();
        return Noisy(content).Where(cell => IsTrained(cell, leftOut.GetValueOrDefault(cell.Arm.Label), content.Rules));
    }

    /// <summary>The arms with noise at each level, in the order of the experiment, those too in which no network counts.</summary>
    public static ImmutableArray<Arm> Planned(ReportContent content) => [.. content.Runs.Select(static run => run.Arm).Where(static arm => !arm.IsSilent && !arm.IsOfTestsAlone && !arm.IsRejudged).Distinct()];

    /// <summary>The networks of the featured cell that count, with what an analysis found of each, and how a sentence about them begins; none where there is no such cell.</summary>
    public static (string Of, ImmutableArray<TResult> Results) Found<TResult>(ReportContent content)
        where TResult : AnalysisResult => Of(content) is not { } cell ? ("", []) :
        ($"{cell.Arm.Name}, noise {cell.Arm.PlacementName}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}",
        [.. content.Runs.Where(run => run.Counted && run.Arm == cell.Arm).Select(static run => run.Found<TResult>()).OfType<TResult>()]);

    // A cell of which more is left out has no verdict.
    private static bool IsTrained(CellSummary cell, int leftOut, CommonRules rules) => leftOut <= rules.LeftOutShare * (cell.N + leftOut);
}
