using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The loss split into bias^2 and variance: which of the two makes a network prefer noise.</summary>
internal static class BiasVarianceFigure
{
    /// <summary>Estimates of bias^2 scatter around 0 where there is none; further below the largest value than this is noise.</summary>
    private const double DecadesShown = 6;

    /// <summary>The figure; null where no network was tested.</summary>
    public static Figure? Of(ReportContent content)
    {
        var cells = RunCell.Of(content.Runs).Where(c => c.Sweeps.Any()).Select(c => new Split(c)).ToList();
        var shown = cells.SelectMany(c => c.BiasSquared.Mean.Concat(c.Variance.Mean)).Where(v => v > 0 && double.IsFinite(v)).ToList();
        if (shown.Count == 0)
            return null;
        var grid = RunCells.Grid(cells.Select(c => c.Cell));
        // Where a level explodes the axis is about the others.
        var (middle, highest) = (Math.Log10(shown.Order().ElementAt(shown.Count / 2)), Math.Log10(shown.Max()));
        var top = highest > middle + (2 * DecadesShown) ? middle + (DecadesShown / 2) : highest;
        var bottom = Math.Max(Math.Log10(shown.Min()), top - DecadesShown);
        var vertical = Axis.Log("bias<sup>2</sup>, variance" + content.LossUnitOnALine, shown) with { Range = [bottom - .1, top + .1] };
        return new()
        {
            Name = "bias-variance",
            Finding = Finding(content, cells),
            Title = "Bias and variance against test noise",
            Caption = Caption(cells, Math.Pow(10, bottom)),
            Traces = Traces(cells, grid),
            Layout = grid.Layout(
                RunCells.TestNoiseAxis, vertical, RunCells.Title, RunCells.TrainingLevelLines(grid)),
            Table = Table(cells),
        };
    }

    private static string Finding(ReportContent content, List<Split> cells)
    {
        if (FeaturedCell.Of(content) is not { } featured || cells.Find(cell => cell.Cell.Arm == featured.Arm) is not { } split)
            return "";
        return $"{featured.Arm.Name}, noise {featured.Arm.PlacementName}, s0 = {Wording.Number(featured.Arm.TrainingSigma)}: without noise {Share(0)} of the loss is bias\u00b2, at the training noise {Share(1)}.";

        string Share(double level) => split.BiasSquared.X.IndexOf(level) is >= 0 and var k
            ? $"{100 * Math.Clamp(split.BiasSquared.Mean[k] / (split.BiasSquared.Mean[k] + split.Variance.Mean[split.Variance.X.IndexOf(level)]), 0, 1):F0} %" : "n/a";
    }

    private static List<object> Traces(List<Split> cells, PanelGrid grid)
    {
        var traces = new List<object>();
        foreach (var (name, color, alike) in RunCells.Series(cells.Select(c => c.Cell)))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var split = cells.First(c => c.Cell == cell);
                var panel = grid[cell.Arm];
                traces.Add(CurveTraces.Mean(panel, color, name, i == 0, Positive(split.BiasSquared), what: "bias<sup>2</sup>", meta: "bias"));
                traces.Add(CurveTraces.Mean(panel, color, name, false, Positive(split.Variance), markers: false, dash: "dot", what: "variance", meta: "variance"));
                if (cell.Found<PredictedPreferenceResult>().Any())
                {
                    traces.Add(Predicted(panel, color, name, cell, "x-thin", "bias", static point => point.BiasSquared));
                    traces.Add(Predicted(panel, color, name, cell, "cross-thin", "variance", static point => point.Variance));
                }
            }
        }

        traces.Add(LegendOnly(grid.Panels[0], "bias", "bias<sup>2</sup>", "solid"));
        traces.Add(LegendOnly(grid.Panels[0], "variance", "variance", "dot"));
        return traces;
    }

    // From weights alone: marks that lie on the measured lines where the prediction is right.
    private static object Predicted(Panel panel, MarkedColor color, string name, RunCell cell, string symbol, string meta, Func<PredictedPoint, double> of)
    {
        var band = SeedBand.Over(cell.Found<PredictedPreferenceResult>().SelectMany(static result => result.Points).Select(point => (point.Level, of(point))));
        return new
        {
            type = "scatter", mode = "markers", x = band.X, y = band.Mean.Select(static v => v > 0 ? v : double.NaN), xaxis = panel.X, yaxis = panel.Y, legendgroup = name, showlegend = false, meta,
            marker = new { color = color.Line, symbol, size = 7, line = new { color = color.Line, width = 1.6 } },
            hovertemplate = $"{name}, {meta} predicted from the weights<br>%{{x:.4~g}}: %{{y:.3~g}}<extra></extra>",
        };
    }

    private static object LegendOnly(Panel panel, string group, string name, string dash) => new
    {
        type = "scatter", mode = "lines", x = new double?[] { null }, y = new double?[] { null }, xaxis = panel.X, yaxis = panel.Y,
        name, legendgroup = group, showlegend = true, hoverinfo = "skip", line = new { color = Palette.Grey, width = 2.4, dash },
    };

    // A log axis has no place for the others; a gap says so, and the caption counts them.
    private static SeedBand Positive(SeedBand band) => band with { Mean = [.. band.Mean.Select(v => v > 0 ? v : double.NaN)] };

    private static string Caption(List<Split> cells, double lowest)
    {
        var bias = cells.SelectMany(c => c.BiasSquared.Mean).ToList();
        var hidden = bias.Count(v => !(v > 0));
        return "Means over seeds. Solid with markers: squared bias, the error of the output averaged over noise. Dotted: variance of "
            + "the output over noise. The two add up to the loss of the figure before. Removing the noise helps where variance "
            + "dominates and harms where the bias grows to the left of the dashed line. The variance without noise is 0 and has no "
            + $"place on a log axis, which starts at {Wording.Number(lowest)}."
            + (cells.Exists(static c => c.Cell.Found<PredictedPreferenceResult>().Any()) ? " Crosses: both predicted from the weights by the Gaussian closure, without a draw (x bias\u00b2, + variance)." : "")
            + (hidden == 0 ? "" : $" The unbiased estimate of squared bias is not above 0 in {Wording.Share(hidden, bias.Count, "mean")}; "
            + "these are not drawn (the CSV has all).");
    }

    private static FigureTable Table(List<Split> cells)
    {
        var table = new FigureTable(
            "arm", "placement", "training_sigma", "n", "relative_or_absolute_level", "mean_bias_squared", "bias_squared_minus_se",
            "bias_squared_plus_se", "mean_variance", "variance_minus_se", "variance_plus_se");
        foreach (var (cell, bias, variance) in cells)
        {
            for (var i = 0; i < bias.X.Length; i++)
            {
                table.Add(cell.Arm.Name, cell.Arm.PlacementName, cell.Arm.TrainingSigma, cell.Sweeps.Count(), bias.X[i],
                    bias.Mean[i], bias.Low[i], bias.High[i], variance.Mean[i], variance.Low[i], variance.High[i]);
            }
        }

        return table;
    }

    private sealed record Split(RunCell Cell, SeedBand BiasSquared, SeedBand Variance)
    {
        public Split(RunCell cell)
            : this(
                cell,
                SeedBand.Over(cell.Sweeps.SelectMany(s => s.Points).Where(p => p.BiasSquared is not null).Select(p => (p.Level, p.BiasSquared!.Value))),
                SeedBand.Over(cell.Sweeps.SelectMany(s => s.Points).Where(p => p.Variance is not null).Select(p => (p.Level, p.Variance!.Value))))
        {
        }
    }
}
