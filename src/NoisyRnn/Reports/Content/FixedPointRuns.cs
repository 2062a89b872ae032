using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The networks whose fixed points are known, and those of them that are drawn.</summary>
internal static class FixedPointRuns
{
    /// <summary>In words, the levels that are drawn.</summary>
    public const string Silent = "without noise", MeanKept = "the mean of its noise kept", AtNoise = "averaged over its noise";

    /// <summary>What the figures of single networks show, for their captions.</summary>
    public const string Which = "Of each placement the first seed of the networks with the highest training noise; the CSV has all networks. "
        + "Only noise inside the activation has a noise-averaged step: elsewhere there is the one without noise.";

    /// <summary>Of each arm and placement the first seed at the highest training noise, among those that count.</summary>
    public static IEnumerable<(NetworkRun Run, FixedPointResult Result)> Shown(ReportContent content) =>
        RunCells.Exemplars(content.Found<FixedPointResult>().Select(static network => network.Run).Where(static run => run.Counted)).Select(static run => (run, run.Found<FixedPointResult>()!));

    /// <summary>The title of a network's panel.</summary>
    public static string Title(NetworkRun run) => PlotlyJson.Text(Wording.Of(run.Arm));

    /// <summary>The levels that are drawn, with the result that holds each and its colour.</summary>
    public static IEnumerable<(FixedPointResult Of, double Level, string Name, MarkedColor Color)> Levels(FixedPointResult result)
    {
        yield return (result, 0, Silent, Palette.At(0));
        if (result.MeanMatched is { } matched)
            yield return (matched, 0, MeanKept, Palette.At(1));
        if (result.NoiseFreeBecause is null)
            yield return (result, 1, AtNoise, Palette.At(3));
    }
}
