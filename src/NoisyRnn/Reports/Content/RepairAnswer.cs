using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Numerics;

namespace NoisyRnn.Reports;

/// <summary>Whether to repair a network that is to run without noise or to train it otherwise, in sentences: each way of training against the first repair, by seed.</summary>
internal static class RepairAnswer
{
    /// <summary>The sentences; null where repairs are not what the experiment is about.</summary>
    public static string? Of(ReportContent content)
    {
        var repaired = FeaturedCell.Found<RepairResult>(content).Results;
        if (repaired.IsEmpty || !content.Claims.IsEmpty || FeaturedCell.Of(content) is not { } cell || repaired[0].Forms.FirstOrDefault(static form => form.Name != RepairedForm.AsItIs) is not { } first)
            return null;
        var bySeed = content.Runs.Where(run => run.Counted && run.Arm == cell.Arm && run.Found<RepairResult>() is not null).ToDictionary(static run => run.Seed, run => SilentLoss(run, first.Name));
        // All else but the way of training being the same; one way is without noise, and its tests have it.
        var others = RunCell.Of(content.Runs.Where(run => run.Counted && run.Arm.Base != cell.Arm.Base && run.Arm with { Base = cell.Arm.Base, IsOfTestsAlone = false } == cell.Arm))
            .Select(other => (other.Arm.Base, Ratio: content.Rules.IntervalOf([.. other.Runs.Where(run => bySeed.ContainsKey(run.Seed)).Select(run => Elementary.Log(run.Sweep!.SilentLoss / bySeed[run.Seed]))])))
            .Where(static other => double.IsFinite(other.Ratio.Mean)).ToList();
        var words = $"Trained with noise {PreferenceAnswer.Place(cell.Arm)} ({cell.Arm.Name}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}), networks have {content.Error} {Wording.Number(repaired.Average(static result => result.NoisyLoss))} with that noise, "
            + $"{Wording.Number(repaired.Average(static result => result.Forms.First(static form => form.Name == RepairedForm.AsItIs).SilentLoss))} without, and {Wording.Number(bySeed.Values.Average())} without once repaired ({first.Name}).";
        return others.Count == 0 ? words
            : $"{words} Trained otherwise, to run without noise from the start, they have, times the repaired ones\u2019 {content.Error}: {string.Join(", ", others.Select(static other => $"{Wording.Ratio(other.Ratio)} ({other.Base})"))}.";
    }

    private static double SilentLoss(NetworkRun run, string form) => run.Found<RepairResult>()!.Forms.First(other => other.Name == form).SilentLoss;
}
