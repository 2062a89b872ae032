using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Means and variances of hidden states, simulated against the Gaussian closure: a point a unit and trial.</summary>
internal static class ClosureAgreementFigure
{
    /// <summary>Means; null where no network has the analysis.</summary>
    public static Figure? OfMeans(ReportContent content) => Of(content, "mean", static trial => (trial.ClosureMean, trial.Mean, trial.MeanError));

    /// <summary>Variances; null where no network has the analysis.</summary>
    public static Figure? OfVariances(ReportContent content) => Of(content, "variance", static trial => (trial.ClosureVariance, trial.Variance, trial.VarianceError));

    private static Figure? Of(
        ReportContent content, string what, Func<StationaryTrial, (IReadOnlyList<double> Closure, IReadOnlyList<double> Simulated, IReadOnlyList<double> Error)> values)
    {
        var points = (from found in content.Found<StationaryResult>()
                      from level in found.Result.Levels
                      where level.LargestMeanDifference is not null
                      select (found.Run, Level: level)).ToList();
        var cells = points.Where(static p => p.Run.Counted).GroupBy(static p => p.Run.Arm).ToList();
        if (cells.Count == 0)
            return null;
        var grid = PanelGrid.Of(cells.Select(static cell => (Wording.Of(cell.Key), "")));
        var levels = points.Select(static p => p.Level.Level).Distinct().Order().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var cell in cells)
        {
            var panel = grid[Wording.Of(cell.Key), ""];
            var first = cell.First().Run.Run;
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (var (run, level) in cell.Where(p => p.Run.Run == first))
            {
                var shown = level.Trials.Select(values).SelectMany(static v => v.Closure.Zip(v.Simulated)).ToList();
                foreach (var (x, y) in shown.Where(static p => double.IsFinite(p.First + p.Second)))
                    (low, high) = (Math.Min(low, Math.Min(x, y)), Math.Max(high, Math.Max(x, y)));
                var name = run.Arm.IsSilent ? $"s = {Wording.Number(level.Level)}" : $"{Wording.Number(level.Level)} s<sub>0</sub>";
                var color = Palette.At(levels.IndexOf(level.Level));
                traces.Add(new
                {
                    type = "scatter", mode = "markers", x = shown.Select(static p => p.First), y = shown.Select(static p => p.Second), xaxis = panel.X, yaxis = panel.Y,
                    name, legendgroup = name, showlegend = named.Add(name), opacity = .7, marker = new { color = color.Line, symbol = color.Symbol, size = 5 },
                    hovertemplate = name + "<br>closure %{x:.4~g}, simulated %{y:.4~g}<extra></extra>",
                });
            }

            traces.Add(new
            {
                type = "scatter", mode = "lines", x = new[] { low, high }, y = new[] { low, high }, xaxis = panel.X, yaxis = panel.Y, showlegend = false, hoverinfo = "skip",
                line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
            });
        }

        var (apart, compared) = (points.Sum(p => what == "mean" ? p.Level.MeansApart : p.Level.VariancesApart), points.Sum(static p => p.Level.Compared));
        return new()
        {
            Name = $"closure-{what}s",
            Title = what == "mean" ? "Mean hidden states: simulated against the closure" : "Variances of hidden states: simulated against the closure",
            Caption = $"The {what} of each unit over noise draws, at the last counted step of the first test trials, against what the Gaussian closure says from weights and inputs alone; on the dashed"
                + $" line they agree. {Wording.Share(apart, compared, what)} in all networks and trials lie over four standard errors and beyond the closure's expected accuracy apart"
                + " (.01 s for means; 5 % for variances, of units that hardly move .5 % of the largest). Of each cell the first seed; the CSV has all.",
            Traces = traces,
            Layout = grid.Layout(_ => Axis.Linear($"{what} by the closure"), Axis.Linear($"simulated {what}"), static panel => PlotlyJson.Text(panel.Row)),
            Table = Table(points, values),
        };
    }

    private static FigureTable Table(
        IEnumerable<(NetworkRun Run, StationaryLevel Level)> points,
        Func<StationaryTrial, (IReadOnlyList<double> Closure, IReadOnlyList<double> Simulated, IReadOnlyList<double> Error)> values)
    {
        var table = FigureTable.OfRuns("counted", "level", "sigma", "trial", "unit", "closure", "simulated", "standard_error");
        foreach (var (run, level) in points)
        {
            foreach (var trial in level.Trials)
            {
                var (closure, simulated, error) = values(trial);
                for (var i = 0; i < closure.Count; i++)
                    table.Add(run, run.Counted, level.Level, level.Sigma, trial.Trial, i, closure[i], simulated[i], error[i]);
            }
        }

        return table;
    }
}
