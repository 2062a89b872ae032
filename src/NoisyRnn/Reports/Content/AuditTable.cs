using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;
using NoisyRnn.Training;

namespace NoisyRnn.Reports;

/// <summary>An audit's numbers, a line a level; of several networks their means.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Lines.</param>
public sealed record AuditTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>The table.</summary>
    public static AuditTable Of(AuditContent content)
    {
        var networks = content.Counted;
        var lowest = Enumerable.Range(0, content.Preference.Losses.Length).MinBy(k => content.Preference.Losses[k].Mean is var loss && double.IsFinite(loss) ? loss : double.PositiveInfinity);
        (string Heading, Func<SweepPoint, double?> Figure)[] parts = content.IsOfClasses
            ? [("of mean logits", static p => p.MeanLogitsLoss), ("Jensen gap", static p => p.JensenGap), ("accuracy", static p => p.Accuracy)]
            : [("bias^2", static p => p.BiasSquared), ("variance", static p => p.Variance)];
        return new(
            [.. content.IsRelative ? ["s", "s/s0"] : ImmutableArray.Create("noise s"), $"{content.Error} [95 %]", .. parts.Select(static part => part.Heading), ""],
            [
                .. content.Preference.OffLoss is { } off ? [Row(networks[0].Off!, off, static network => network.Off!, "the noise simply off")] : ImmutableArray<ImmutableArray<string>>.Empty,
                .. networks[0].Points.Select((point, k) => Row(point, content.Preference.Losses[k], network => network.Points[k], string.Join(", ", Marks(content, point, k == lowest)))),
            ]);

        ImmutableArray<string> Row(SweepPoint point, Interval loss, Func<RecordedNetwork, SweepPoint> pointOf, string marks) =>
        [
            Wording.Number(point.Sigma),
            .. content.IsRelative ? [Wording.Number(point.Level)] : Array.Empty<string>(),
            Wording.Of(loss),
            .. parts.Select(part => Wording.Number(networks.Average(network => part.Figure(pointOf(network)) ?? double.NaN))),
            marks,
        ];
    }

    private static IEnumerable<string> Marks(AuditContent content, SweepPoint point, bool isLowest)
    {
        if (content.Preference.OffLoss is not null && point.Level == 0)
            yield return "the noise replaced by its mean";
        if (content.IsRelative && point.Level == 1)
            yield return "training noise";
        if (isLowest && !point.Diverged)
            yield return "lowest";
        if (point.Diverged)
            yield return "not finite";
    }
}
