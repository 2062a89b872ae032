using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>Trials drawn in the plane: a row a trial and network, without noise and with it side by side.</summary>
internal static class PlaneFigure
{
    private const int TrialsDrawn = 2;

    /// <summary>The figure; null where no trial is drawn in the plane.</summary>
    public static Figure? Of(ReportContent content)
    {
        var shown = Shown(content).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static s => (s.Row, s.Column)));
        var names = shown.SelectMany(static s => s.Drawing.Paths.Concat(s.Drawing.Places)).Select(static line => line.Name).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var (row, column, drawing, _, _) in shown)
        {
            var panel = grid[row, column];
            traces.AddRange(drawing.Walls.Length == 0 ? [] : [Walls(panel, drawing.Walls)]);
            traces.AddRange(drawing.Paths.Select(path => Line(panel, path, names.IndexOf(path.Name), isPlace: false, named.Add(path.Name))));
            traces.AddRange(drawing.Places.Select(place => Line(panel, place, names.IndexOf(place.Name), isPlace: true, named.Add(place.Name))));
        }

        var titles = shown.ToDictionary(static s => (s.Row, s.Column), static s => s.Drawing.Title);
        return new()
        {
            Name = "plane",
            Title = "Trials in the plane",
            Caption = "Test trials of the first seed, without noise and at the training noise; of each placement the networks with the highest training noise. The CSV has all networks.",
            Traces = traces,
            Layout = grid.Layout(
                static _ => Axis.Linear("x") with { Constrain = "domain" }, Axis.Linear("y") with { ScaleAnchor = "x" },
                panel => $"{PlotlyJson.Text(panel.Column)}<br>{PlotlyJson.Text(titles[(panel.Row, panel.Column)])}"),
            Table = Table(content),
        };
    }

    private static IEnumerable<(string Row, string Column, PlaneDrawing Drawing, ReportRun Run, double Level)> Shown(ReportContent content) =>
        from run in Runs(content).GroupBy(static run => (run.Activation, run.Placement)).Select(static cell => cell.OrderByDescending(static run => run.TrainingSigma).ThenBy(static run => run.Seed).First())
        from point in run.Results.OfType<BehaviourResult>().SelectMany(static result => result.Points)
        from drawing in point.Behaviour.Drawings.Take(TrialsDrawn).Index()
        select ($"trial {drawing.Index}", $"{Name(run)}, {(point.Level == 0 ? "without noise" : point.Level == 1 ? "at its noise" : $"at {Wording.Number(point.Level)} of its noise")}", drawing.Item, run, point.Level);

    private static IEnumerable<ReportRun> Runs(ReportContent content) => RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted));

    private static string Name(ReportRun run) => run.TrainingSigma > 0
        ? $"{run.Activation} trained with noise {run.Placement}, s0 = {Wording.Number(run.TrainingSigma)}"
        : $"{run.Activation} trained without noise";

    // One trace for all walls: a gap after each.
    private static object Walls(Panel panel, ImmutableArray<Polyline> walls)
    {
        var (x, y) = RunCells.Joined(walls.Select(static wall => wall.X.Zip(wall.Y)));
        return new
        {
            type = "scatter", mode = "lines", x, y, xaxis = panel.X, yaxis = panel.Y, showlegend = false, hoverinfo = "skip", connectgaps = false,
            line = new { color = Palette.Grey, width = 2.5 },
        };
    }

    private static object Line(Panel panel, Polyline line, int index, bool isPlace, bool inLegend)
    {
        var (color, name) = (Palette.At(index), PlotlyJson.Text(line.Name));
        return new
        {
            type = "scatter", mode = isPlace ? "markers" : "lines", x = line.X, y = line.Y, xaxis = panel.X, yaxis = panel.Y,
            name, legendgroup = name, showlegend = inLegend, connectgaps = false,
            line = new { color = color.Line, width = 2, dash = index % 2 == 0 ? "solid" : "dash" },
            marker = new { color = color.Line, symbol = color.Symbol, size = 11 },
            hovertemplate = name + "<br>(%{x:.3~g}, %{y:.3~g})<extra></extra>",
        };
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = new FigureTable("run", "arm", "placement", "training_sigma", "seed", "level", "trial", "title", "line", "x", "y");
        foreach (var run in Runs(content))
        {
            foreach (var point in run.Results.OfType<BehaviourResult>().SelectMany(static result => result.Points))
            {
                foreach (var (trial, drawing) in point.Behaviour.Drawings.Index())
                {
                    foreach (var line in drawing.Walls.Concat(drawing.Paths).Concat(drawing.Places))
                    {
                        foreach (var (x, y) in line.X.Zip(line.Y))
                            table.Add(run.Run, run.Activation, run.Placement, run.TrainingSigma, run.Seed, point.Level, trial, drawing.Title, line.Name, x, y);
                    }
                }
            }
        }

        return table;
    }
}
