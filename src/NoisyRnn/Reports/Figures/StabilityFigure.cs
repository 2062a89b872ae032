using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The measured top exponent of each network between the bounds of its trained matrices.</summary>
internal static class StabilityFigure
{
    // Names with what they are of a level, the colour of each by its place.
    private static readonly (string Name, Func<StabilityLevel, double?> Of)[] Shown =
    [
        ("measured exponent", static level => level.Exponent),
        ("upper bound", static level => level.Upper),
        ("upper bound, slopes of the path", static level => level.PathUpper),
        ("lower bound, slopes of the path", static level => level.PathLower),
        ("lower bound", static level => level.Lower),
    ];

    /// <summary>The figure; null where no network has the analysis.</summary>
    public static Figure? Of(ReportContent content)
    {
        var cells = content.Found<StabilityResult>().Where(static run => run.Run.Counted && run.Result.Levels[0].Exponent is not null)
            .GroupBy(static run => run.Run.Arm).ToList();
        if (cells.Count == 0)
            return null;
        var panel = PanelGrid.Of([("", "")]);
        var traces = new List<object>();
        foreach (var (k, (name, of)) in Shown.Index())
        {
            var points = cells.Index().SelectMany(cell => cell.Item.Select(run => (X: (double)cell.Index, Y: of(run.Result.Levels[0])))).Where(static point => point.Y is not null).ToList();
            if (points.Count == 0)
                continue;
            var (color, band) = (Palette.At(k), SeedBand.Over(points.Select(static point => (point.X, point.Y!.Value))));
            traces.Add(new
            {
                type = "scatter", mode = "markers", x = points.Select(static point => point.X), y = points.Select(static point => point.Y), xaxis = "x", yaxis = "y",
                legendgroup = name, showlegend = false, hoverinfo = "skip", opacity = .45, marker = new { color = color.Line, size = 4 },
            });
            traces.Add(new
            {
                type = "scatter", mode = "markers", x = band.X, y = band.Mean, xaxis = "x", yaxis = "y", name, legendgroup = name, showlegend = true,
                marker = new { color = color.Line, symbol = color.Symbol, size = 9 }, hovertemplate = name + ": %{y:.3~g}<extra></extra>",
            });
        }

        return new()
        {
            Name = "stability",
            Title = "Top exponent and its bounds",
            Caption = "The top exponent of the noise-off tangent flow along test trials, and what the norms of the trained matrices say of it: lambda_max(A_sym) + L s_max(W) above and lambda_min(A_sym) - L s_max(W) below, "
                + "with L the largest slope of the activation, or the largest that any unit had on the path. Below 0 (dashed) the network is stable. Small dots: seeds; large markers: their mean. "
                + "The bounds are those of the equation; a step of length dt may add (dt/2)(||A|| + L s_max(W))^2. Without markers of bounds: not applicable. The CSV has the training noise, too.",
            Traces = traces,
            Layout = panel.Layout(
                _ => Axis.Linear("network") with
                {
                    Ticks = [.. Enumerable.Range(0, cells.Count).Select(static k => (double)k)],
                    TickText = [.. cells.Select(static cell => PlotlyJson.Text(Wording.Of(cell.Key)))],
                    Range = [-.6, cells.Count - .4],
                },
                Axis.Linear($"exponent, {string.Join(" or ", cells.SelectMany(static cell => cell).Select(static run => run.Result.Unit).Distinct())}"), static _ => "", panel.Panels.Select(Zero)),
            Table = Table(content),
        };
    }

    /// <summary>The dashed line between stable and not.</summary>
    internal static object Zero(Panel panel) => new
    {
        type = "line", xref = panel.X + " domain", yref = panel.Y, x0 = 0, x1 = 1, y0 = 0, y1 = 0, layer = "above",
        line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
    };

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "level", "unit", "trials", "diverged", "exponent", "standard_error", "lower", "upper", "lower_of_steps", "upper_of_steps",
            "path_slope", "path_lower", "path_upper", "path_upper_of_steps", "phi", "psi", "lambda_max_A_sym", "lambda_min_A_sym", "norm_A", "s_max_W", "L", "is_contracting", "meets_lipschitz_condition");
        foreach (var (run, result) in content.Found<StabilityResult>())
        {
            foreach (var level in result.Levels)
            {
                table.Add(
                    run, run.Counted, level.Level, result.Unit, result.Trials, level.Diverged, level.Exponent, level.Error, level.Lower, level.Upper,
                    level.LowerOfSteps, level.UpperOfSteps, level.PathSlope, level.PathLower, level.PathUpper, level.PathUpperOfSteps, level.Phi, level.Psi, result.Matrices?.LargestSymmetric, result.Matrices?.SmallestSymmetric,
                    result.Matrices?.LinearNorm, result.Matrices?.RecurrentNorm, result.Matrices?.LargestSlope, result.Matrices?.IsContracting, result.Matrices?.MeetsLipschitzCondition);
            }
        }

        return table;
    }
}
