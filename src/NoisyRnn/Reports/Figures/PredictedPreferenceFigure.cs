using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The preferred test noise, measured against predicted from weights and inputs alone: a point a network.</summary>
internal static class PredictedPreferenceFigure
{
    /// <summary>The figure; null where no network trained with noise has a prediction.</summary>
    public static Figure? Of(ReportContent content)
    {
        var points = (from run in content.Runs
                      where !run.Arm.IsSilent && run.Sweep is not null
                      let result = run.Found<PredictedPreferenceResult>()
                      where result?.Preferred is not null
                      select (Run: run, Predicted: result.Preferred!, Result: result)).ToList();
        var shown = points.Where(static p => p.Run.Counted).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static p => ("", p.Run.Arm.Name)));
        var columns = shown.Select(static p => p.Run.Arm.Column).Distinct().ToList();
        var highest = shown.SelectMany(static p => new[] { p.Predicted.Level, p.Run.Sweep!.Preferred.Level }).Append(1.2).Max() + .08;
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var group in shown.GroupBy(static p => (p.Run.Arm.Name, p.Run.Arm.Column)))
        {
            var panel = grid["", group.Key.Name];
            var (color, name) = (Palette.At(columns.IndexOf(group.Key.Column)), $"noise {PlotlyJson.Text(group.First().Run.Arm.PlacementName)}");
            traces.Add(new
            {
                type = "scatter", mode = "markers", x = group.Select(static p => p.Predicted.Level), y = group.Select(static p => p.Run.Sweep!.Preferred.Level), xaxis = panel.X, yaxis = panel.Y,
                name, legendgroup = name, showlegend = named.Add(name), opacity = .75, marker = new { color = color.Line, symbol = color.Symbol, size = 7 },
                customdata = group.Select(static p => Wording.Number(p.Run.Arm.TrainingSigma)),
                hovertemplate = name + ", s<sub>0</sub> = %{customdata}<br>predicted %{x:.3~g}, measured %{y:.3~g}<extra></extra>",
            });
        }

        return new()
        {
            Name = "predicted-preference",
            Title = "Preferred test noise: measured against predicted",
            Caption = "rho of each network: the level of the lowest loss in the sweep over noise draws, against that of the Gaussian closure's bias^2 + variance, from weights and inputs alone. On the dashed line they"
                + " agree. All networks trained with noise that count, of every training level; the claim P speaks of those from the threshold s_c on.",
            Traces = traces,
            Layout = grid.Layout(
                _ => Axis.Linear("predicted rho") with { Range = [-.08, highest] }, Axis.Linear("measured rho") with { Range = [-.08, highest] },
                static panel => PlotlyJson.Text(panel.Column), grid.Panels.Select(panel => Diagonal(panel, highest))),
            Table = Table(points),
        };
    }

    private static object Diagonal(Panel panel, double highest) => new
    {
        type = "line", xref = panel.X, yref = panel.Y, x0 = 0, x1 = highest, y0 = 0, y1 = highest, layer = "below", line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
    };

    private static FigureTable Table(IEnumerable<(NetworkRun Run, PreferredLevel Predicted, PredictedPreferenceResult Result)> points)
    {
        var table = FigureTable.OfRuns(
            "counted", "predicted", "predicted_end", "measured", "measured_end", "level", "predicted_bias_squared", "predicted_variance",
            "measured_bias_squared", "measured_variance");
        foreach (var (run, predicted, result) in points)
        {
            foreach (var point in result.Points)
            {
                var measured = run.Sweep!.Points.FirstOrDefault(p => p.Level == point.Level);
                table.Add(
                    run, run.Counted, predicted.Level, predicted.End, run.Sweep.Preferred.Level, run.Sweep.Preferred.End,
                    point.Level, point.BiasSquared, point.Variance, measured?.BiasSquared, measured?.Variance);
            }
        }

        return table;
    }
}
