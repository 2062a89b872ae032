using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Marks on curves of loss against test noise: a ring where a cell's mean is lowest, and, where silence costs, an arrow from the loss at the training noise up to that of silence.</summary>
internal static class SilenceMarks
{
    // On the axis itself it would not be seen.
    private const double BesideAxis = .02;

    /// <summary>The marks.</summary>
    /// <param name="cells">The cells that are drawn.</param>
    /// <param name="grid">Their panels.</param>
    public static IEnumerable<object> Of(IReadOnlyCollection<RunCell> cells, PanelGrid grid)
    {
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var cell in alike)
            {
                var panel = grid[cell.Arm];
                var mean = SeedBand.Over(cell.Sweeps.SelectMany(static sweep => sweep.Points).Select(static point => (point.Level, point.Loss)));
                var finite = Enumerable.Range(0, mean.X.Length).Where(k => double.IsFinite(mean.Mean[k])).ToList();
                if (finite.Count == 0)
                    continue;
                var best = finite.MinBy(k => mean.Mean[k]);
                yield return CurveTraces.Marks(panel, color, name, "lowest", [(mean.X[best], mean.Mean[best])], size: 13);
                // Of networks trained without noise silence is their own level.
                if (!cell.Arm.IsSilent && mean.X[0] == 0 && mean.X.IndexOf(1) is > 0 and var trained && mean.Mean[0] > mean.Mean[trained])
                    yield return Arrow(panel, color, name, BesideAxis * mean.X[^1], mean.Mean[trained], mean.Mean[0]);
            }
        }
    }

    private static object Arrow(Panel panel, MarkedColor color, string group, double at, double from, double to) => new
    {
        type = "scatter", mode = "lines+markers", x = new[] { at, at }, y = new[] { from, to }, xaxis = panel.X, yaxis = panel.Y, legendgroup = group, showlegend = false,
        line = new { color = color.Line, width = 1.4, dash = "dot" }, marker = new { color = color.Line, symbol = new[] { "line-ew-open", "triangle-up" }, size = new[] { 9, 11 } },
        hovertemplate = $"{group}, cost of silence: {Wording.Number(to / from)} times<extra></extra>",
    };
}
