using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>The curves of behaviour: error against time, choices against coherence; with noise and without, side by side.</summary>
internal static class BehaviourCurvesFigure
{
    /// <summary>The figure; null where there are no such curves.</summary>
    public static Figure? Of(ReportContent content)
    {
        var curves = Curves(content).ToList();
        if (curves.Count == 0)
            return null;
        var first = curves[0].Curve;
        // A curve without a name is the only one: then the levels share a panel, else each has one of its own.
        var isNamed = curves.Exists(static c => c.Curve.Name.Length > 0);
        var grid = PanelGrid.Of(curves.Select(c => PlaceOf(c, isNamed)));
        var names = curves.Select(c => LineOf(c, isNamed)).Distinct().ToList();
        var traces = new List<object>();
        foreach (var line in curves.GroupBy(c => (Place: PlaceOf(c, isNamed), Line: LineOf(c, isNamed))))
        {
            var panel = grid[line.Key.Place.Row, line.Key.Place.Column];
            var band = SeedBand.Over(line.SelectMany(static c => c.Curve.X.Zip(c.Curve.Y)).Where(static p => double.IsFinite(p.Second)));
            var (color, name) = (Palette.At(names.IndexOf(line.Key.Line)), PlotlyJson.Text(line.Key.Line));
            traces.Add(CurveTraces.Band(panel, color, name, band));
            traces.Add(CurveTraces.Mean(panel, color, name, panel.Number == 1, band, markers: isNamed, dash: names.IndexOf(line.Key.Line) < 6 ? "solid" : "dash"));
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

    private static (string Row, string Column) PlaceOf((string Cell, double Level, BehaviourCurve Curve) curve, bool isNamed) =>
        (curve.Cell, isNamed ? LevelOf(curve.Level) : "");

    private static string LineOf((string Cell, double Level, BehaviourCurve Curve) curve, bool isNamed) => isNamed ? curve.Curve.Name : LevelOf(curve.Level);

    private static string LevelOf(double level) => level == 0 ? "without noise" : $"at {(level == 1 ? "" : Wording.Number(level) + " ")}training noise";

    // All curves with the first one's title: a task has one kind.
    private static IEnumerable<(string Cell, double Level, BehaviourCurve Curve)> Curves(ReportContent content)
    {
        var all = (from cell in RunCells.Of(RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted)))
                   from run in cell.Runs
                   from point in run.Results.OfType<BehaviourResult>().SelectMany(static result => result.Points)
                   from curve in point.Behaviour.Curves
                   select (Cell: MeritRow.NameOf(cell), point.Level, Curve: curve)).ToList();
        return all.Where(c => c.Curve.Title == all[0].Curve.Title);
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = new FigureTable("run", "arm", "placement", "training_sigma", "seed", "level", "sigma", "title", "curve", "x", "y");
        foreach (var run in RunCells.EachNetworkOnce(content.Runs))
        {
            foreach (var point in run.Results.OfType<BehaviourResult>().SelectMany(static result => result.Points))
            {
                foreach (var curve in point.Behaviour.Curves)
                {
                    foreach (var (x, y) in curve.X.Zip(curve.Y))
                        table.Add(run.Run, run.Activation, run.Placement, run.TrainingSigma, run.Seed, point.Level, point.Sigma, curve.Title, curve.Name, x, y);
                }
            }
        }

        return table;
    }
}
