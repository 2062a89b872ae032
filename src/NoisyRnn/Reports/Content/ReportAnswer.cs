using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What an experiment found, in two or three sentences made of its numbers: the first thing on its page and in the terminal.</summary>
public static class ReportAnswer
{
    // A page of many claims has them below; a sentence has room for a few.
    private const int MostClaims = 3;

    /// <summary>The sentences: of what the experiment is about.</summary>
    public static string Of(ReportContent content)
    {
        var networks = content.Runs.DistinctBy(static run => run.Run).ToList();
        if (networks.Count == 0)
            return "No run has finished.";
        if (networks.TrueForAll(static run => !run.Counted))
            return networks.Count == 1 ? $"The only network does not count: {Reasons(networks)}." : $"None of the {networks.Count} networks counts: {Reasons(networks)}.";
        return RobustnessAnswer.Of(content) ?? NoiseOverfitAnswer.Of(content) ?? RepairAnswer.Of(content) ?? StabilizationAnswer.Of(content) ?? LargeStepAnswer.Of(content) ?? QuestionAnswer.Of(content) ?? ThresholdAnswer.Of(content)
            ?? Preference(content, networks) ?? Claims(content) ?? PreferenceAnswer.Of(content)
            ?? $"{networks.Count} networks were trained, {networks.Count(static run => run.Counted)} count; no claim was asked.";
    }

    /// <summary>Whether something of it is a preview: of too few seeds for a verdict.</summary>
    public static bool IsPreview(ReportContent content) =>
        content.Preview.Length > 0 || content.Verdicts.Any(static verdict => verdict is { Cell: Verdict.All, Outcome: Outcome.Preview });

    /// <summary>"preview, 3 seeds, 64 units"; "10 seeds, 32 to 256 units": the networks of which all that is said.</summary>
    public static string Networks(ReportContent content)
    {
        var seeds = content.Runs.Select(static run => run.Seed).Distinct().Count();
        var width = RunWidth.OfCounted(content.Runs);
        return $"{(IsPreview(content) ? "preview, " : "")}{seeds} seed{(seeds == 1 ? "" : "s")}{(width.Length == 0 ? "" : $", {width}")}";
    }

    private static string? Preference(ReportContent content, List<NetworkRun> networks)
    {
        if (!content.Claims.Any(static claim => claim.Figure == Claim.SweepFigure))
            return null;
        var noisy = networks.Where(static run => !run.Arm.IsSilent).ToList();
        return noisy.Count > 0 && noisy.TrueForAll(static run => !run.Counted)
            ? $"Which noise networks prefer is not known: of the {noisy.Count} trained with noise none counts ({Reasons(noisy)})."
            : PreferenceAnswer.Of(content);
    }

    private static string Reasons(List<NetworkRun> networks) =>
        string.Join(", ", networks.GroupBy(static run => run.LeftOutReason!.Split(':', ' ')[0] == "diverged" ? "diverged" : "did not learn the task").Select(static why => $"{why.Count()} {why.Key}"));

    // The verdict beside what the claim says, which is not what was found.
    private static string? Claims(ReportContent content)
    {
        var wholes = content.Verdicts.Where(static verdict => verdict.Cell == Verdict.All).Take(MostClaims).ToList();
        return wholes.Count == 0 ? null : string.Join(" ", wholes.Select(verdict =>
        {
            var said = verdict.Outcome != Outcome.Preview ? Wording.Of(verdict.Outcome) : verdict.Direction.Length > 0 ? verdict.Direction : "no direction yet";
            var size = ClaimSize.Of(content.Verdicts.Where(other => other.Claim == verdict.Claim));
            return $"Claim {verdict.Claim}, \u201c{content.Claims.FirstOrDefault(claim => claim.Symbol == verdict.Claim)?.Title}\u201d: {said}{(size is null ? "" : $" ({size.Cell}: {Wording.Of(size.Effects[0])})")}.";
        }));
    }
}
