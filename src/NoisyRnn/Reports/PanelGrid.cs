using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>
/// A figure's panels: rows by columns, those that have something to show. The layout uses Plotly's own grid, so the
/// page can stack the panels on a narrow screen by changing the grid alone.
/// </summary>
internal sealed class PanelGrid
{
    private const int PanelHeight = 270;
    private const int Margins = 90;

    private readonly ImmutableArray<string> _rows;
    private readonly ImmutableArray<string> _columns;

    private PanelGrid(ImmutableArray<string> rows, ImmutableArray<string> columns, ImmutableArray<Panel> panels)
    {
        _rows = rows;
        _columns = columns;
        Panels = panels;
    }

    /// <summary>The panels, row by row.</summary>
    public ImmutableArray<Panel> Panels { get; }

    /// <summary>Rows are activations, columns placements, in the order in which they first appear; silent networks last.</summary>
    public static PanelGrid Of(IEnumerable<(string Row, string Column)> cells)
    {
        var present = cells.Distinct().ToList();
        ImmutableArray<string> rows = [.. present.Select(c => c.Row).Distinct()];
        ImmutableArray<string> columns = [.. present.Select(c => c.Column).Distinct().OrderBy(RunCells.IsSilent)];
        var places = from row in rows from column in columns where present.Contains((row, column)) select (row, column);
        return new(rows, columns, [.. places.Select((place, i) => new Panel(i + 1, place.row, place.column))]);
    }

    /// <summary>The panel of a cell that was among those given.</summary>
    public Panel this[string row, string column] => Panels.First(p => p.Row == row && p.Column == column);

    /// <summary>
    /// The layout. All panels share the range of the first one's vertical axis; the leftmost of each row carry its label.
    /// </summary>
    public Dictionary<string, object?> Layout(
        Func<Panel, Axis> horizontal, Axis vertical, Func<Panel, string> title, IEnumerable<object>? shapes = null)
    {
        var layout = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["grid"] = new
            {
                rows = _rows.Length, columns = _columns.Length, pattern = "independent", subplots = Subplots(), xgap = .14, ygap = .36,
            },
            ["height"] = Margins + (_rows.Length * PanelHeight),
            ["margin"] = new { l = 64, r = 12, t = 34, b = 56 },
            ["hovermode"] = "closest",
            ["annotations"] = Panels.Select(p => TitleAbove(p, title(p))).ToList(),
            ["shapes"] = shapes?.ToList(),
            ["meta"] = new { panelHeight = PanelHeight, margins = Margins, verticalTitle = vertical.Title },
        };
        foreach (var panel in Panels)
        {
            layout[panel.XKey] = horizontal(panel);
            layout[panel.YKey] = vertical with
            {
                Title = panel.Column == _columns[0] ? vertical.Title : null,
                Matches = panel.Number > 1 ? "y" : null,
            };
        }

        return layout;
    }

    private string[][] Subplots() =>
        [.. _rows.Select(row => _columns.Select(column =>
            Panels.FirstOrDefault(p => p.Row == row && p.Column == column) is { } panel ? panel.X + panel.Y : "").ToArray())];

    private static object TitleAbove(Panel panel, string text) => new
    {
        text = $"<b>{text}</b>", xref = panel.X + " domain", yref = panel.Y + " domain", x = 0, y = 1,
        xanchor = "left", yanchor = "bottom", yshift = 3, showarrow = false,
    };
}
