using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>A trial of each kind that the task has: a panel a kind, time to the right, channels from top to bottom in their groups.</summary>
internal static class TrialPicturesFigure
{
    /// <summary>The figure; null where the task has one kind of trials.</summary>
    public static Figure? Of(ReportContent content)
    {
        if (content.Pictures.IsEmpty)
            return null;
        var grid = PanelGrid.Of(content.Pictures.Select(static picture => (picture.Title, "")));
        var groups = content.Pictures[0].Groups;
        var (ticks, words) = Ticks(groups);
        var layout = grid.Layout(
            _ => Axis.Linear($"time ({PlotlyJson.Text(content.TimeUnit)})") with { RangeMode = "tozero" },
            Axis.Linear("") with { Ticks = ticks, TickText = words }, static panel => PlotlyJson.Text(panel.Row));
        layout["coloraxis"] = new { colorscale = "Cividis", cmin = 0, cmax = 1, colorbar = new { title = new { text = "activity" }, thickness = 12, len = .3, y = 1, yanchor = "top" } };
        return new()
        {
            Name = "trial-pictures",
            Title = "A trial of each task",
            Caption = "What goes in and what should come out, in one test trial of each task: activity of each channel against time. Of the rings every second unit is drawn. The rule input, one channel a task, is left out.",
            Traces = [.. content.Pictures.Select(picture => Trace(grid[picture.Title, ""], picture))],
            Layout = layout,
            Table = Table(content),
        };
    }

    // From the bottom up, as the axis runs; an empty row between groups.
    private static object Trace(Panel panel, TrialPicture picture)
    {
        var rows = new List<IEnumerable<double>>();
        foreach (var group in picture.Groups.Reverse())
            rows.AddRange([.. group.Values.Select(static channel => channel.Select(static value => Math.Round(value, 3))), picture.Time.Select(static _ => double.NaN)]);
        return new
        {
            type = "heatmap", x = picture.Time, z = rows, xaxis = panel.X, yaxis = panel.Y, coloraxis = "coloraxis", showlegend = false,
            hovertemplate = "%{x:.4~g}: %{z:.3~g}<extra></extra>",
        };
    }

    private static (double[] Places, string[] Words) Ticks(ImmutableArray<ChannelGroup> groups)
    {
        var (places, words, row) = (new List<double>(), new List<string>(), 0);
        foreach (var group in groups.Reverse())
        {
            places.Add(row + ((group.Values.Length - 1) / 2.0));
            words.Add(PlotlyJson.Text(group.Name));
            row += group.Values.Length + 1;
        }

        return ([.. places], [.. words]);
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = new FigureTable("task", "group", "channel", "time", "value");
        foreach (var picture in content.Pictures)
        {
            foreach (var group in picture.Groups)
            {
                foreach (var (channel, values) in group.Values.Index())
                {
                    foreach (var (time, value) in picture.Time.Zip(values))
                        table.Add(picture.Title, group.Name, channel, time, value);
                }
            }
        }

        return table;
    }
}
