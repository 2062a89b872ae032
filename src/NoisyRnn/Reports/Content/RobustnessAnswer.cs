using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>Whether training with noise makes robust to perturbed inputs, in sentences: each arm with noise less its own noise-off twin, by seed, under the first perturbation and on clean inputs.</summary>
internal static class RobustnessAnswer
{
    // Every arm is in the table; a sentence has room for a few.
    private const int MostArms = 3;

    /// <summary>The sentences; null where no network was perturbed.</summary>
    public static string? Of(ReportContent content)
    {
        var arms = RobustArm.Of(content);
        if (arms.IsEmpty)
            return null;
        var (kind, strengths) = RobustArm.Perturbations(arms).First();
        var cells = RunCell.Of(RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted && run.Found<RobustnessResult>()?.CleanAccuracy is not null)));
        ImmutableArray<RunCell> silent = [.. cells.Where(static cell => cell.Arm.IsSilent)];
        var pairs = (from cell in cells
                     where !cell.Arm.IsSilent
                     let twin = cell.TwinAmong(silent)
                     where twin is not null
                     let area = Difference(cell, twin, content.Rules, result => result.Area(kind))
                     let clean = Difference(cell, twin, content.Rules, static result => result.CleanAccuracy)
                     where area is not null && clean is not null
                     select $"{area} points of accuracy under the perturbation {kind}, up to {Wording.Number(strengths[^1])}, {clean} on clean inputs ({Name(cell, cells)} less {twin.Arm.Name})").ToList();
        if (pairs.Count > 0)
            return $"Trained with noise, against the same network trained without: {string.Join("; ", pairs.Take(MostArms))}{More(pairs.Count)}.";
        return $"Accuracy on clean inputs: {string.Join(", ", arms.Take(MostArms).Select(static arm => $"{arm.Clean.Percent} % ({arm.Name})"))}{More(arms.Length)}; no network trained with noise has a twin trained without to compare it with.";
    }

    private static string More(int count) => count > MostArms ? $"; {count - MostArms} more stand in the table" : "";

    private static string Name(RunCell cell, ImmutableArray<RunCell> cells) => cells.Count(other => other.Arm.Name == cell.Arm.Name) > 1 ? Wording.Of(cell.Arm) : cell.Arm.Name;

    private static string? Difference(RunCell cell, RunCell twin, CommonRules rules, Func<RobustnessResult, double?> accuracy)
    {
        double?[] differences = [.. cell.WithTwins(twin).Select(pair => 100 * (accuracy(pair.Noisy.Found<RobustnessResult>()!) - accuracy(pair.Twin.Found<RobustnessResult>()!)))];
        return differences.Length == 0 || differences.Contains(null) ? null : Signed(rules.IntervalOf([.. differences.Select(static difference => difference!.Value)]));
    }

    private static string Signed(Interval interval) => (interval.Mean > 0 ? "+" : "") + Wording.Of(interval);
}
