using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The eigenvalues of the Jacobian at the fixed points of one input, with the unit circle.</summary>
internal static class EigenvalueFigure
{
    private const int CirclePoints = 181;

    /// <summary>The figure; null where no network has fixed points.</summary>
    public static Figure? Of(ReportContent content)
    {
        var shown = FixedPointRuns.Shown(content).Where(static network => network.Result.Inputs.Any(static input => input.Levels[0].Points.Length > 0)).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static network => (FixedPointRuns.Title(network.Run), "")));
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var (run, result) in shown)
        {
            var panel = grid[FixedPointRuns.Title(run), ""];
            traces.Add(Circle(panel));
            traces.AddRange(FixedPointRuns.Levels(result).Select(level => Eigenvalues(panel, level, named)));
        }

        return new()
        {
            Name = "eigenvalues",
            Title = "Eigenvalues at the fixed points",
            Caption = "Eigenvalues of the Jacobian of one step at all fixed points of the first held input, up to 64 a point, with the unit circle: "
                + "outside it a direction is unstable, on it marginal. " + FixedPointRuns.Which,
            Traces = traces,
            Layout = grid.Layout(
                static _ => Axis.Linear("real part, per step") with { Constrain = "domain" },
                Axis.Linear("imaginary part, per step") with { ScaleAnchor = "x", Constrain = "domain" }, static panel => panel.Row),
            Table = Table(content),
        };
    }

    private static object Circle(Panel panel)
    {
        var angles = Enumerable.Range(0, CirclePoints).Select(static k => 2 * Math.PI * k / (CirclePoints - 1)).ToList();
        return new
        {
            type = "scatter", mode = "lines", x = angles.Select(Math.Cos), y = angles.Select(Math.Sin), xaxis = panel.X, yaxis = panel.Y,
            showlegend = false, hoverinfo = "skip", line = new { color = Palette.Grey, width = 1.2 },
        };
    }

    private static object Eigenvalues(Panel panel, (FixedPointResult Of, double Level, string Name, MarkedColor Color) level, HashSet<string> named)
    {
        var points = level.Of.Inputs[0].At(level.Level)!.Points;
        return new
        {
            type = "scatter", mode = "markers", x = points.SelectMany(static point => point.Real), y = points.SelectMany(static point => point.Imaginary),
            xaxis = panel.X, yaxis = panel.Y, name = level.Name, legendgroup = level.Name, showlegend = named.Add(level.Name),
            marker = new { color = level.Color.Line, symbol = level.Color.Symbol, size = 5, opacity = .7 },
            hovertemplate = level.Name + "<br>%{x:.4~g} + %{y:.4~g} i<extra></extra>",
        };
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "silence", "test_trial", "relative_level", "branch", "stability", "real", "imaginary");
        foreach (var (run, result) in content.Found<FixedPointResult>())
        {
            var points = from of in new[] { result, result.MeanMatched }.OfType<FixedPointResult>() from input in of.Inputs from level in input.Levels from point in level.Points select (of, input, level, point);
            foreach (var (of, input, level, point) in points)
            {
                foreach (var (real, imaginary) in point.Real.Zip(point.Imaginary))
                    table.Add(run, run.Counted, of == result ? "off" : "mean matched", input.Trial, level.Level, point.Branch, point.Stability, real, imaginary);
            }
        }

        return table;
    }
}
