using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The excess loss under noise, simulated and as the explicit regulariser predicts it.</summary>
internal static class RegularizerFigure
{
    private const string Simulated = "simulated", Predicted = "predicted";

    /// <summary>Both over the level, of the first seed of each cell; null where no network has the analysis.</summary>
    public static Figure? OfExcess(ReportContent content)
    {
        var cells = CellsOf(content);
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        var (traces, levels, shown) = (new List<object>(), new List<double>(), new List<double>());
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                // Below 0 there is no logarithm: those are in the figure of the ratio.
                var measured = Of(cell.Runs[0]).Levels.Where(static level => level.Measured > 0).ToList();
                var predicted = Of(cell.Runs[0]).Levels.Where(static level => level.Predicted > 0).ToList();
                levels.AddRange(Of(cell.Runs[0]).Levels.Select(static level => level.Level));
                shown.AddRange([.. measured.Select(static level => level.Measured), .. predicted.Select(static level => level.Predicted)]);
                traces.Add(new
                {
                    type = "scatter", mode = "lines", x = predicted.Select(static level => level.Level), y = predicted.Select(static level => level.Predicted),
                    xaxis = panel.X, yaxis = panel.Y, legendgroup = name, showlegend = false, line = new { color = color.Line, width = 1.6 },
                    hovertemplate = $"{name}, {Predicted}<br>%{{x:.3~g}}: %{{y:.3~g}}<extra></extra>",
                });
                traces.Add(new
                {
                    type = "scatter", mode = "markers", x = measured.Select(static level => level.Level), y = measured.Select(static level => level.Measured),
                    xaxis = panel.X, yaxis = panel.Y, name, legendgroup = name, showlegend = i == 0, marker = new { color = color.Line, symbol = color.Symbol, size = 7 },
                    error_y = new { type = "data", array = measured.Select(static level => level.Error), color = color.Line, thickness = 1.2 },
                    hovertemplate = $"{name}, {Simulated}<br>%{{x:.3~g}}: %{{y:.3~g}}<extra></extra>",
                });
            }
        }

        return new()
        {
            Name = "regularizer-excess",
            Title = "Loss that noise adds, and the explicit regulariser",
            Caption = "Markers: loss under noise less that without, by simulation (bars: one standard error over draws). Lines: the explicit regulariser r^2 (P + Q)/2, from the "
                + "derivatives of the network along its paths without noise. What is below 0 is not drawn. Of each cell the first seed; the CSV has all.",
            Traces = traces,
            Layout = grid.Layout(panel => LevelAxis(panel, levels), Axis.Log("loss added by noise", shown), RunCells.Title),
            Table = Table(content),
        };
    }

    /// <summary>The ratio of the two, of all seeds; null likewise.</summary>
    public static Figure? OfRatio(ReportContent content)
    {
        var cells = CellsOf(content);
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        var (traces, levels) = (new List<object>(), new List<double>());
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                var curves = cell.Runs.Select(static run => Of(run).Levels.Where(static level => level.Predicted != 0).Select(static level => (level.Level, level.Measured / level.Predicted))).ToList();
                levels.AddRange(curves.SelectMany(static curve => curve).Select(static point => point.Level));
                var band = SeedBand.Over(curves.SelectMany(static curve => curve));
                traces.Add(CurveTraces.Band(panel, color, name, band));
                traces.Add(CurveTraces.Seeds(panel, color, name, curves));
                traces.Add(CurveTraces.Mean(panel, color, name, i == 0, band));
            }
        }

        return new()
        {
            Name = "regularizer-ratio",
            Title = "Loss that noise adds over what the explicit regulariser predicts",
            Caption = "1 (dashed) where noise does no more than the regulariser says: as the level goes to 0. Thin: each seed; thick: the mean over seeds, the band one standard error "
                + "on either side. A seed whose P and Q cancel has a ratio of no meaning; the CSV of the other figure has the numbers.",
            Traces = traces,
            Layout = grid.Layout(panel => LevelAxis(panel, levels), Axis.Linear("simulated / predicted"), RunCells.Title, grid.Panels.Select(One)),
            Table = Table(content),
        };
    }

    private static Axis LevelAxis(Panel panel, IEnumerable<double> levels) =>
        Axis.Log(panel.IsSilent ? "test noise s" : "test noise / training noise, s / s<sub>0</sub>", levels);

    private static object One(Panel panel) => new
    {
        type = "line", xref = panel.X + " domain", yref = panel.Y, x0 = 0, x1 = 1, y0 = 1, y1 = 1, layer = "above",
        line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
    };

    // Where a network trained without noise is tested, its noise stands: each of its runs is one of its own.
    private static List<RunCell> CellsOf(ReportContent content) => [.. RunCell.Of(content.Runs.Where(static run => run.Counted && run.Found<RegularizerResult>() is not null))];

    private static RegularizerResult Of(NetworkRun run) => run.Found<RegularizerResult>()!;

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "trials", "draws", "loss", "p", "q", "limit", "limit_error", "level", "sigma", "measured", "measured_error", "predicted");
        foreach (var run in content.Runs)
        {
            if (run.Found<RegularizerResult>() is not { } result)
                continue;
            foreach (var level in result.Levels)
            {
                table.Add(run, run.Counted, result.Trials, result.Draws, result.Loss, result.P, result.Q,
                    result.Limit, result.LimitError, level.Level, level.Sigma, level.Measured, level.Error, level.Predicted);
            }
        }

        return table;
    }
}
