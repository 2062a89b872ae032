using System.Text.Json;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Claims;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>How the panels of a figure stand: as a table where they are one, else one after the other.</summary>
public sealed class PanelGridTests
{
    [Fact]
    public void Arms_by_placements_are_a_table_with_silent_ones_last_wherever_they_are_tested_and_gaps_where_nothing_is() => Assert.Equal(
        ["xy x2y2 x3y3", "x4y4 - x5y5"],
        Lines(PanelGrid.Of(
        [
            Arm.Silent("relu", Placement.Inside), Arm.Silent("relu", Placement.Outside), Arms.Of("relu", "inside", 1), Arms.Of("relu", "outside", .3), Arms.Of("tanh", "inside", 1), Arm.Silent("tanh"),
        ])));

    [Fact]
    public void An_arm_whose_name_begins_with_silent_keeps_its_place()
    {
        var grid = PanelGrid.Of([("", "silent at the end"), ("", "annealed")]);
        Assert.Equal(["silent at the end", "annealed"], grid.Panels.Select(static panel => panel.Column));
        Assert.DoesNotContain(grid.Panels, static panel => panel.IsSilent);
    }

    [Fact]
    public void Arms_of_one_panel_each_stand_side_by_side() => Assert.Equal(
        ["xy x2y2 x3y3", "x4y4 - -"],
        Lines(("nrnn-small", "state"), ("lipschitz", "silent"), ("twin", "silent"), ("high", "inside")));

    [Fact]
    public void A_row_of_very_many_goes_on_in_the_next_line()
    {
        Assert.Equal(["xy x2y2 x3y3 x4y4"], Lines([.. Enumerable.Range(0, 4).Select(static k => ("", $"arm {k}"))]));
        Assert.Equal(["xy x2y2 x3y3", "x4y4 x5y5 -"], Lines([.. Enumerable.Range(0, 5).Select(static k => ("", $"arm {k}"))]));
    }

    [Fact]
    public void The_first_panel_of_each_line_names_the_vertical_axis()
    {
        using var layout = Layout(("a", "inside"), ("b", "silent"), ("c", "silent"), ("d", "silent"));
        Assert.Equal(["yaxis", "yaxis4"], layout.RootElement.EnumerateObject()
            .Where(static p => p.Name.StartsWith("yaxis", StringComparison.Ordinal) && p.Value.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.Object)
            .Select(static p => p.Name));
    }

    [Fact]
    public void A_title_that_would_run_into_the_next_panel_s_takes_two_lines()
    {
        using var layout = Layout(("additive noise, rate = .003, noise on the state, mean matched", "a"), ("short, and so on one line", "b"));
        Assert.Equal(
            ["<b>additive noise, rate = .003,<br>noise on the state, mean matched</b>", "<b>short, and so on one line</b>"],
            layout.RootElement.GetProperty("annotations").EnumerateArray().Select(static title => title.GetProperty("text").GetString()));
    }

    private static string[] Lines(params (string, string)[] cells) => Lines(PanelGrid.Of(cells));

    private static string[] Lines(PanelGrid grid)
    {
        using var layout = Layout(grid);
        return [.. layout.RootElement.GetProperty("grid").GetProperty("subplots").EnumerateArray()
            .Select(static line => string.Join(' ', line.EnumerateArray().Select(static p => p.GetString() is { Length: > 0 } name ? name : "-")))];
    }

    private static JsonDocument Layout(params (string, string)[] cells) => Layout(PanelGrid.Of(cells));

    private static JsonDocument Layout(PanelGrid grid) => JsonDocument.Parse(JsonSerializer.Serialize(
        grid.Layout(static _ => Axis.Linear("x"), Axis.Linear("y"), static panel => panel.Row)));
}
