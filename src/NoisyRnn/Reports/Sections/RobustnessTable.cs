using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>The compact table of robustness for terminals: a row an arm, best on clean inputs first.</summary>
public static class RobustnessTable
{
    /// <summary>The headings.</summary>
    public static ImmutableArray<string> Columns(ReportContent content) =>
        ["network", "n", "clean", .. RobustArm.Perturbations(RobustArm.Of(content)).Select(static kind => $"{kind.Perturbation} to {Wording.Number(kind.Strengths[^1])}")];

    /// <summary>The rows: accuracy in percent on clean inputs, and the area under accuracy against strength; empty where no network was perturbed.</summary>
    public static ImmutableArray<ImmutableArray<string>> Rows(ReportContent content)
    {
        var arms = RobustArm.Of(content);
        var kinds = RobustArm.Perturbations(arms).ToArray();
        return [.. arms.OrderByDescending(static arm => arm.Clean.Mean).Select(arm => ImmutableArray.Create<string>(
            [arm.Name, $"{arm.Results.Length}", arm.Clean.Percent, .. kinds.Select(kind => arm.Area(kind.Perturbation)?.Percent ?? "")]))];
    }
}
