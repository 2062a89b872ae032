using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>Lyapunov exponents: the leading one as it comes with time, and all of them by their number.</summary>
internal static class LyapunovFigure
{
    private const string Error = "Bands: plus and minus one standard error over test trials.";

    /// <summary>The leading exponent over the time counted so far; null where no network has the analysis.</summary>
    public static Figure? OfConvergence(ReportContent content) => Draw(
        content, "lyapunov-convergence", "Largest Lyapunov exponent against time",
        "The largest exponent of the tangent flow along test trials (their inputs, then the last of them held), over the time counted so far after the transient: mean over trials. "
        + Error + " Where it is below 0 (dashed) nearby states meet. The CSV has the first four.",
        static result => Axis.Linear($"time since the transient ({(result.IsPerStep ? "steps" : "unit of tau")})"),
        static (result, level) => level.Convergence.IsEmpty ? ([], [], []) : (result.Times, level.Convergence[0], level.ConvergenceErrors[0]),
        ConvergenceTable);

    /// <summary>All exponents that are known; null likewise.</summary>
    public static Figure? OfSpectrum(ReportContent content) => Draw(
        content, "lyapunov-spectrum", "Lyapunov spectrum",
        "All exponents that were followed, at the end of the paths: mean over trials. " + Error + " What is minus infinity (a direction that ends, as behind a rectifier at rest) is not drawn.",
        static _ => Axis.Linear("number of the exponent"),
        static (_, level) => ([.. level.Exponents.Select(static (_, i) => i + 1.0)], level.Exponents, level.Errors),
        SpectrumTable);

    private static Figure? Draw(
        ReportContent content, string name, string title, string caption, Func<LyapunovResult, Axis> horizontal,
        Func<LyapunovResult, LyapunovLevel, (IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Errors)> curve, Func<ReportContent, FigureTable> table)
    {
        var shown = content.Found<LyapunovResult>().Where(static run => run.Run.Counted).GroupBy(static run => run.Run.Arm)
            .Select(static cell => (Cell: Wording.Of(cell.Key), cell.First().Result)).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static run => (run.Cell, "")));
        var names = shown.SelectMany(static run => run.Result.Levels.Select(level => NameOf(run.Result, level))).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var (cell, result) in shown)
        {
            var panel = grid[cell, ""];
            foreach (var level in result.Levels)
            {
                var (x, y, errors) = curve(result, level);
                var band = Band(x, y, errors);
                var group = NameOf(result, level);
                var color = Palette.At(names.IndexOf(group));
                traces.Add(CurveTraces.Band(panel, color, group, band));
                traces.Add(CurveTraces.Mean(panel, color, group, named.Add(group), band, markers: name == "lyapunov-spectrum"));
            }
        }

        return new()
        {
            Name = name,
            Title = title,
            Caption = caption + " Of each cell the first seed; the CSV has all.",
            Traces = traces,
            Layout = grid.Layout(
                panel => horizontal(shown.First(run => run.Cell == panel.Row).Result), Axis.Linear($"exponent, {Unit(shown.Select(static run => run.Result))}"),
                static panel => PlotlyJson.Text(panel.Row), grid.Panels.Select(Zero)),
            Table = table(content),
        };
    }

    // What cannot be drawn is left out; a single trial has no band.
    private static SeedBand Band(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> errors)
    {
        var finite = Enumerable.Range(0, x.Count).Where(i => double.IsFinite(y[i])).ToList();
        double Half(int i) => double.IsFinite(errors[i]) ? errors[i] : 0;
        return new([.. finite.Select(i => x[i])], [.. finite.Select(i => y[i])], [.. finite.Select(i => y[i] - Half(i))], [.. finite.Select(i => y[i] + Half(i))]);
    }

    private static string NameOf(LyapunovResult result, LyapunovLevel level) =>
        level.Level == 0 ? "without noise" : result.TrainingSigma > 0 ? $"{Wording.Number(level.Level)} s<sub>0</sub>" : $"s = {Wording.Number(level.Level)}";

    private static string Unit(IEnumerable<LyapunovResult> results) => string.Join(" or ", results.Select(static result => result.Unit).Distinct());

    private static object Zero(Panel panel) => new
    {
        type = "line", xref = panel.X + " domain", yref = panel.Y, x0 = 0, x1 = 1, y0 = 0, y1 = 0, layer = "above",
        line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
    };

    private static FigureTable ConvergenceTable(ReportContent content)
    {
        var table = FigureTable.OfRuns("counted", "level", "sigma", "unit", "exponent", "time", "value", "standard_error");
        foreach (var (run, result) in content.Found<LyapunovResult>())
        {
            foreach (var level in result.Levels)
            {
                foreach (var (i, curve) in level.Convergence.Index())
                {
                    foreach (var (k, value) in curve.Index())
                    {
                        table.Add(run, run.Counted, level.Level, level.Sigma, result.Unit,
                            i + 1, result.Times[k], value, level.ConvergenceErrors[i][k]);
                    }
                }
            }
        }

        return table;
    }

    private static FigureTable SpectrumTable(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "level", "sigma", "unit", "trials", "diverged", "kaplan_yorke_dimension", "exponent", "value", "standard_error");
        foreach (var (run, result) in content.Found<LyapunovResult>())
        {
            foreach (var level in result.Levels)
            {
                foreach (var (i, value) in level.Exponents.Index())
                {
                    table.Add(run, run.Counted, level.Level, level.Sigma, result.Unit,
                        result.Trials, level.Diverged, level.KaplanYorkeDimension, i + 1, value, level.Errors[i]);
                }
            }
        }

        return table;
    }
}
