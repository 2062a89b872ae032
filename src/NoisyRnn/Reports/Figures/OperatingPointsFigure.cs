using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Where units operate, through training and at its end: the share of the noise that passes, their position, and its histogram.</summary>
internal static class OperatingPointsFigure
{
    /// <summary>V against iterations; null where nobody looked.</summary>
    public static Figure? OfAttenuation(ReportContent content) => ThroughTraining(
        content, "operating-points", "Share of the noise that passes, through training",
        "V: the share of the variance of noise inside the activation that passes, each unit weighted by its gain on the output; 1 where units are linear, 0 where they are silent or"
        + " saturated. All arms are judged by the same noise s<sub>0</sub>. Means over seeds, bands plus and minus one standard error.",
        "V (0 to 1)", static point => point.WeightedAttenuation);

    /// <summary>q against iterations; null where nobody looked.</summary>
    public static Figure? OfPosition(ReportContent content) => ThroughTraining(
        content, "operating-positions", "Position of the units on their activation, through training",
        "Pre-activation a over the noise level s<sub>0</sub>, mean over units, trials and steps; the kink of a ReLU lies at 0. Means over seeds, bands plus and minus one standard error.",
        "position a / s<sub>0</sub>", static point => point.Position);

    /// <summary>The histogram of q at the start and at the end; null where nobody looked.</summary>
    public static Figure? OfHistogram(ReportContent content)
    {
        var points = Points(content).Where(static p => p.Point.Histogram is not null).ToList();
        if (points.Count == 0)
            return null;
        var grid = Grid(points);
        var columns = points.Select(static p => p.Run.Arm.Column).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var line in points.GroupBy(static p => (p.Run.Arm.Name, p.Run.Arm.Column, p.Point.Sigma, p.Point.Moment)))
        {
            var isStart = line.Key.Moment == TrainingMoment.Start;
            // Arms share their start.
            if (isStart && line.Key.Column != columns[0])
                continue;
            var arm = line.First().Run.Arm;
            var (color, name) = isStart ? (Palette.WithoutNoise(0), "before training") : (Palette.At(columns.IndexOf(arm.Column)), PlotlyJson.Text(arm.IsSilent ? NameOf(arm) : $"trained, {NameOf(arm)}"));
            var width = OperatingPoint.BinWidth;
            var band = SeedBand.Over(line.SelectMany(p => p.Point.Histogram!.Value.Select((share, bin) => (OperatingPoint.LowestPosition + ((bin + .5) * width), share))));
            traces.Add(CurveTraces.Mean(grid[arm.Name, ColumnOf(line.Key.Sigma)], color, name, named.Add(name), band, markers: false, dash: isStart ? "dash" : "solid"));
        }

        return new()
        {
            Name = "operating-histogram",
            Finding = Finding(content),
            Title = "Where units operate",
            Caption = $"Share of units, trials and steps in each bin of a / s<sub>0</sub> (width {Wording.Number(OperatingPoint.BinWidth)}; the outermost bins hold all beyond). Means over seeds; dashed: before training.".Replace("<sub>0</sub>", "0"),
            Traces = traces,
            Layout = grid.Layout(_ => Axis.Linear("pre-activation / noise, a / s<sub>0</sub>"), Axis.Linear("share of units") with { RangeMode = "tozero" }, Title),
            Table = HistogramTable(points),
        };
    }

    private static string Finding(ReportContent content)
    {
        var (of, found) = FeaturedCell.Found<OperatingPointsResult>(content);
        var points = found.Select(static result => result.Points[^1]).Where(static point => point is { WeightedAttenuation: not null, WeightedShift: not null }).ToList();
        return points.Count == 0 ? ""
            : $"{of}: weighted by what each unit does to the output, {100 * points.Average(static point => point.WeightedAttenuation!.Value):F0} % of the noise's variance passes, and the noise shifts the units' means by {Wording.Number(points.Average(static point => point.WeightedShift!.Value))} s0.";
    }

    private static Figure? ThroughTraining(ReportContent content, string file, string title, string caption, string label, Func<OperatingPoint, double?> of)
    {
        var points = Points(content).Where(p => of(p.Point) is not null).ToList();
        // Of networks that were trained elsewhere the end alone is known.
        if (points.TrueForAll(static p => p.Point.Moment == TrainingMoment.End))
            return null;
        var grid = Grid(points);
        var columns = points.Select(static p => p.Run.Arm.Column).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var line in points.GroupBy(static p => (p.Run.Arm.Name, p.Run.Arm.Column, p.Point.Sigma)))
        {
            var arm = line.First().Run.Arm;
            var (panel, color, name) = (grid[arm.Name, ColumnOf(line.Key.Sigma)], Palette.At(columns.IndexOf(arm.Column)), PlotlyJson.Text(NameOf(arm)));
            var band = SeedBand.Over(line.Select(p => (IterationOf(p), of(p.Point)!.Value)));
            traces.Add(CurveTraces.Band(panel, color, name, band));
            traces.Add(CurveTraces.Mean(panel, color, name, named.Add(name), band, markers: band.X.Length < 20, dash: arm.IsSilent ? "dash" : "solid"));
        }

        return new()
        {
            Name = file,
            Title = title,
            Caption = caption.Replace("<sub>0</sub>", "0"),
            Traces = traces,
            Layout = grid.Layout(static _ => Axis.Linear("iterations"), Axis.Linear(label), Title),
            Table = Table(points),
        };
    }

    private static List<(NetworkRun Run, OperatingPoint Point)> Points(ReportContent content)
    {
        var runs = RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted)).ToList();
        // Networks trained without noise are looked at at the levels of the others, and shown beside them.
        var levels = runs.Where(static run => !run.Arm.IsSilent).Select(static run => run.Arm.TrainingSigma).ToHashSet();
        return
        [
            .. from run in runs
               from point in run.Found<OperatingPointsResult>()?.Points ?? []
               where levels.Count == 0 || levels.Contains(point.Sigma)
               orderby run.Arm.IsSilent, point.Sigma
               select (run, point),
        ];
    }

    private static PanelGrid Grid(IEnumerable<(NetworkRun Run, OperatingPoint Point)> points) =>
        PanelGrid.Of(points.Select(static p => (p.Run.Arm.Name, ColumnOf(p.Point.Sigma))));

    private static string ColumnOf(double sigma) => $"s0 = {Wording.Number(sigma)}";

    private static string Title(Panel panel) => PlotlyJson.Text($"{panel.Row}, {panel.Column}").Replace("s0", "s<sub>0</sub>");

    private static string NameOf(Arm arm) => arm.IsSilent ? Wording.WithoutNoise : $"noise {arm.PlacementName}";

    private static double IterationOf((NetworkRun Run, OperatingPoint Point) p) =>
        p.Point.Iteration ?? p.Run.Curve.Iterations.LastOrDefault();

    private static FigureTable Table(List<(NetworkRun Run, OperatingPoint Point)> points)
    {
        var table = FigureTable.OfRuns(
            "moment", "iteration", "sigma", "weighted_attenuation", "weighted_shift", "incentive", "attenuation", "shift", "position", "without_gain");
        foreach (var p in points)
        {
            table.Add(
                p.Run, p.Point.Moment, IterationOf(p), p.Point.Sigma,
                p.Point.WeightedAttenuation, p.Point.WeightedShift, p.Point.Incentive, p.Point.Attenuation, p.Point.Shift, p.Point.Position, p.Point.WithoutGain);
        }

        return table;
    }

    private static FigureTable HistogramTable(List<(NetworkRun Run, OperatingPoint Point)> points)
    {
        var table = FigureTable.OfRuns("moment", "sigma", "position_from", "position_to", "share");
        foreach (var p in points)
        {
            foreach (var (bin, share) in p.Point.Histogram!.Value.Index())
            {
                var from = OperatingPoint.LowestPosition + (bin * OperatingPoint.BinWidth);
                table.Add(p.Run, p.Point.Moment, p.Point.Sigma, from, from + OperatingPoint.BinWidth, share);
            }
        }

        return table;
    }
}
