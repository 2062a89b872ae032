using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>One figure of merit of one cell, over training seeds, at each level at which it was taken.</summary>
/// <param name="Arm">The cell's arm.</param>
/// <param name="Metric">What; its value is not used.</param>
/// <param name="AtLevel">One a level of <see cref="Levels"/>; null where it was not taken.</param>
/// <param name="Rank">Its place among its network's figures of merit, from 0: the most important first.</param>
internal sealed record MeritRow(Arm Arm, Metric Metric, ImmutableArray<SeedSpread?> AtLevel, int Rank)
{
    /// <summary>The levels of all networks, ascending; empty where no network has figures of merit.</summary>
    public static ImmutableArray<double> Levels(ReportContent content) =>
        [.. Counted(content).SelectMany(static run => run.Results).SelectMany(static result => result.FiguresOfMerit).Select(static merit => merit.Level).Distinct().Order()];

    /// <summary>The rows: cells in the order of their first run, of each its figures of merit in their order.</summary>
    public static ImmutableArray<MeritRow> Of(ReportContent content)
    {
        var levels = Levels(content);
        return [.. RunCell.Of(Counted(content)).SelectMany(cell => Rows(cell, levels))];
    }

    private static IEnumerable<NetworkRun> Counted(ReportContent content) => RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted));

    private static IEnumerable<MeritRow> Rows(RunCell cell, ImmutableArray<double> levels)
    {
        var all = cell.Runs.SelectMany(static run => run.Results).SelectMany(static result => result.FiguresOfMerit).ToArray();
        foreach (var (rank, metric) in all.Select(static merit => merit.Metric with { Value = 0 }).Distinct().Index())
        {
            yield return new(cell.Arm, metric, [.. levels.Select(level => Spread(all, metric, level))], rank);
        }
    }

    private static SeedSpread? Spread((double Level, Metric Metric)[] all, Metric metric, double level)
    {
        // A network of which no trial tells says nothing: a mean over the others would flatter it.
        double[] values = [.. all.Where(merit => merit.Level == level && merit.Metric.Name == metric.Name).Select(static merit => merit.Metric.Value)];
        return values.Length == 0 ? null : SeedSpread.Of(values);
    }
}
