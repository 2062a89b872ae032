using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The verdict on what an experiment was made to ask, in a sentence each, and what its networks prefer.</summary>
internal static class QuestionAnswer
{
    /// <summary>The sentences; null where it asks no such thing.</summary>
    public static string? Of(ReportContent content)
    {
        var asked = content.Claims.Where(static claim => claim.IsTheQuestion)
            .Select(claim => (claim.Title, Whole: content.Verdicts.FirstOrDefault(verdict => verdict.Claim == claim.Symbol && verdict.Cell == Verdict.All)))
            .Where(static pair => pair.Whole is not null)
            .Select(static pair => $"\u201c{char.ToUpperInvariant(pair.Title[0])}{pair.Title[1..]}\u201d: {Said(pair.Whole!)}.").ToArray();
        return asked.Length == 0 ? null : string.Join(" ", asked) + (PreferenceAnswer.Of(content) is { } preference ? $" {preference}" : "");
    }

    private static string Said(Verdict whole)
    {
        var outcome = whole.Outcome != Outcome.Preview ? Wording.Of(whole.Outcome) : whole.Direction.Length > 0 ? whole.Direction : "no direction yet";
        return whole.Beside.Length == 0 ? outcome : $"{outcome} ({whole.Beside})";
    }
}
