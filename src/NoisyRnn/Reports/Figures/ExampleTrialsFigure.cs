using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>One trial of the first network of each cell: what goes in, what should come out, and what does.</summary>
internal static class ExampleTrialsFigure
{
    /// <summary>More channels than this would cover each other; the CSV has all.</summary>
    private const int ChannelsDrawn = 3;

    private const string AtTrainingNoise = "output at training noise";

    private static readonly ImmutableArray<Series> AllSeries =
    [
        new("input", "input", Palette.Grey, "dot", 1.5, e => e.Inputs),
        new(AtTrainingNoise, "right class, at training noise", Palette.SkyBlue, "solid", 1.5, e => e.NoisyOutputs),
        new("output without noise", "right class, without noise", Palette.Vermillion, "solid", 2.5, e => e.SilentOutputs),
        new("target", "asked here", Palette.Green, "dash", 3, e => e.Targets),
    ];

    private const string OfValues = "Where a network needs its noise, the thin output at the training noise scatters around the dashed target and the "
        + "thick output without noise lies beside it; where it does not, the thick output lies on the target. The target is drawn where it counts for the loss.";

    private const string OfClasses = "Drawn is the probability that the network gives to the right class, step by step, thin at the training noise (one draw) "
        + "and thick without noise; it counts only where the ring stands: there the class is asked for. One trial tells little: accuracies are in the table.";

    /// <summary>The figure; null where no trial was kept.</summary>
    public static Figure? Of(ReportContent content)
    {
        var runs = RunCell.Of(content.Runs.Where(r => r.Example is not null)).Select(cell => cell.Runs.MinBy(r => r.Seed)!).ToList();
        if (runs.Count == 0)
            return null;
        var shown = RunCells.EachNetworkOnce(runs).ToList();
        var grid = PanelGrid.Of(shown.Select(r => r.Arm));
        var levels = Choices(shown);
        // A level of 1, where the effect of noise is plain in all activations, else the highest there is.
        var first = levels.Contains(1) ? 1 : levels.LastOrDefault();
        var drawn = Traces(shown, grid, first);
        var ofClasses = runs.TrueForAll(r => r.Example!.IsProbability);
        var layout = grid.Layout(
            _ => Axis.Linear($"time ({PlotlyJson.Text(content.TimeUnit)})") with { RangeMode = "tozero" },
            Axis.Linear(ofClasses ? "input, probability<br>of the right class" : "input, output<br>(units of the task)"), RunCells.Title);
        if (levels.Count > 0)
            layout["updatemenus"] = new[] { LevelMenu(levels, first, [.. drawn.Select(d => d.Choice)]) };
        return new()
        {
            Name = "example-trials",
            Title = "Example trials",
            Caption = "One trial of the first seed of each cell" + (levels.Count > 0 ? ", at the training noise chosen above the panels. " : ". ")
                + (ofClasses ? OfClasses : OfValues)
                + (runs.Any(r => HasMoreChannels(r.Example!)) ? $" Only the first {ChannelsDrawn} channels of each kind are drawn." : ""),
            Traces = [.. drawn.Select(d => d.Trace)],
            Layout = layout,
            Table = Table(runs),
        };
    }

    // The training levels to choose among: those of panels that have several. Where a panel has but one, it always shows it.
    private static List<double> Choices(List<NetworkRun> runs) =>
        [.. runs.Where(r => ChoiceOf(r, runs) > 0).Select(r => r.Arm.TrainingSigma).Distinct().Order()];

    private static double ChoiceOf(NetworkRun run, List<NetworkRun> runs) =>
        runs.Count(r => (r.Arm.Name, r.Arm.Column) == (run.Arm.Name, run.Arm.Column)) > 1 ? run.Arm.TrainingSigma : 0;

    private static List<(double Choice, object Trace)> Traces(List<NetworkRun> runs, PanelGrid grid, double first)
    {
        var isChosen = Choices(runs).Count > 0;
        var traces = new List<(double, object)>();
        var named = new HashSet<(string, double)>();
        foreach (var run in runs)
        {
            var panel = grid[run.Arm];
            var choice = ChoiceOf(run, runs);
            foreach (var series in AllSeries.Where(s => !run.Arm.IsSilent || s.Name != AtTrainingNoise))
            {
                foreach (var channel in series.Channels(run.Example!).Take(ChannelsDrawn))
                {
                    // Each choice has its own lines of the legend; what is always there has them only where nothing is chosen.
                    var inLegend = named.Add((series.Name, choice)) && (choice > 0 || !isChosen);
                    traces.Add((choice, Trace(panel, series, run, channel, inLegend, choice == first || choice == 0)));
                }
            }
        }

        return traces;
    }

    private static object Trace(Panel panel, Series series, NetworkRun run, ImmutableArray<double> channel, bool inLegend, bool visible) => new
    {
        type = "scatter", mode = IsScattered(channel) ? "markers" : "lines", x = run.Example!.Time, y = channel, xaxis = panel.X, yaxis = panel.Y, visible,
        name = series.NameIn(run.Example), legendgroup = series.Name, showlegend = inLegend, connectgaps = false,
        line = new { color = series.Color, width = series.Width, dash = series.Dash },
        marker = new { color = series.Color, symbol = "circle-open", size = 9 },
        hovertemplate = series.NameIn(run.Example) + "<br>%{x:.4~g}: %{y:.3~g}<extra></extra>",
    };

    // A step that counts between two that do not is no line.
    private static bool IsScattered(ImmutableArray<double> channel) =>
        !Enumerable.Range(1, Math.Max(0, channel.Length - 1)).Any(t => double.IsFinite(channel[t]) && double.IsFinite(channel[t - 1]));

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

    private static FigureTable Table(List<NetworkRun> runs)
    {
        var table = FigureTable.OfRuns("series", "channel", "time", "value");
        foreach (var run in runs)
        {
            foreach (var series in AllSeries)
            {
                foreach (var (channel, values) in series.Channels(run.Example!).Index())
                {
                    foreach (var (step, value) in values.Index())
                        table.Add(run, series.Name, channel, run.Example!.Time[step], value);
                }
            }
        }

        return table;
    }

    private sealed record Series(
        string Name, string NameOfClass, string Color, string Dash, double Width, Func<TrialExample, ImmutableArray<ImmutableArray<double>>> Channels)
    {
        public string NameIn(TrialExample example) => example.IsProbability ? NameOfClass : Name;
    }
}
