using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>Trials drawn in the plane: a row a trial and network, without noise and with it side by side.</summary>
internal static class PlaneFigure
{
    // Beyond this many networks one trial of each is enough.
    private const int FewNetworks = 2;
    private const string Silent = "without noise";

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
        foreach (var (row, column, drawing) in shown)
        {
            var panel = grid[row, column];
            traces.AddRange(drawing.Walls.Length == 0 ? [] : [Walls(panel, drawing.Walls)]);
            traces.AddRange(drawing.Paths.Select(path => Line(panel, path, names.IndexOf(path.Name), isPlace: false, named.Add(path.Name))));
            traces.AddRange(drawing.Places.Select(place => Line(panel, place, names.IndexOf(place.Name), isPlace: true, named.Add(place.Name))));
        }

        var titles = shown.ToDictionary(static s => (s.Row, s.Column), static s => s.Drawing.Title);
        var (x, y) = (Range(shown, static line => line.X), Range(shown, static line => line.Y));
        return new()
        {
            Name = "plane",
            Title = "Trials in the plane",
            Caption = "Test trials of the first seed, without noise and at the training noise; of each placement the networks with the highest training noise. The CSV has all networks and levels.",
            Traces = traces,
            Layout = grid.Layout(
                _ => Axis.Linear("x") with { Range = x, Constrain = "domain" }, Axis.Linear("y") with { Range = y, ScaleAnchor = "x", Constrain = "domain" },
                panel => $"{PlotlyJson.Text(panel.Row)}, {panel.Column}<br>{PlotlyJson.Text(titles[(panel.Row, panel.Column)])}"),
            Table = Table(content),
        };
    }

    private static IEnumerable<(string Row, string Column, PlaneDrawing Drawing)> Shown(ReportContent content)
    {
        var networks = RunCells.Exemplars(RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted && run.Found<BehaviourResult>() is not null))).ToArray();
        return from run in networks
               from trial in Enumerable.Range(0, networks.Length > FewNetworks ? 1 : 2)
               from point in run.Found<BehaviourResult>()?.Points ?? []
               where point.Level is 0 or 1 && trial < point.Behaviour.Drawings.Length
               orderby trial
               select (networks.Length > FewNetworks ? Name(run) : $"{Name(run)} ({trial + 1})", point.Level == 0 ? Silent : "at its noise", point.Behaviour.Drawings[trial]);
    }

    private static string Name(NetworkRun run) => Wording.Of(run.Arm);

    // The same for all panels, with a little room around.
    private static double[] Range(IEnumerable<(string Row, string Column, PlaneDrawing Drawing)> shown, Func<Polyline, ImmutableArray<double>> places)
    {
        var all = shown.SelectMany(static s => s.Drawing.Walls.Concat(s.Drawing.Paths).Concat(s.Drawing.Places)).SelectMany(line => places(line)).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var room = 0.03 * (all.Max() - all.Min());
        return [all.Min() - room, all.Max() + room];
    }

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
        var table = FigureTable.OfRuns("counted", "level", "trial", "title", "line", "x", "y");
        foreach (var run in RunCells.EachNetworkOnce(content.Runs))
        {
            foreach (var point in run.Found<BehaviourResult>()?.Points ?? [])
            {
                foreach (var (trial, drawing) in point.Behaviour.Drawings.Index())
                {
                    foreach (var line in drawing.Walls.Concat(drawing.Paths).Concat(drawing.Places))
                    {
                        foreach (var (x, y) in line.X.Zip(line.Y))
                            table.Add(run, run.Counted, point.Level, trial, drawing.Title, line.Name, x, y);
                    }
                }
            }
        }

        return table;
    }
}
