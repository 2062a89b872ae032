using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>
/// The preferred test noise relative to the training noise, against the training noise. The ratio stands on a linear
/// axis, because a network that prefers no noise at all has a place there.
/// </summary>
internal static class PreferredNoiseFigure
{
    /// <summary>The figure; null where no network was trained with noise.</summary>
    public static Figure? Of(ReportContent content)
    {
        var cells = content.Cells.Where(c => !c.Arm.IsSilent).ToList();
        if (cells.Count == 0)
            return null;
        var grid = PanelGrid.Of(cells.Select(c => ("", c.Arm.Name)));
        var levels = cells.Select(c => c.Arm.TrainingSigma).Distinct().Order().ToArray();
        var horizontal = Axis.Log("training noise s<sub>0</sub>", levels) with
        {
            Ticks = levels,
            TickDistance = null,
            Range = [Math.Log10(levels[0]) - .35, Math.Log10(levels[^1]) + .35],
        };
        return new()
        {
            Name = "preferred-noise",
            Title = "Preferred test noise against training noise",
            Caption = Caption(content, cells),
            Traces = Traces(content, cells, grid),
            Layout = grid.Layout(
                _ => horizontal, Axis.Linear("preferred / training noise,<br>rho (1: the same)") with { Range = [-.08, Highest(content, cells) + .08] },
                p => PlotlyJson.Text(p.Column), Lines(grid)),
            Table = Table(content),
        };
    }

    private static List<object> Traces(ReportContent content, List<CellSummary> cells, PanelGrid grid)
    {
        var arms = cells.Select(c => c.Arm).DistinctBy(arm => arm.Column).ToList();
        var traces = new List<object>();
        foreach (var (index, arm) in arms.Index())
        {
            var (color, placement) = (Palette.At(index), arm.PlacementName);
            // On a log axis a factor moves the arms apart so that they do not cover each other.
            var step = Step(cells);
            var shift = Math.Pow(step, 3 * (index - ((arms.Count - 1) / 2.0)));
            foreach (var (i, panel) in grid.Panels.Index())
            {
                var here = cells.Where(c => c.Arm.Column == arm.Column && c.Arm.Name == panel.Column).OrderBy(c => c.Arm.TrainingSigma).ToList();
                traces.Add(Seeds(content, panel, arm, color, shift * step));
                traces.Add(Means(panel, $"noise {PlotlyJson.Text(placement)}", placement, color, i == 0, shift, here.Select(c => (c.Arm.TrainingSigma, (Interval?)c.Preferred)), false));
                if (cells.Any(HasBias))
                    traces.Add(Means(panel, $"noise {PlotlyJson.Text(placement)}, by bias<sup>2</sup> alone", placement + " bias", color, i == 0, shift / step, here.Select(c => (c.Arm.TrainingSigma, c.PreferredBias)), true));
            }
        }

        return traces;
    }

    private static bool HasBias(CellSummary cell) => cell.PreferredBias is not null;

    // A fiftieth of the axis, of whatever length.
    private static double Step(List<CellSummary> cells) =>
        Math.Pow(cells.Max(c => c.Arm.TrainingSigma) / cells.Min(c => c.Arm.TrainingSigma) * Math.Pow(10, .7), 1 / 50.0);

    // At least a little over 1, so that the line "test = training" is not the edge.
    private static double Highest(ReportContent content, List<CellSummary> cells) =>
        cells.SelectMany(c => new[] { c.Preferred.High, c.PreferredBias?.High ?? 0 })
            .Concat(content.Runs.Where(r => r.Counted && !r.Arm.IsSilent && r.Sweep is not null).Select(r => r.Sweep!.Preferred.Level))
            .Where(double.IsFinite).Append(1.2).Max();

    private static object Means(
        Panel panel, string name, string group, MarkedColor color, bool inLegend, double shift,
        IEnumerable<(double Sigma, Interval? Value)> points, bool hollow)
    {
        var shown = points.Where(p => p.Value is not null).Select(p => (p.Sigma, Value: p.Value!)).ToList();
        return new
        {
            type = "scatter", mode = hollow ? "markers" : "lines+markers", x = shown.Select(p => p.Sigma * shift), y = shown.Select(p => p.Value.Mean),
            xaxis = panel.X, yaxis = panel.Y, name, legendgroup = group, showlegend = inLegend,
            error_y = new
            {
                type = "data", symmetric = false, array = shown.Select(p => p.Value.High - p.Value.Mean),
                arrayminus = shown.Select(p => p.Value.Mean - p.Value.Low), color = color.Line, thickness = 1.5, width = 3,
            },
            line = new { color = color.Line, width = 1.2 },
            marker = new { color = color.Line, symbol = color.Symbol + (hollow ? "-open" : ""), size = hollow ? 7 : 9 },
            customdata = shown.Select(p => Wording.Of(p.Value)),
            hovertemplate = name + ", s<sub>0</sub> = %{x:.3~g}<br>rho = %{customdata}<extra></extra>",
        };
    }

    private static object Seeds(ReportContent content, Panel panel, Arm arm, MarkedColor color, double shift)
    {
        var runs = content.Runs.Where(r => r.Counted && r.Sweep is not null && r.Arm.Name == panel.Column && r.Arm.Column == arm.Column).ToList();
        return new
        {
            type = "scatter", mode = "markers", x = runs.Select(r => r.Arm.TrainingSigma * shift), y = runs.Select(r => r.Sweep!.Preferred.Level),
            xaxis = panel.X, yaxis = panel.Y, legendgroup = arm.PlacementName, showlegend = false, hoverinfo = "skip", opacity = .45,
            marker = new { color = color.Line, size = 4 },
        };
    }

    private static IEnumerable<object> Lines(PanelGrid grid) => grid.Panels.Select(p => (object)new
    {
        type = "line", xref = p.X + " domain", yref = p.Y, x0 = 0, x1 = 1, y0 = 1, y1 = 1, layer = "above",
        line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
    });

    private static string Caption(ReportContent content, List<CellSummary> cells)
    {
        var highest = content.Runs.Count(r => r.Counted && !r.Arm.IsSilent && r.Sweep?.Preferred.End == RangeEnd.AtLeast);
        var counts = cells.GroupBy(c => c.Arm.PlacementName).Select(placement =>
            $"with noise {placement.Key} in {Wording.Share(placement.Count(c => c.Preferred.Low > 0), placement.Count(), "cell")}");
        return "rho is the test level of the lowest loss divided by the training level: 1 (dashed) where networks prefer the noise they "
            + "were trained with, 0 where they prefer silence. Large markers: mean over seeds with its 95 % interval; small dots: seeds"
            + (cells.Exists(HasBias) ? "; hollow: the level of the lowest squared bias alone" : "") + ". Arms are moved apart sideways to be seen. The interval of rho "
            + $"lies above 0 {string.Join(", ", counts)}. Networks trained without noise have no ratio: their preferred level stands in the table."
            + (highest == 0 ? "" : $" Of the networks {highest} {(highest == 1 ? "is" : "are")} best at the highest level tested: they prefer at least that.");
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = new FigureTable(
            "level_of", "arm", "placement", "training_sigma", "n", "run", "seed", "counted", "preferred", "preferred_low", "preferred_high",
            "end", "preferred_by_bias", "preferred_by_bias_low", "preferred_by_bias_high", "end_by_bias");
        foreach (var c in content.Cells)
        {
            table.Add("cell", c.Arm.Name, c.Arm.PlacementName, c.Arm.TrainingSigma, c.N, null, null, null, c.Preferred.Mean, c.Preferred.Low, c.Preferred.High,
                null, c.PreferredBias?.Mean, c.PreferredBias?.Low, c.PreferredBias?.High, null);
        }

        foreach (var r in content.Runs.Where(r => r.Sweep is not null))
        {
            var (best, bias) = (r.Sweep!.Preferred, r.Sweep.PreferredBias);
            table.Add("network", r.Arm.Name, r.Arm.PlacementName, r.Arm.TrainingSigma, null, r.Run, r.Seed, r.Counted, best.Level, null, null,
                best.End, bias?.Level, null, null, bias?.End);
        }

        return table;
    }
}
