namespace NoisyRnn.Reports;

/// <summary>The three ways in which the curves of a cell are drawn: each seed thin, their mean thick, a band around it.</summary>
internal static class CurveTraces
{
    /// <summary>So many seeds of a cell are drawn one by one; mean, band and CSV are over all.</summary>
    public const int MostSeeds = 200;

    /// <summary>All seeds as one trace (a page of hundreds of runs must stay quick); of very many the first.</summary>
    public static object Seeds(Panel panel, MarkedColor color, string group, IEnumerable<IEnumerable<(double X, double Y)>> curves, bool leftOut = false)
    {
        var (x, y) = RunCells.Joined(curves.Take(MostSeeds));
        return new
        {
            type = "scatter", mode = "lines", x, y, xaxis = panel.X, yaxis = panel.Y, legendgroup = group, showlegend = false,
            hoverinfo = "skip", connectgaps = false, opacity = leftOut ? 1 : .4,
            line = new { color = color.Line, width = leftOut ? 1.4 : .8, dash = leftOut ? "dot" : "solid" },
        };
    }

    /// <summary>The band: there along its upper edge, back along the lower one.</summary>
    public static object Band(Panel panel, MarkedColor color, string group, SeedBand band) => new
    {
        type = "scatter", mode = "lines", x = band.X.Concat(band.X.Reverse()), y = band.High.Concat(band.Low.Reverse()),
        xaxis = panel.X, yaxis = panel.Y, legendgroup = group, showlegend = false, hoverinfo = "skip",
        fill = "toself", fillcolor = color.Fill, line = new { width = 0 },
    };

    /// <summary>Rings at single places of seeds' curves.</summary>
    public static object Marks(Panel panel, MarkedColor color, string group, string what, IEnumerable<(double X, double Y)> places, int size = 7)
    {
        var shown = places.ToList();
        return new
        {
            type = "scatter", mode = "markers", x = shown.Select(p => p.X), y = shown.Select(p => p.Y), xaxis = panel.X, yaxis = panel.Y,
            legendgroup = group, showlegend = false, marker = new { color = color.Line, symbol = "circle-open", size },
            hovertemplate = $"{group}, {what}<br>%{{x:.4~g}}: %{{y:.3~g}}<extra></extra>",
        };
    }

    /// <summary>The mean; it carries the legend and the text under the pointer.</summary>
    public static object Mean(
        Panel panel, MarkedColor color, string group, bool inLegend, SeedBand band, bool markers = true, string dash = "solid", string? what = null, string? meta = null) => new
        {
            type = "scatter", mode = markers ? "lines+markers" : "lines", x = band.X, y = band.Mean, xaxis = panel.X, yaxis = panel.Y,
            name = group, legendgroup = group, showlegend = inLegend, meta, line = new { color = color.Line, width = 2.4, dash },
            marker = new { color = color.Line, symbol = color.Symbol, size = 6 },
            hovertemplate = $"{group}{(what is null ? "" : ", " + what)}<br>%{{x:.4~g}}: %{{y:.3~g}}<extra></extra>",
        };
}
