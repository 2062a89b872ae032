using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Claims;

namespace NoisyRnn.Tests.Reports;

/// <summary>Reports of networks that behave as they are told: invented figures of merit, curves and drawings.</summary>
internal static class BehavingReport
{
    private static readonly ReportContent None = SyntheticReport.Quick();

    /// <summary>No network has behaved.</summary>
    public static ReportContent Empty => None;

    /// <summary>Cells of three seeds, 0, 1 and 2.</summary>
    /// <param name="cells">Activation, placement, s0.</param>
    /// <param name="behave">What a network of a seed does at a level.</param>
    /// <param name="levels">The levels of networks trained with noise; those without behave at 0 alone.</param>
    public static ReportContent Of((string Activation, string Placement, double Sigma)[] cells, Func<int, double, Behaviour> behave, params double[] levels) => None with
    {
        Runs = [.. cells.SelectMany(cell => Enumerable.Range(0, 3).Select(seed => None.Runs[0] with
        {
            Run = $"{cell.Activation}-{cell.Placement.Replace(", tested ", "-", StringComparison.Ordinal)}-{cell.Sigma}-{seed}",
            Arm = Arms.Of(cell.Activation, cell.Placement, cell.Sigma), Seed = (ulong)seed, Results = [Result(cell.Sigma > 0 ? levels : [0], cell.Sigma, level => behave(seed, level))],
        }))],
    };

    /// <summary>The same report with one network left out.</summary>
    public static ReportContent LeavingOut(this ReportContent content, int run) =>
        content with { Runs = content.Runs.SetItem(run, content.Runs[run] with { LeftOutReason = "diverged" }) };

    /// <summary>The lines of a figure's CSV, split.</summary>
    public static string[][] Csv(Figure figure) =>
        [.. figure.Table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(','))];

    private static BehaviourResult Result(double[] levels, double sigma, Func<double, Behaviour> behave) => new()
    {
        Trials = 10, Points = [.. levels.Select(level => new BehaviourPoint(level, level * sigma, behave(level)))],
    };
}
