using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>One trial of the first network of each cell: what goes in, what should come out, and what does.</summary>
internal static class ExampleTrialsFigure
{
    /// <summary>More channels than this would cover each other; the CSV has all.</summary>
    private const int ChannelsDrawn = 3;

    private static readonly ImmutableArray<Series> AllSeries =
    [
        new("input", Palette.Grey, "dot", 1.5, e => e.Inputs),
        new("output at training noise", Palette.SkyBlue, "solid", 1.5, e => e.NoisyOutputs),
        new("output without noise", Palette.Vermillion, "solid", 2.5, e => e.SilentOutputs),
        new("target", Palette.Green, "dash", 3, e => e.Targets),
    ];

    /// <summary>The figure; null where no trial was kept.</summary>
    public static Figure? Of(ReportContent content)
    {
        var runs = content.Runs.Where(r => r.Example is not null)
            .GroupBy(r => (r.Activation, r.Placement, r.TrainingSigma)).Select(cell => cell.MinBy(r => r.Seed)!).ToList();
        if (runs.Count == 0)
            return null;
        var shown = RunCells.EachNetworkOnce(runs).ToList();
        var grid = PanelGrid.Of(shown.Select(r => (r.Activation, r.Placement)));
        var levels = runs.Select(r => r.TrainingSigma).Where(s => s > 0).Distinct().Order().ToList();
        // A level of 1, where the effect of noise is plain in all activations, else the highest there is.
        var first = levels.Contains(1) ? 1 : levels.LastOrDefault();
        var drawn = Traces(shown, grid, first);
        var layout = grid.Layout(
            _ => Axis.Linear($"time ({PlotlyJson.Text(content.TimeUnit)})") with { RangeMode = "tozero" }, Axis.Linear("input, output<br>(units of the task)"), RunCells.Title);
        if (levels.Count > 1)
            layout["updatemenus"] = new[] { LevelMenu(levels, first, [.. drawn.Select(d => d.Sigma)]) };
        return new()
        {
            Name = "example-trials",
            Title = "Example trials",
            Caption = "One trial of the first seed of each cell, at the training noise chosen above the panels. Where a network needs its "
                + "noise, the thin output at the training noise scatters around the dashed target and the thick output without "
                + "noise lies beside it; where it does not, the thick output lies on the target. The target is drawn where it counts for the loss."
                + (runs.Any(r => HasMoreChannels(r.Example!)) ? $" Only the first {ChannelsDrawn} channels of each kind are drawn." : ""),
            Traces = [.. drawn.Select(d => d.Trace)],
            Layout = layout,
            Table = Table(runs),
        };
    }

    private static List<(double Sigma, object Trace)> Traces(List<ReportRun> runs, PanelGrid grid, double first)
    {
        var traces = new List<(double, object)>();
        var named = new HashSet<(string, double)>();
        foreach (var run in runs)
        {
            var panel = grid[run.Activation, run.Placement];
            foreach (var series in AllSeries.Where(s => run.TrainingSigma > 0 || s.Name != "output at training noise"))
            {
                foreach (var channel in series.Channels(run.Example!).Take(ChannelsDrawn))
                {
                    var inLegend = named.Add((series.Name, run.TrainingSigma)) && run.TrainingSigma > 0;
                    traces.Add((run.TrainingSigma, Trace(panel, series, run, channel, inLegend, run.TrainingSigma == first || run.TrainingSigma == 0)));
                }
            }
        }

        return traces;
    }

    private static object Trace(Panel panel, Series series, ReportRun run, ImmutableArray<double> channel, bool inLegend, bool visible) => new
    {
        type = "scatter", mode = "lines", x = run.Example!.Time, y = channel, xaxis = panel.X, yaxis = panel.Y, visible,
        name = series.Name, legendgroup = series.Name, showlegend = inLegend, connectgaps = false,
        line = new { color = series.Color, width = series.Width, dash = series.Dash },
        hovertemplate = series.Name + "<br>%{x:.4~g}: %{y:.3~g}<extra></extra>",
    };

    private static object LevelMenu(List<double> levels, double first, ImmutableArray<double> sigmaOfTrace) => new
    {
        type = "buttons", direction = "right", x = 0, xanchor = "left", y = 1, yanchor = "bottom", pad = new { b = 28 }, showactive = true,
        active = levels.IndexOf(first), name = "training noise s<sub>0</sub>",
        buttons = levels.Select(level => new
        {
            label = Wording.Number(level), method = "restyle",
            args = new object[] { new { visible = sigmaOfTrace.Select(s => s == level || s == 0) } },
        }),
    };

    private static bool HasMoreChannels(TrialExample example) => AllSeries.Any(s => s.Channels(example).Length > ChannelsDrawn);

    private static FigureTable Table(List<ReportRun> runs)
    {
        var table = new FigureTable("run", "activation", "placement", "training_sigma", "seed", "series", "channel", "time", "value");
        foreach (var run in runs)
        {
            foreach (var series in AllSeries)
            {
                foreach (var (channel, values) in series.Channels(run.Example!).Index())
                {
                    foreach (var (step, value) in values.Index())
                        table.Add(run.Run, run.Activation, run.Placement, run.TrainingSigma, run.Seed, series.Name, channel, run.Example!.Time[step], value);
                }
            }
        }

        return table;
    }

    private sealed record Series(
        string Name, string Color, string Dash, double Width, Func<TrialExample, ImmutableArray<ImmutableArray<double>>> Channels);
}
