using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>How much training noise a network needs to prefer it, in sentences: where an experiment asks that of several levels, and of noise inside alone.</summary>
internal static class ThresholdAnswer
{
    private static readonly string _inside = new PreferenceInside().Symbol, _outside = new PreferenceOutside().Symbol;

    /// <summary>The sentences; null where that is not asked.</summary>
    public static string? Of(ReportContent content)
    {
        var asked = content.Verdicts.FirstOrDefault(static verdict => verdict.Claim == _inside && verdict.Cell == Verdict.All);
        if (asked is null || asked.Beside.Length == 0 || content.Claims.Any(static claim => claim.Symbol == _outside)
            || FeaturedCell.Of(content) is not { } cell || FeaturedCell.Planned(content).Select(static arm => arm.TrainingSigma).Distinct().Count() < 2)
            return null;
        return $"Of training noise up to s0 = {Wording.Number(FeaturedCell.Planned(content).Max(static arm => arm.TrainingSigma))}{(asked.Outcome == Outcome.Preview ? ", so far" : "")}: {asked.Beside}. {PreferenceAnswer.Sentence(cell, content)}";
    }
}
