using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>Visited states in their first two principal components, with the fixed points: stable ones filled, unstable ones open.</summary>
internal static class FixedPointPlaneFigure
{
    /// <summary>The figure; null where nobody looked for fixed points.</summary>
    public static Figure? Of(ReportContent content)
    {
        var shown = FixedPointRuns.Shown(content).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static network => (FixedPointRuns.Title(network.Run), "")));
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var (run, result) in shown)
        {
            var panel = grid[FixedPointRuns.Title(run), ""];
            traces.Add(Markers(panel, "visited states", result.Visited, new { color = Palette.Grey, size = 3, opacity = .5, symbol = "circle" }, named));
            foreach (var (of, level, name, color) in FixedPointRuns.Levels(result))
            {
                var points = of.Inputs.SelectMany(input => input.At(level)!.Points).ToList();
                var slow = of.Inputs.SelectMany(input => input.At(level)!.SlowPoints).Select(static point => point.Scores);
                Add(panel, "stable, " + name, points.Where(static point => point.Attracts).Select(static point => point.Scores), color, color.Symbol);
                Add(panel, "unstable, " + name, points.Where(static point => !point.Attracts).Select(static point => point.Scores), color, color.Symbol + "-open");
                Add(panel, "slow, " + name, slow, color, "x-thin-open");
            }
        }

        return new()
        {
            Name = "fixed-points",
            Title = "Fixed points among the visited states",
            Caption = "States on test trials with the training noise (dots), and the fixed points at all held inputs, in the first two principal components of "
                + $"the states ({Shares(shown[0].Result)} of their variance in the first panel). Filled: stable or marginal; open: saddles and unstable points; crosses: slow points. " + FixedPointRuns.Which,
            Traces = traces,
            Layout = grid.Layout(
                static _ => Axis.Linear("first principal component"), Axis.Linear("second principal component"), static panel => panel.Row),
            Table = Table(content),
        };

        void Add(Panel panel, string name, IEnumerable<ImmutableArray<double>> scores, MarkedColor color, string symbol)
        {
            var places = scores.ToList();
            if (places.Count > 0)
                traces.Add(Markers(panel, name, places, new { color = color.Line, size = 9, symbol, line = new { color = color.Line, width = 2 } }, named));
        }
    }

    // A single unit has one component.
    private static object Markers(Panel panel, string name, IReadOnlyCollection<ImmutableArray<double>> scores, object marker, HashSet<string> named) => new
    {
        type = "scatter", mode = "markers", x = scores.Select(static s => s[0]), y = scores.Select(static s => s.Length > 1 ? s[1] : 0),
        xaxis = panel.X, yaxis = panel.Y, name, legendgroup = name, showlegend = named.Add(name), marker,
        hovertemplate = name + "<br>(%{x:.3~g}, %{y:.3~g})<extra></extra>",
    };

    private static string Shares(FixedPointResult result) => $"{Wording.Number(100 * result.VarianceShares.Take(2).Sum())} %";

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "kind", "silence", "test_trial", "relative_level", "branch", "speed_q", "starts",
            "stability", "unstable_directions", "largest_eigenvalue", "component_1", "component_2", "component_3");
        foreach (var (run, result) in content.Found<FixedPointResult>())
        {
            foreach (var state in result.Visited)
                Row("visited", null, null, null, null, null, null, null, null, null, state);
            Found(result, "off");
            if (result.MeanMatched is { } matched)
                Found(matched, "mean matched");

            void Found(FixedPointResult of, string silence)
            {
                foreach (var (input, level) in of.Inputs.SelectMany(static input => input.Levels.Select(level => (input, level))))
                {
                    foreach (var p in level.Points)
                        Row("fixed", silence, input.Trial, level.Level, p.Branch, p.Speed, p.Starts, p.Stability, p.UnstableDirections, p.LargestEigenvalue, p.Scores);
                    foreach (var p in level.SlowPoints)
                        Row("slow", silence, input.Trial, level.Level, null, p.Speed, p.Starts, null, null, null, p.Scores);
                }
            }

            void Row(
                string kind, string? silence, int? trial, double? level, int? branch, double? speed, int? starts, FixedPointStability? stability, int? unstable, double? largest, ImmutableArray<double> scores) =>
                table.Add(run, run.Counted, kind, silence, trial, level, branch, speed, starts, stability, unstable, largest,
                    Component(scores, 0), Component(scores, 1), Component(scores, 2));
        }

        return table;
    }

    private static double? Component(ImmutableArray<double> scores, int k) => k < scores.Length ? scores[k] : null;
}
