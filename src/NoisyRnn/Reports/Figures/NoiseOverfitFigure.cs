using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The loss under noise of other laws and equal variance: is the level learnt, or the law?</summary>
internal static class NoiseOverfitFigure
{
    // Colours stand side by side within a law; predictions a little to the right of what was measured.
    private const double Width = .5, Aside = .08;

    private const string Bias = "x-thin-open", Open = "-open";

    /// <summary>The figure; null where no network was tested so.</summary>
    public static Figure? Of(ReportContent content)
    {
        var runs = RunCells.EachNetworkOnce(content.Runs).Where(static run => Result(run) is not null).ToList();
        var cells = RunCell.Of(runs.Where(static run => run.Counted)).ToList();
        if (cells.Count == 0)
            return null;
        var laws = runs.SelectMany(static run => Result(run)!.Laws).Select(static law => law.Name).Distinct().ToList();
        var grid = RunCells.Grid(cells);
        var losses = cells.SelectMany(static cell => cell.Runs).SelectMany(static run => Result(run)!.Laws)
            .SelectMany(static law => new[] { law.Loss, law.PredictedLoss ?? law.Loss });
        return new()
        {
            Name = "noise-overfit",
            Title = "Noise of other laws and equal variance",
            Caption = "Networks trained with Gaussian noise of level s0, tested with noise of the same standard deviation and another law: uniform, "
                + "Laplace (heavy tails), two-point (-1 or 1), and Ornstein-Uhlenbeck noise (OU), which is Gaussian and stays for its correlation "
                + "time. Small dots: seeds; large markers: means over seeds, with one standard error. Crosses: the measured squared bias; hollow: "
                + "its prediction, the loss of the silent network with its activation averaged over the law (for OU noise that of a single "
                + "step). Losses that are alike say that the level was learnt, a bias that grows away from the Gaussian that the law was too; units follow "
                + "coloured noise, so that equal deviation gives it more variance. The levels preferred under each law are in the CSV.",
            Traces = Traces(cells, grid, laws),
            Layout = grid.Layout(
                _ => Axis.Linear("law of the test noise") with
                {
                    Ticks = [.. Enumerable.Range(0, laws.Count).Select(static k => (double)k)],
                    TickText = [.. laws.Select(PlotlyJson.Text)],
                    Range = [-.6, laws.Count - .4],
                },
                Axis.Log(content.LossLabel, losses), RunCells.Title),
            Table = Table(runs),
        };
    }

    private static List<object> Traces(List<RunCell> cells, PanelGrid grid, List<string> laws)
    {
        var traces = new List<object>();
        var all = RunCells.Series(cells).ToList();
        var anyPredicted = false;
        foreach (var (index, (name, color, alike)) in all.Index())
        {
            var shift = Width * (((index + .5) / all.Count) - .5);
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                var measured = Points(cell, laws, shift, static law => law.Loss);
                traces.Add(Dots(panel, color, name, measured));
                traces.Add(Means(panel, color, name, i == 0, measured, color.Symbol, ""));
                var predicted = Points(cell, laws, shift + Aside, static law => law.PredictedLoss);
                if (predicted.Count == 0)
                    continue;
                anyPredicted = true;
                // An estimate of bias^2 may lie below 0, where a log axis has no place.
                var bias = Points(cell, laws, shift + Aside, static law => law.BiasSquared).Where(static p => p.Y > 0);
                traces.Add(Means(panel, color, name, false, [.. bias], Bias, ", bias<sup>2</sup>"));
                traces.Add(Means(panel, color, name, false, predicted, color.Symbol + Open, ", predicted"));
            }
        }

        if (anyPredicted)
            traces.AddRange([LegendOnly(grid.Panels[0], "bias<sup>2</sup>, measured", Bias), LegendOnly(grid.Panels[0], "predicted: silent, f averaged over the law", "circle" + Open)]);
        return traces;
    }

    private static List<(double X, double Y)> Points(RunCell cell, List<string> laws, double shift, Func<NoiseOverfitLaw, double?> value) =>
        [.. cell.Runs.SelectMany(static run => Result(run)!.Laws)
            .Select(law => (laws.IndexOf(law.Name) + shift, value(law))).Where(static p => p.Item2 is { } y && double.IsFinite(y))
            .Select(static p => (p.Item1, p.Item2!.Value))];

    private static object Dots(Panel panel, MarkedColor color, string group, List<(double X, double Y)> points) => new
    {
        type = "scatter", mode = "markers", x = points.Select(static p => p.X), y = points.Select(static p => p.Y), xaxis = panel.X, yaxis = panel.Y,
        legendgroup = group, showlegend = false, hoverinfo = "skip", opacity = .45, marker = new { color = color.Line, size = 4 },
    };

    private static object Means(Panel panel, MarkedColor color, string name, bool inLegend, List<(double X, double Y)> points, string symbol, string what)
    {
        var band = SeedBand.Over(points);
        return new
        {
            type = "scatter", mode = "markers", x = band.X, y = band.Mean, xaxis = panel.X, yaxis = panel.Y, name, legendgroup = name, showlegend = inLegend,
            error_y = new { type = "data", array = band.High.Zip(band.Mean, static (high, mean) => high - mean), color = color.Line, thickness = 1.5, width = 3 },
            marker = new { color = color.Line, symbol, size = what.Length > 0 ? 7 : 9 },
            hovertemplate = name + what + ": %{y:.3~g}<extra></extra>",
        };
    }

    private static object LegendOnly(Panel panel, string name, string symbol) => new
    {
        type = "scatter", mode = "markers", x = new double?[] { null }, y = new double?[] { null }, xaxis = panel.X, yaxis = panel.Y,
        name, showlegend = true, hoverinfo = "skip", marker = new { color = Palette.Grey, symbol, size = 7 },
    };

    private static NoiseOverfitResult? Result(NetworkRun run) => run.Found<NoiseOverfitResult>() is { Laws.IsEmpty: false } result ? result : null;

    private static FigureTable Table(List<NetworkRun> runs)
    {
        var table = FigureTable.OfRuns(
            "counted", "law", "correlation_time", "loss", "bias_squared", "variance", "preferred", "end",
            "predicted_loss", "prediction_error");
        foreach (var run in runs)
        {
            foreach (var law in Result(run)!.Laws)
            {
                table.Add(run, run.Counted, law.Name, law.CorrelationTime, law.Loss,
                    law.BiasSquared, law.Variance, law.Preferred?.Level, law.Preferred?.End, law.PredictedLoss, law.PredictionError);
            }
        }

        return table;
    }
}
