using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Reports;

/// <summary>Whether the level of the noise was learnt or its law, in sentences: the error under each other law of the same level, over that under the law of training.</summary>
internal static class NoiseOverfitAnswer
{
    /// <summary>The sentences; null where the networks of the featured cell were tested with no other law.</summary>
    public static string? Of(ReportContent content)
    {
        ImmutableArray<NoiseOverfitResult> results = [.. FeaturedCell.Found<NoiseOverfitResult>(content).Results.Where(static result => result.Laws.Length > 1 && result.Laws.All(static law => law.Loss > 0 && double.IsFinite(law.Loss)))];
        if (results.IsEmpty || FeaturedCell.Of(content) is not { } cell)
            return null;
        var laws = Enumerable.Range(1, results.Min(static result => result.Laws.Length) - 1)
            .Select(k => (results[0].Laws[k].Name, Ratio: content.Rules.IntervalOf([.. results.Select(result => Elementary.Log(result.Laws[k].Loss / result.Laws[0].Loss))]))).ToList();
        var words = $"Trained with Gaussian noise {PreferenceAnswer.Place(cell.Arm)} ({cell.Arm.Name}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}) and tested with noise of the same level and another law, networks have, times their {content.Error} under Gaussian noise: "
            + $"{string.Join(", ", laws.Select(static law => $"{Wording.Ratio(law.Ratio)} ({law.Name})"))}.";
        if (laws.Exists(static law => !double.IsFinite(law.Ratio.Low)))
            return words;
        string[] more = [.. laws.Where(static law => law.Ratio.Low > 0).Select(static law => law.Name)], less = [.. laws.Where(static law => law.Ratio.High < 0).Select(static law => law.Name)];
        return words + (more.Length + less.Length == 0 ? " By the intervals no law is told from the Gaussian: the level was learnt."
            : $" By the intervals the law matters: {string.Join("; ", new[] { Some("worse under", more), Some("better under", less) }.Where(static part => part.Length > 0))}.");
    }

    private static string Some(string how, string[] laws) => laws.Length == 0 ? "" : $"{how} {string.Join(", ", laws)}";
}
