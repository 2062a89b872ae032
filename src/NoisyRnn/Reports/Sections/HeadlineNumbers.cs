using System.Xml.Linq;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>Three numbers with their intervals: the preferred noise, what silence costs, what the repair gains.</summary>
internal static class HeadlineNumbers
{
    /// <summary>The numbers of the featured cell; nothing where no network was trained with noise.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        if (FeaturedCell.Of(content) is not { } cell)
            yield break;
        var tiles = new List<XElement> { Tile("Preferred test noise", $"{Wording.Number(cell.Preferred.Mean)} s0", cell.Preferred, "the level at which the loss is lowest, in units of the training noise") };
        if (cell.Gain is { } gain)
            tiles.Add(Ratio("Cost of silence", gain, "loss without noise, over that with the training noise: geometric mean over seeds, on the half of the draws that chose no level"));
        if (FeaturedCell.Matched(cell, content)?.Gain is { } kept)
            tiles.Add(Ratio("Cost of silence, mean kept", kept, "the same where silence has the mean of the noise in its place: what the noise itself is worth"));
        if (cell.RepairGain is { } repair)
            tiles.Add(Ratio("Gain of the repair", repair, "silent loss as it is, over that with the activation averaged over the noise: geometric mean over seeds"));
        yield return Html.Element("div", Html.Classed("p", "note tiles-of", Html.Typeset($"{Wording.Of(cell.Arm)}: {cell.N} network{(cell.N == 1 ? "" : "s")}, 95 % intervals over seeds")), Html.Classed("div", "tiles", tiles));
    }

    /// <summary>The numbers of an audit; nothing where none can be told.</summary>
    public static IEnumerable<XElement> Of(AuditContent content) => AuditNumber.Of(content) is not { IsEmpty: false } numbers ? []
        : [Html.Classed("div", "tiles", numbers.Select(static number => Tile(number.Name, number.Value, number.Limits, number.Words)))];

    // Means of logarithms: the ratio is that of geometric means.
    private static XElement Ratio(string name, Interval log, string what)
    {
        var ratio = new Interval(Elementary.Exp(log.Mean), Elementary.Exp(log.Low), Elementary.Exp(log.High));
        return Tile(name, $"{Wording.Number(ratio.Mean)} times", ratio, what);
    }

    private static XElement Tile(string name, string value, Interval interval, string what) =>
        Tile(name, value, double.IsFinite(interval.Low) && double.IsFinite(interval.High) ? $"[{Wording.Number(interval.Low)}, {Wording.Number(interval.High)}]" : "no interval of one seed", what);

    private static XElement Tile(string name, string value, string limits, string what) => Html.Classed("div", "tile",
        Html.Classed("p", "tile-name", name),
        Html.Classed("p", "tile-value", Html.Typeset(value)),
        Html.Classed("p", "tile-limits", limits),
        Html.Classed("p", "tile-what", what));
}
