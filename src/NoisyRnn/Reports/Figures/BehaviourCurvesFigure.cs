using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>
/// The curves of behaviour: error against time, choices against coherence. A network's own curve has no name: its levels share a
/// panel, and named curves beside it are references. Where all curves have names, each level has a panel of its own.
/// </summary>
internal static class BehaviourCurvesFigure
{
    // More points than this are a line.
    private const int MostMarkers = 20;

    // After so many lines the first colour comes again, dashed.
    private const int Colors = 6;

    /// <summary>The figure; null where there are no such curves.</summary>
    public static Figure? Of(ReportContent content)
    {
        var curves = Curves(content).ToList();
        if (curves.Count == 0)
            return null;
        var first = curves[0].Curve;
        var isShared = curves.Exists(static c => c.Curve.Name.Length == 0);
        // References are of the trials, which all levels share: one a network, or its band would count seeds more than once.
        var lowest = curves.GroupBy(static c => c.Arm).ToDictionary(static cell => cell.Key, static cell => cell.Min(static c => c.Level));
        var drawn = curves.Where(c => isShared ? !IsReference(c, isShared) || c.Level == lowest[c.Arm] : c.Level is 0 or 1).ToList();
        var grid = PanelGrid.Of(drawn.Select(c => PlaceOf(c, isShared)));
        var lines = drawn.Where(c => !IsReference(c, isShared)).Select(LineOf).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var line in drawn.GroupBy(c => (Place: PlaceOf(c, isShared), Line: LineOf(c), IsReference: IsReference(c, isShared))))
        {
            var panel = grid[line.Key.Place.Row, line.Key.Place.Column];
            var band = SeedBand.Over(line.SelectMany(static c => c.Curve.X.Zip(c.Curve.Y)).Where(static p => double.IsFinite(p.Second)));
            var index = lines.IndexOf(line.Key.Line);
            var (color, name) = (line.Key.IsReference ? Palette.WithoutNoise(0) : Palette.At(index), PlotlyJson.Text(line.Key.Line));
            traces.Add(CurveTraces.Band(panel, color, name, band));
            traces.Add(CurveTraces.Mean(
                panel, color, name, named.Add(name), band, markers: first.X.Length <= MostMarkers, dash: line.Key.IsReference || index >= Colors ? "dash" : "solid"));
        }

        return new()
        {
            Name = "behaviour-curves",
            Title = char.ToUpperInvariant(first.Title[0]) + first.Title[1..],
            Caption = "On test trials; lines are means over training seeds, bands plus and minus one standard error.",
            Traces = traces,
            Layout = grid.Layout(
                _ => Axis.Linear(PlotlyJson.Text(first.XLabel)), Axis.Linear(PlotlyJson.Text(first.YLabel)),
                static panel => PlotlyJson.Text(panel.Column.Length == 0 ? panel.Row : $"{panel.Row}, {panel.Column}")),
            Table = Table(content),
        };
    }

    private static bool IsReference((Arm Arm, double Level, BehaviourCurve Curve) curve, bool isShared) => isShared && curve.Curve.Name.Length > 0;

    private static (string Row, string Column) PlaceOf((Arm Arm, double Level, BehaviourCurve Curve) curve, bool isShared) =>
        (Wording.Of(curve.Arm), isShared ? "" : LevelOf(curve.Level));

    private static string LineOf((Arm Arm, double Level, BehaviourCurve Curve) curve) => curve.Curve.Name.Length > 0 ? curve.Curve.Name : LevelOf(curve.Level);

    private static string LevelOf(double level) => level == 0 ? "without noise" : level == 1 ? "at its noise" : $"at {Wording.Number(level)} of its noise";

    // All curves with the first one's title: a task has one kind.
    private static IEnumerable<(Arm Arm, double Level, BehaviourCurve Curve)> Curves(ReportContent content)
    {
        var all = (from cell in RunCell.Of(RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted)))
                   from run in cell.Runs
                   from point in run.Found<BehaviourResult>()?.Points ?? []
                   from curve in point.Behaviour.Curves
                   select (cell.Arm, point.Level, Curve: curve)).ToList();
        return all.Where(c => c.Curve.Title == all[0].Curve.Title);
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns("counted", "level", "sigma", "title", "curve", "x", "y");
        foreach (var run in RunCells.EachNetworkOnce(content.Runs))
        {
            foreach (var point in run.Found<BehaviourResult>()?.Points ?? [])
            {
                foreach (var curve in point.Behaviour.Curves)
                {
                    foreach (var (x, y) in curve.X.Zip(curve.Y))
                        table.Add(run, run.Counted, point.Level, point.Sigma, curve.Title, curve.Name, x, y);
                }
            }
        }

        return table;
    }
}
