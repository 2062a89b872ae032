using System.Collections.Immutable;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>
/// A figure's panels: rows by columns, those that have something to show. The layout uses Plotly's own grid, so the
/// page can stack the panels on a narrow screen by changing the grid alone.
/// </summary>
internal sealed class PanelGrid
{
    private const int PanelHeight = 270;
    private const int Margins = 90;

    // Characters of a title that fit above one of three panels.
    private const int LongTitle = 44;

    /// <summary>Panels side by side where there is no table of rows and columns to keep, and beyond this many in a single row.</summary>
    private const int Wrapped = 3, MostInARow = 4;

    private readonly ImmutableArray<ImmutableArray<Panel?>> _lines;

    private PanelGrid(ImmutableArray<ImmutableArray<Panel?>> lines) =>
        (_lines, Panels) = (lines, [.. lines.SelectMany(static line => line).OfType<Panel>()]);

    /// <summary>The panels, row by row.</summary>
    public ImmutableArray<Panel> Panels { get; }

    /// <summary>
    /// Rows are the names of arms, columns their placements, wherever silent ones are tested; silent ones last.
    /// </summary>
    public static PanelGrid Of(IEnumerable<Arm> arms) => Of(arms.Select(static arm => (arm.Name, arm.Untested.PlacementName, arm.IsSilent)));

    /// <summary>
    /// Rows and columns in the order in which they first appear. A table with over a third of its places empty, and a row of
    /// very many, is none: the panels stand one after the other.
    /// </summary>
    public static PanelGrid Of(IEnumerable<(string Row, string Column)> cells) => Of(cells.Select(static cell => (cell.Row, cell.Column, false)));

    private static PanelGrid Of(IEnumerable<(string Row, string Column, bool IsSilent)> cells)
    {
        var present = cells.Distinct().ToList();
        ImmutableArray<string> rows = [.. present.Select(static cell => cell.Row).Distinct()];
        ImmutableArray<(string Name, bool IsSilent)> columns = [.. present.Select(static cell => (cell.Column, cell.IsSilent)).Distinct().OrderBy(static column => column.IsSilent)];
        var places = from row in rows from column in columns where present.Contains((row, column.Name, column.IsSilent)) select (row, column);
        ImmutableArray<Panel> panels = [.. places.Select(static (place, i) => new Panel(i + 1, place.row, place.column.Name, place.column.IsSilent))];
        var isTable = columns.Length == 1 ? rows.Length == 1 : rows.Length == 1 ? columns.Length <= MostInARow : 3 * panels.Length >= 2 * rows.Length * columns.Length;
        return isTable
            ? new([.. rows.Select(row => columns.Select(column => panels.FirstOrDefault(p => p.Row == row && p.Column == column.Name)).ToImmutableArray())])
            : new([.. panels.Chunk(Wrapped).Select(static line => line.Cast<Panel?>().ToImmutableArray())]);
    }

    /// <summary>The panel of an arm that was among those given.</summary>
    public Panel this[Arm arm] => this[arm.Name, arm.Untested.PlacementName];

    /// <summary>The panel of a cell that was among those given.</summary>
    public Panel this[string row, string column] => Panels.First(p => p.Row == row && p.Column == column);

    /// <summary>
    /// The layout. All panels share the range of the first one's vertical axis; the leftmost of each row carry its label.
    /// </summary>
    public Dictionary<string, object?> Layout(
        Func<Panel, Axis> horizontal, Axis vertical, Func<Panel, string> title, IEnumerable<object>? shapes = null)
    {
        var columns = _lines.Max(static line => line.Length);
        var layout = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["grid"] = new
            {
                rows = _lines.Length, columns, pattern = "independent", subplots = Subplots(columns), xgap = .14, ygap = .36,
            },
            ["height"] = Margins + (_lines.Length * PanelHeight),
            ["margin"] = new { l = 64, r = 12, t = 34, b = 56 },
            ["hovermode"] = "closest",
            ["annotations"] = Panels.Select(p => TitleAbove(p, title(p))).ToList(),
            ["shapes"] = shapes?.ToList(),
            ["meta"] = new { panelHeight = PanelHeight, margins = Margins, verticalTitle = vertical.Title },
        };
        var leftmost = _lines.Select(static line => line.First(static panel => panel is not null)).ToHashSet();
        foreach (var panel in Panels)
        {
            layout[panel.XKey] = horizontal(panel);
            layout[panel.YKey] = vertical with
            {
                Title = leftmost.Contains(panel) ? vertical.Title : null,
                Matches = panel.Number > 1 && vertical.ScaleAnchor is null ? "y" : null,
                // Words are longer than the room between panels.
                ShowTickLabels = vertical.TickText is null || leftmost.Contains(panel) ? null : false,
                ScaleAnchor = vertical.ScaleAnchor is null ? null : panel.X,
            };
        }

        return layout;
    }

    private string[][] Subplots(int columns) => [.. _lines.Select(line =>
        Enumerable.Range(0, columns).Select(k => k < line.Length && line[k] is { } panel ? panel.X + panel.Y : "").ToArray())];

    // On two lines where one would run into the panel beside it: at the comma nearest to the middle.
    private static string OnTwoLines(string text)
    {
        var commas = Enumerable.Range(0, text.Length).Where(i => text[i] == ',' && i + 1 < text.Length && text[i + 1] == ' ').ToArray();
        if (text.Length <= LongTitle || text.Contains('<', StringComparison.Ordinal) || commas.Length == 0)
            return text;
        var at = commas.MinBy(i => Math.Abs(i - (text.Length / 2)));
        return $"{text[..(at + 1)]}<br>{text[(at + 2)..]}";
    }

    private static object TitleAbove(Panel panel, string text) => new
    {
        text = $"<b>{OnTwoLines(text)}</b>", xref = panel.X + " domain", yref = panel.Y + " domain", x = 0, y = 1,
        xanchor = "left", yanchor = "bottom", yshift = 3, showarrow = false,
    };
}
