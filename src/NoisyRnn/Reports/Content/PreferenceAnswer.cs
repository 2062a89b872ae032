using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;

namespace NoisyRnn.Reports;

/// <summary>Which test noise the networks prefer, in sentences: those of the featured cell, those with the noise outside, and in how many conditions silence costs.</summary>
internal static class PreferenceAnswer
{
    /// <summary>The sentences; null where no network that counts was trained with noise and tested.</summary>
    public static string? Of(ReportContent content)
    {
        if (FeaturedCell.Of(content) is not { } cell)
            return null;
        var words = Sentence(cell, content);
        var planned = FeaturedCell.Planned(content);
        var larger = planned.Where(arm => arm.Name == cell.Arm.Name && arm.Column == cell.Arm.Column && arm.TrainingSigma > cell.Arm.TrainingSigma).Select(static arm => Wording.Number(arm.TrainingSigma)).ToList();
        if (larger.Count > 0)
            words += $" (With s0 = {string.Join(", ", larger)} most networks did not learn.)";
        if (FeaturedCell.Outside(cell, content) is { } outside)
            words += $" Trained with it outside: {content.Error} {Number(outside.TrainingLevelLoss)} with it, {Number(outside.SilentLoss)} without; best {At(outside)}.";
        // Of one seed there is no interval.
        var known = FeaturedCell.Trained(content).Where(static other => other.Gain is { } gain && double.IsFinite(gain.Low)).ToList();
        if (known.Count == 0)
            return words;
        var places = from place in planned.GroupBy(static arm => arm.PlacementName)
                     let conditions = known.Where(other => other.Arm.PlacementName == place.Key).ToList()
                     let untrained = place.Count(arm => conditions.TrueForAll(other => other.Arm != arm))
                     let at = $"with noise {(place.First().Placement is Placement.Inside or Placement.Outside ? place.Key : Place(place.First()))}"
                     select conditions.Count == 0 ? $"in none {at}, for none was learnt"
                         : $"in {Wording.Share(conditions.Count(other => IsLostWithout(other, content)), conditions.Count, "condition")} {at}{(untrained > 0 ? $" ({untrained} more did not learn)" : "")}";
        var kept = known.Exists(other => FeaturedCell.Matched(other, content) is not null) ? ", with the mean of the noise kept too where it has one," : "";
        return $"{words} Silence{kept} raises the {content.Error}, by its interval, {string.Join(" and ", places)}.";
    }

    /// <summary>The sentence on a cell alone.</summary>
    public static string Sentence(CellSummary cell, ReportContent content) =>
        $"Trained with noise {Place(cell.Arm)} ({cell.Arm.Name}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}), networks have {content.Error} {Number(cell.TrainingLevelLoss)} with that noise, {Number(cell.SilentLoss)} without it{(FeaturedCell.Matched(cell, content) is { } kept ? $", {Number(kept.SilentLoss)} with its mean in its place" : "")}"
        + $"{(cell.RepairedLoss is { } repaired ? $", {Number(repaired)} without it once repaired (the activation averaged over the noise)" : "")}{Accuracy(cell)}; they do best {At(cell)}{(FeaturedCell.Matched(cell, content) is { } matched ? $", with the mean kept {At(matched)}" : "")}.";

    /// <summary>"inside the activation", "on the input".</summary>
    public static string Place(Arm arm) => arm.Placement switch
    {
        Placement.Inside or Placement.Outside => $"{arm.PlacementName} the activation",
        Placement.Feedback => $"that is fed back{arm.PlacementName["feedback".Length..]}",
        _ => $"on the {arm.PlacementName}",
    };

    // What is lost without noise must be lost beside both silences.
    private static bool IsLostWithout(CellSummary cell, ReportContent content) => cell.Gain!.Low > 0 && FeaturedCell.Matched(cell, content) is not { Gain: not { Low: > 0 } };

    private static string At(CellSummary cell) => cell.PreferredEnd switch
    {
        RangeEnd.AtMost when cell.Preferred.Mean == 0 => "without noise",
        RangeEnd.AtMost => "mostly without noise",
        RangeEnd.AtLeast => $"at {Number(cell.Preferred)} s0 or more",
        _ => $"at {Number(cell.Preferred)} s0",
    };

    private static string Accuracy(CellSummary cell) => cell is { SilentAccuracy: { } silent, TrainingLevelAccuracy: { } noisy }
        ? $" (accuracy {100 * noisy.Mean:F1} and {100 * silent.Mean:F1} %)" : "";

    private static string Number(Statistics.Interval interval) => Wording.Number(interval.Mean);
}
