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
        var networks = content.Runs.DistinctBy(static run => run.Run).ToList();
        if (networks.Count == 0)
            return "No run has finished.";
        if (networks.TrueForAll(static run => !run.Counted))
            return $"None of the {networks.Count} networks counts: {string.Join(", ", networks.GroupBy(static run => run.LeftOutReason!.Split(':', ' ')[0] == "diverged" ? "diverged" : "did not learn the task").Select(static why => $"{why.Count()} {why.Key}"))}.";
        if (RobustArm.Of(content) is { IsEmpty: false } arms)
            return Robust(arms);
        if (FeaturedCell.Of(content) is { } featured && content.Claims.Any(static claim => claim.Figure == Claim.SweepFigure))
            return Preference(featured, content);
        if (content.Verdicts.Any(static verdict => verdict.Cell == Verdict.All))
            return Claims(content);
        return FeaturedCell.Of(content) is { } cell ? Preference(cell, content) : $"{networks.Count} networks were trained, {networks.Count(static run => run.Counted)} count; no claim was asked.";
    }

    /// <summary>Whether something of it is a preview: of too few seeds for a verdict.</summary>
    public static bool IsPreview(ReportContent content) =>
        content.Preview.Length > 0 || content.Verdicts.Any(static verdict => verdict is { Cell: Verdict.All, Outcome: Outcome.Preview });

    /// <summary>"preview, 3 seeds"; "10 seeds".</summary>
    public static string Seeds(ReportContent content)
    {
        var seeds = content.Runs.Select(static run => run.Seed).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{(IsPreview(content) ? "preview, " : "")}{seeds} seed{(seeds == 1 ? "" : "s")}");
    }

    private static string Preference(CellSummary cell, ReportContent content)
    {
        var loss = content.LossName == "mean squared error" ? "error" : content.LossName;
        var words = $"{cell.Arm.Name}, noise {cell.Arm.PlacementName}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}: {loss} {Number(cell.TrainingLevelLoss)} with its noise, {Number(cell.SilentLoss)} without"
            + $"{(cell.RepairedLoss is { } repaired ? $", {Number(repaired)} repaired" : "")}{Accuracy(cell)}; best {At(cell)}.";
        var planned = FeaturedCell.Planned(content);
        var larger = planned.Where(arm => arm.Name == cell.Arm.Name && arm.Column == cell.Arm.Column && arm.TrainingSigma > cell.Arm.TrainingSigma).Select(static arm => Wording.Number(arm.TrainingSigma)).ToList();
        if (larger.Count > 0)
            words += $" (With s0 = {string.Join(", ", larger)} most networks did not learn.)";
        if (FeaturedCell.Outside(cell, content) is { } outside)
            words += $" Noise outside: {loss} {Number(outside.TrainingLevelLoss)} with its noise, {Number(outside.SilentLoss)} without; best {At(outside)}.";
        // Of one seed there is no interval.
        var known = FeaturedCell.Noisy(content).Where(static other => other.Gain is { } gain && double.IsFinite(gain.Low)).ToList();
        return known.Count == 0 ? words : words + " Silence raises the loss, by the interval, " + string.Join(" and ", planned.GroupBy(static arm => arm.PlacementName).Select(place =>
            $"in {Wording.Share(known.Count(other => other.Arm.PlacementName == place.Key && other.Gain!.Low > 0), place.Count(), "cell")} with noise {place.Key}")) + ".";
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
        var words = $"On clean inputs {Ranked(arms, static arm => arm.Clean, "is right most often", "least")}";
        return arms.All(arm => arm.Area(kind) is null) ? $"{words}."
            : $"{words}; under {kind} up to {Wording.Number(strengths[^1])}, on average over the strengths, {Ranked([.. arms.Where(arm => arm.Area(kind) is not null)], arm => arm.Area(kind)!, "keeps most", "least")}. Mean \u00b1 standard deviation over seeds.";
    }

    // Every arm is in the table; a sentence has room for both ends.
    private static string Ranked(IReadOnlyList<RobustArm> arms, Func<RobustArm, SeedSpread> of, string most, string least)
    {
        var ranked = arms.OrderByDescending(arm => of(arm).Mean).ToList();
        return of(ranked[0]).Mean == of(ranked[^1]).Mean
            ? $"{(ranked.Count == 1 ? ranked[0].Name : $"all {ranked.Count} arms")}: {of(ranked[0]).Percent} %"
            : $"{ranked[0].Name} {most} ({of(ranked[0]).Percent} %) and {ranked[^1].Name} {least} ({of(ranked[^1]).Percent} %)";
    }

    // The verdict first: what a claim says is not what was found.
    private static string Claims(ReportContent content) => string.Join(" ", content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).Take(MostClaims).Select(verdict =>
    {
        var said = verdict.Outcome != Outcome.Preview ? Wording.Of(verdict.Outcome) : verdict.Direction.Length > 0 ? verdict.Direction : "no direction yet";
        var size = ClaimSize.Of(content.Verdicts.Where(other => other.Claim == verdict.Claim));
        return $"{verdict.Claim} {said}{(size is null ? "" : $" ({size.Cell}: {Wording.Of(size.Effects[0])})")}; it says: {content.Claims.FirstOrDefault(claim => claim.Symbol == verdict.Claim)?.Summary}.";
    }));

    private static string Number(Interval interval) => Wording.Number(interval.Mean);
}
