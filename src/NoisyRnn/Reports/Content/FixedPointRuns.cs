using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The networks whose fixed points are known, and those of them that are drawn.</summary>
internal static class FixedPointRuns
{
    /// <summary>In words, the levels that are drawn.</summary>
    public const string Silent = "without noise", AtNoise = "averaged over its noise";

    /// <summary>What the figures of single networks show, for their captions.</summary>
    public const string Which = "Of each placement the first seed of the networks with the highest training noise; the CSV has all networks. "
        + "Only noise inside the activation has a noise-averaged step: elsewhere there is the one without noise.";

    /// <summary>All networks, each once.</summary>
    public static IEnumerable<(ReportRun Run, FixedPointResult Result)> All(ReportContent content) =>
        from run in RunCells.EachNetworkOnce(content.Runs)
        from result in run.Results.OfType<FixedPointResult>()
        select (run, result);

    /// <summary>Of each activation and placement the first seed at the highest training noise, among those that count.</summary>
    public static IEnumerable<(ReportRun Run, FixedPointResult Result)> Shown(ReportContent content) =>
        All(content).Where(static network => network.Run.Counted).GroupBy(static network => (network.Run.Activation, network.Run.Placement))
            .Select(static cell => cell.OrderByDescending(static network => network.Run.TrainingSigma).ThenBy(static network => network.Run.Seed).First());

    /// <summary>The title of a network's panel.</summary>
    public static string Title(ReportRun run) => PlotlyJson.Text(MeritRow.NameOf(new(run.Activation, run.Placement, run.TrainingSigma, [run])));

    /// <summary>The levels that are drawn, with the colour of each.</summary>
    public static IEnumerable<(double Level, string Name, MarkedColor Color)> Levels(FixedPointResult result) =>
        result.NoiseFreeBecause is null ? [(0, Silent, Palette.At(0)), (1, AtNoise, Palette.At(3))] : [(0, Silent, Palette.At(0))];
}
