using System.Globalization;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>What an experiment found, in two or three sentences made of its numbers: the first thing on its page and in the terminal.</summary>
public static class ReportAnswer
{
    // A page of many claims has them below; a sentence has room for a few.
    private const int MostClaims = 3;

    /// <summary>The sentences.</summary>
    public static string Of(ReportContent content)
    {
        if (content.Runs.IsEmpty)
            return "No run has finished.";
        if (RobustArm.Of(content) is { IsEmpty: false } arms)
            return Robust(arms);
        if (FeaturedCell.Of(content) is { } featured && content.Claims.Any(static claim => claim.Figure == Claim.SweepFigure))
            return Preference(featured, content);
        if (content.Verdicts.Any(static verdict => verdict.Cell == Verdict.All))
            return Claims(content);
        return FeaturedCell.Of(content) is { } cell ? Preference(cell, content) : $"{content.Runs.Length} networks were trained; no claim was asked.";
    }

    /// <summary>"preview, 3 seeds"; "10 seeds".</summary>
    public static string Seeds(ReportContent content)
    {
        var seeds = content.Runs.Select(static run => run.Seed).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{(content.Preview.Length > 0 ? "preview, " : "")}{seeds} seed{(seeds == 1 ? "" : "s")}");
    }

    private static string Preference(CellSummary cell, ReportContent content)
    {
        var loss = content.LossName == "mean squared error" ? "error" : content.LossName;
        var words = $"{cell.Arm.Name}, noise {cell.Arm.PlacementName}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}: {loss} {Number(cell.TrainingLevelLoss)} with its noise, {Number(cell.SilentLoss)} without"
            + $"{(cell.RepairedLoss is { } repaired ? $", {Number(repaired)} repaired" : "")}{Accuracy(cell)}; best {At(cell)}.";
        if (FeaturedCell.Outside(cell, content) is { } outside)
            words += $" Noise outside: best {At(outside)} ({Number(outside.SilentLoss)}; with its noise {Number(outside.TrainingLevelLoss)}).";
        var places = FeaturedCell.Noisy(content).GroupBy(static other => other.Arm.PlacementName).ToList();
        return words + " Silence raises the loss, by the interval, " + string.Join(" and ", places.Select(static place =>
            $"in {Wording.Share(place.Count(static other => other.Gain?.Low > 0), place.Count(), "cell")} with noise {place.Key}")) + ".";
    }

    private static string At(CellSummary cell) => cell.PreferredEnd switch
    {
        Analyses.RangeEnd.AtMost when cell.Preferred.Mean == 0 => "without noise",
        Analyses.RangeEnd.AtMost => "mostly without noise",
        Analyses.RangeEnd.AtLeast => $"at {Number(cell.Preferred)} s0 or more",
        _ => $"at {Number(cell.Preferred)} s0",
    };

    private static string Accuracy(CellSummary cell) => cell is { SilentAccuracy: { } silent, TrainingLevelAccuracy: { } noisy }
        ? string.Create(CultureInfo.InvariantCulture, $" (accuracy {100 * noisy.Mean:F1} and {100 * silent.Mean:F1} %)") : "";

    private static string Robust(IReadOnlyList<RobustArm> arms)
    {
        var (kind, strengths) = RobustArm.Perturbations(arms).First();
        var ranked = arms.Where(arm => arm.Area(kind) is not null).OrderByDescending(arm => arm.Area(kind)!.Mean).ToList();
        var clean = arms.OrderByDescending(static arm => arm.Clean.Mean).ToList();
        return $"On clean inputs {clean[0].Name} is right most often ({clean[0].Clean.Percent} %)"
            + (clean.Count > 1 ? $" and {clean[^1].Name} least ({clean[^1].Clean.Percent} %)" : "")
            + (ranked.Count == 0 ? "." : $"; under {kind} noise up to {Wording.Number(strengths[^1])} {ranked[0].Name} keeps most, {ranked[0].Area(kind)!.Percent} % on average over the strengths"
                + (ranked.Count > 1 ? $", and {ranked[^1].Name} least, {ranked[^1].Area(kind)!.Percent} %." : "."));
    }

    private static string Claims(ReportContent content) => string.Join(" ", content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).Take(MostClaims).Select(verdict =>
        $"{verdict.Claim}, {content.Claims.FirstOrDefault(claim => claim.Symbol == verdict.Claim)?.Summary}: {(verdict.Outcome == Outcome.Preview ? verdict.Direction : $"{Wording.Of(verdict.Outcome)}; {verdict.Beside}").TrimEnd(' ', ';')}."));

    private static string Number(Interval interval) => Wording.Number(interval.Mean);
}
