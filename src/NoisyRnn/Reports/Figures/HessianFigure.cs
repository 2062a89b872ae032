using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The curvature of the training loss: how its eigenvalues are spread, and the largest of each array.</summary>
internal static class HessianFigure
{
    // Colours stand side by side within an array's place.
    private const double Width = .5;

    private const string Negative = ", negative";

    /// <summary>The spectral density over all parameters; null where no network has one.</summary>
    public static Figure? OfDensity(ReportContent content)
    {
        var runs = Runs(content).Where(static run => run.Result.Parts.Any(static part => part.Density is not null)).ToList();
        var cells = RunCell.Of(runs.Where(static run => run.Run.Counted).Select(static run => run.Run)).ToList();
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        var (traces, sizes, shares) = (new List<object>(), new List<double>(), new List<double>());
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var density = Of(cell.Runs[0]).Parts[0].Density!;
                var panel = grid[cell.Arm];
                foreach (var (values, what) in new[] { (density.Positive, ""), (density.Negative, Negative) })
                {
                    var points = values.Select((share, bin) => (Size: density.Middle(bin), Share: share)).Where(static point => point.Share > 0).ToList();
                    sizes.AddRange(points.Select(static point => point.Size));
                    shares.AddRange(points.Select(static point => point.Share));
                    traces.Add(new
                    {
                        type = "scatter", mode = "lines+markers", x = points.Select(static point => point.Size), y = points.Select(static point => point.Share),
                        xaxis = panel.X, yaxis = panel.Y, name, legendgroup = name, showlegend = i == 0 && what.Length == 0,
                        line = new { color = color.Line, width = 1.6, dash = what.Length > 0 ? "dot" : "solid" },
                        marker = new { color = color.Line, symbol = what.Length > 0 ? "circle-open" : color.Symbol, size = 5 },
                        hovertemplate = name + what + "<br>%{x:.3~g}: %{y:.3~g}<extra></extra>",
                    });
                }
            }
        }

        return new()
        {
            Name = "hessian-density",
            Title = "Spectral density of the Hessian",
            Caption = "Share of the eigenvalues of the Hessian of the training loss, over all trainable parameters, in bins of a quarter of a decade of |lambda|: positive ones solid, "
                + "negative ones dotted. What is missing from 1 is more than eight decades below the largest. By stochastic Lanczos quadrature, which sees the ends of the spectrum "
                + "one by one and its bulk as few points: bins between them are empty. Of each cell the first seed; the CSV has all, and each array.",
            Traces = traces,
            Layout = grid.Layout(_ => Axis.Log("|eigenvalue|", sizes), Axis.Log("share of eigenvalues", shares), RunCells.Title),
            Table = DensityTable(runs),
        };
    }

    /// <summary>The largest eigenvalues of each array's block; null where no network has the analysis.</summary>
    public static Figure? OfEigenvalues(ReportContent content)
    {
        var runs = Runs(content).ToList();
        var cells = RunCell.Of(runs.Where(static run => run.Run.Counted).Select(static run => run.Run)).ToList();
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        var parts = runs.SelectMany(static run => run.Result.Parts).Select(static part => part.Name).Distinct().ToList();
        var series = RunCells.Series(cells).ToList();
        var (traces, shown) = (new List<object>(), new List<double>());
        foreach (var (index, (name, color, alike)) in series.Index())
        {
            var shift = Width * (((index + .5) / series.Count) - .5);
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                var found = cell.Runs.SelectMany(static run => Of(run).Parts).SelectMany(part => part.Top.Index().Where(static value => value.Item > 0)
                    .Select(value => (X: parts.IndexOf(part.Name) + shift, Y: value.Item, IsLargest: value.Index == 0))).ToList();
                shown.AddRange(found.Select(static point => point.Y));
                var largest = SeedBand.Over(found.Where(static point => point.IsLargest).Select(static point => (point.X, point.Y)));
                traces.Add(new
                {
                    type = "scatter", mode = "markers", x = found.Select(static point => point.X), y = found.Select(static point => point.Y), xaxis = panel.X, yaxis = panel.Y,
                    legendgroup = name, showlegend = false, hoverinfo = "skip", opacity = .45, marker = new { color = color.Line, size = 4 },
                });
                traces.Add(new
                {
                    type = "scatter", mode = "markers", x = largest.X, y = largest.Mean, xaxis = panel.X, yaxis = panel.Y, name, legendgroup = name, showlegend = i == 0,
                    marker = new { color = color.Line, symbol = color.Symbol, size = 9 }, hovertemplate = name + ": %{y:.3~g}<extra></extra>",
                });
            }
        }

        return new()
        {
            Name = "hessian-eigenvalues",
            Title = "Largest eigenvalues of the Hessian",
            Caption = "The largest eigenvalues of the Hessian of the training loss, for all trainable parameters and for the block of each array, where they are above 0. Small dots: "
                + "each eigenvalue of each seed; large markers: the largest, mean over seeds. Smaller is flatter, at equal loss. Trace, condition number and errors are in the CSV.",
            Traces = traces,
            Layout = grid.Layout(
                _ => Axis.Linear("parameters") with
                {
                    Ticks = [.. Enumerable.Range(0, parts.Count).Select(static k => (double)k)],
                    TickText = [.. parts.Select(PlotlyJson.Text)],
                    Range = [-.6, parts.Count - .4],
                },
                Axis.Log("eigenvalue", shown), RunCells.Title),
            Table = EigenvalueTable(runs),
        };
    }

    private static IEnumerable<(NetworkRun Run, HessianResult Result)> Runs(ReportContent content) =>
        content.Found<HessianResult>().Where(static run => !run.Result.Parts.IsEmpty);

    private static HessianResult Of(NetworkRun run) => run.Found<HessianResult>()!;

    private static FigureTable DensityTable(List<(NetworkRun Run, HessianResult Result)> runs)
    {
        var table = FigureTable.OfRuns("counted", "parameters", "bin_middle", "share_positive", "share_negative");
        foreach (var (run, result) in runs)
        {
            foreach (var part in result.Parts.Where(static part => part.Density is not null))
            {
                table.Add(run, run.Counted, part.Name, 0.0, part.Density!.NearZero, null);
                for (var bin = 0; bin < part.Density.Positive.Length; bin++)
                    table.Add(run, run.Counted, part.Name, part.Density.Middle(bin), part.Density.Positive[bin], part.Density.Negative[bin]);
            }
        }

        return table;
    }

    private static FigureTable EigenvalueTable(List<(NetworkRun Run, HessianResult Result)> runs)
    {
        var table = FigureTable.OfRuns(
            "counted", "loss", "gradient_norm", "parameters", "count", "place", "eigenvalue", "residual",
            "smallest", "smallest_residual", "condition_number", "steps", "all_eigenvalues", "converged", "trace", "trace_error", "scaled_curvature", "product_error");
        foreach (var (run, result) in runs)
        {
            foreach (var part in result.Parts)
            {
                foreach (var (place, value) in part.Top.Index())
                {
                    table.Add(run, run.Counted, result.Loss, result.GradientNorm, part.Name, part.Parameters, place + 1, value,
                        part.Residuals[place], part.Smallest, part.SmallestResidual, part.ConditionNumber, part.Steps, part.IsComplete, part.IsConverged, part.Trace, part.TraceError,
                        result.ScaledCurvatures.FirstOrDefault(along => along.Name == part.Name)?.Value, part.ProductError);
                }
            }
        }

        return table;
    }
}
