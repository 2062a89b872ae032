using NoisyRnn.Claims;
using NoisyRnn.Noise;

namespace NoisyRnn.Reports;

/// <summary>Whether noise outside the activation comes to be preferred as time steps become large, in sentences: what its removal costs from the smallest step to the largest.</summary>
internal static class LargeStepAnswer
{
    private static readonly string _claim = new PreferenceAtLargeSteps().Symbol;

    /// <summary>The sentences; null where that is not asked.</summary>
    public static string? Of(ReportContent content)
    {
        if (content.Verdicts.FirstOrDefault(static verdict => verdict.Claim == _claim && verdict.Cell == Verdict.All) is not { } whole)
            return null;
        var steps = content.Cells.Where(static cell => cell.Arm.IsAt(Placement.Outside) && cell.Gain is not null)
            .Select(cell => (Cell: cell, g: content.Runs.First(run => run.Arm == cell.Arm).Step)).OrderBy(static step => step.g).ToList();
        if (steps.Count == 0)
            return null;
        // The same training noise and all else but the step: the first such family, and of it the ends and the middle.
        var first = FeaturedCell.Noisy(content).First(static cell => cell.Arm.IsAt(Placement.Outside) && cell.Gain is not null).Arm;
        var family = steps.Where(step => step.Cell.Arm.TrainingSigma == first.TrainingSigma && step.Cell.Arm.Varied == first.Varied).ToList();
        var told = family.Count <= 3 ? family : [family[0], family[family.Count / 2], family[^1]];
        var preferred = content.Verdicts.Where(static verdict => verdict.Claim == _claim && verdict.Cell != Verdict.All && verdict.AsSoFar.Outcome == Outcome.Holds).Select(static verdict => verdict.Cell).ToHashSet(StringComparer.Ordinal);
        var smallest = steps.Where(step => preferred.Contains(step.Cell.Arm.Label)).Select(static step => step.g).DefaultIfEmpty(double.NaN).First();
        return $"Trained with noise outside the activation ({(first.Varied.Length == 0 ? "" : $"{first.Varied}, ")}s0 = {Wording.Number(first.TrainingSigma)}), networks have without it, times their {content.Error} with it: "
            + $"{string.Join(", ", told.Select(static step => $"{Wording.Ratio(step.Cell.Gain!)} at g = dt/tau = {Wording.Number(step.g)}"))}. "
            + (whole.AsSoFar.Outcome switch
            {
                Outcome.Holds => $"So large time steps make noise outside preferred too, from g_c = {Wording.Number(smallest)} on.",
                Outcome.DoesNotHold => "So noise outside is preferred at none of the time steps.",
                _ => "Whether noise outside comes to be preferred is open.",
            });
    }
}
