using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Training;

namespace NoisyRnn.Claims;

/// <summary>
/// Runs that differ only in the part of the data that is their test (the folds of a cross-validation) count as one network:
/// before anything is decided, each figure of their sweeps is averaged over the parts, all alike, level by level. Preferred
/// level and gain are then those of the mean curve. A network counts only where all its parts do.
/// </summary>
public static class PartMean
{
    /// <summary>Networks: runs without parts as they are, the others averaged.</summary>
    /// <param name="runs">The runs, in any order. A run given twice counts once.</param>
    /// <param name="rules">Which parts count.</param>
    /// <exception cref="ArgumentException">Two different runs of one cell and seed have the same part, or their sweeps have other levels.</exception>
    public static IEnumerable<NetworkRun> Of(IEnumerable<NetworkRun> runs, CommonRules rules) => runs
        .GroupBy(static run => (run.Arm, run.Seed))
        .SelectMany(network => network.Any(static run => run.Parts.Length > 1)
            ? [Average([.. network.DistinctBy(static run => run.Run).OrderBy(static run => run.Parts.IndexOf(run.Part))], rules)]
            : network.Select(rules.Judge));

    private static NetworkRun Average(ImmutableArray<NetworkRun> parts, CommonRules rules)
    {
        var first = parts[0];
        for (var k = 1; k < parts.Length; k++)
        {
            if (parts[k].Part == parts[k - 1].Part)
                throw new ArgumentException($"runs {parts[k - 1].Run} and {parts[k].Run} both have seed {first.Seed} and {first.Part}.", nameof(parts));
        }

        parts = [.. parts.Select(rules.Judge)];
        var reasons = parts.Where(static part => !part.Counted).Select(static part => $"{part.Part}: {part.LeftOutReason}")
            .Concat(first.Parts.Except(parts.Select(static part => part.Part)).Select(static missing => $"{missing} is missing"))
            .ToArray();
        var mean = rules.Judge(first with
        {
            Run = parts.Length == 1 ? first.Run : $"{first.Run}+{parts.Length - 1}",
            Sweep = reasons.Length > 0 ? null : Mean([.. parts.Select(static part => part.Sweep!)]),
            FormerSweep = reasons.Length > 0 || parts.Any(static part => part.FormerSweep is null) ? null : Mean([.. parts.Select(static part => part.FormerSweep!)]),
            ValidationLoss = MeanOrNull(parts.Select(static part => part.ValidationLoss)),
            Results = reasons.Length > 0 ? [] : [.. first.Results.Select(result => Mean(result, parts)).OfType<AnalysisResult>()],
            LeftOutReason = reasons.Length > 0 ? string.Join("; ", reasons) : null,
            Part = "",
            Parts = [],
        });
        return mean with { MeanOf = [.. parts.Select(part => part with { LeftOutReason = mean.LeftOutReason })] };
    }

    // Where a part lacks the result there is no mean.
    private static AnalysisResult? Mean(AnalysisResult first, ImmutableArray<NetworkRun> parts)
    {
        ImmutableArray<AnalysisResult> all = [.. parts.SelectMany(part => part.Results.Where(result => result.GetType() == first.GetType()))];
        return all.Length == parts.Length ? first.MeanOver(all) : null;
    }

    private static NoiseSweepResult? Mean(ImmutableArray<NoiseSweepResult> parts)
    {
        var first = parts[0];
        if (parts.Any(part => !part.Points.Select(static p => p.Level).SequenceEqual(first.Points.Select(static p => p.Level))))
            throw new ArgumentException("The parts of a network are tested at the same levels.", nameof(parts));
        var matched = parts.Select(static part => part.MeanMatched).OfType<NoiseSweepResult>().ToImmutableArray();
        var mean = NoiseSweepStatistics.Summarise(
            first.TrainingSigma, [.. Enumerable.Range(0, first.Points.Length).Select(k => Mean(parts.Select(part => part.Points[k])))],
            parts.Sum(static part => part.Conditions), first.Draws, parts.Average(static part => part.TargetVariance),
            MeanOrNull(parts.Select(static part => part.RepairedLoss)), MeanOrNull(parts.Select(static part => part.ChanceAccuracy)));
        if (mean is not null && first.IsOfUnbiasedMeans)
            mean = mean.ByUnbiasedMeans(mean.Points);
        return mean is null || matched.Length < parts.Length ? mean : mean with { MeanMatched = Mean(matched) };
    }

    private static SweepPoint Mean(IEnumerable<SweepPoint> parts)
    {
        var points = parts.ToArray();
        return new(
            points[0].Level, points[0].Sigma, points.Average(static p => p.Loss), MeanOf(static p => p.BiasSquared), MeanOf(static p => p.Variance),
            points.Average(static p => p.EvenLoss), points.Average(static p => p.OddLoss))
        {
            MeanLogitsLoss = MeanOf(static p => p.MeanLogitsLoss), JensenGap = MeanOf(static p => p.JensenGap), Accuracy = MeanOf(static p => p.Accuracy),
        };

        double? MeanOf(Func<SweepPoint, double?> figure) => MeanOrNull(points.Select(figure));
    }

    // Where one part has no such figure, the mean has none.
    private static double? MeanOrNull(IEnumerable<double?> values)
    {
        var all = values.ToArray();
        return all.Contains(null) ? null : all.Average();
    }
}
