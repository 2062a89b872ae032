using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>Histograms of pre-activations, in training levels from the kink, and of outputs, a line a test level.</summary>
internal static class StationaryFigure
{
    private const string PreActivations = "pre-activations", Outputs = "outputs";

    /// <summary>Pre-activations; null where no network has the analysis.</summary>
    public static Figure? OfPreActivations(ReportContent content) => Of(
        content, PreActivations, "Where units operate: pre-activations under noise",
        "Share of the pre-activations a = W h + W_in u + b in each of 40 bins, over units, test trials and noise draws, in units of the training noise: q = a/s0 (a itself where"
        + " there was none), at the last counted step. The kink of a rectifier is at 0 (dashed); units within one or two of it attenuate noise on one side. In a feed-forward"
        + " network they are those of the first layer.",
        "pre-activation / training noise, q = a / s<sub>0</sub>", static (result, level) => (result.PreActivationRange, level.PreActivations));

    /// <summary>Outputs; null where no network has the analysis.</summary>
    public static Figure? OfOutputs(ReportContent content) => Of(
        content, Outputs, "Outputs under noise",
        "Share of the outputs y in each of 40 bins, over outputs, test trials and noise draws, at the last counted step.",
        "output y", static (result, level) => (result.OutputRange, level.Outputs));

    private static Figure? Of(
        ReportContent content, string what, string title, string caption, string axis,
        Func<StationaryResult, StationaryLevel, (HistogramRange Range, ImmutableArray<double> Shares)> histogram)
    {
        var runs = content.Found<StationaryResult>().Where(static run => run.Run.Counted).GroupBy(static run => run.Run.Arm)
            .Select(static cell => (Cell: Wording.Of(cell.Key), cell.First().Result)).ToList();
        if (runs.Count == 0)
            return null;
        var grid = PanelGrid.Of(runs.Select(static run => (run.Cell, "")));
        var names = runs.SelectMany(static run => run.Result.Levels.Select(level => NameOf(run.Result, level))).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var (cell, result) in runs)
        {
            var panel = grid[cell, ""];
            foreach (var level in result.Levels)
            {
                var (range, shares) = histogram(result, level);
                var name = NameOf(result, level);
                var color = Palette.At(names.IndexOf(name));
                traces.Add(new
                {
                    type = "scatter", mode = "lines", x = shares.Select((_, bin) => range.Middle(bin, shares.Length)), y = shares, xaxis = panel.X, yaxis = panel.Y,
                    name, legendgroup = name, showlegend = named.Add(name), line = new { color = color.Line, width = 2, shape = "hvh" },
                    hovertemplate = name + "<br>%{x:.3~g}: %{y:.3~g}<extra></extra>",
                });
            }
        }

        return new()
        {
            Name = "stationary-" + what,
            Title = title,
            Caption = caption + " Of each cell the first seed; the CSV has all.",
            Traces = traces,
            Layout = grid.Layout(
                _ => Axis.Linear(axis), Axis.Linear("share") with { RangeMode = "tozero" }, static panel => PlotlyJson.Text(panel.Row),
                what == PreActivations ? grid.Panels.Select(Kink) : null),
            Table = Table(content, histogram),
        };
    }

    private static string NameOf(StationaryResult result, StationaryLevel level) =>
        level.Level == 0 ? "without noise" : result.TrainingSigma > 0 ? $"{Wording.Number(level.Level)} s<sub>0</sub>" : $"s = {Wording.Number(level.Level)}";

    private static object Kink(Panel panel) => new
    {
        type = "line", xref = panel.X, yref = panel.Y + " domain", x0 = 0, x1 = 0, y0 = 0, y1 = 1, layer = "above",
        line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
    };

    private static FigureTable Table(
        ReportContent content, Func<StationaryResult, StationaryLevel, (HistogramRange Range, ImmutableArray<double> Shares)> histogram)
    {
        var table = FigureTable.OfRuns("counted", "level", "sigma", "bin_middle", "share");
        foreach (var (run, result) in content.Found<StationaryResult>())
        {
            foreach (var level in result.Levels)
            {
                var (range, shares) = histogram(result, level);
                foreach (var (bin, share) in shares.Index())
                    table.Add(run, run.Counted, level.Level, level.Sigma, range.Middle(bin, shares.Length), share);
            }
        }

        return table;
    }
}
