using System.Text.Json;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Trials drawn in the plane: a row a trial, with noise and without side by side, and all of it in the CSV.</summary>
public sealed class PlaneFigureTests
{
    private const int WallPoints = 2 + 3, PathPoints = 2, PlacePoints = 1, Levels = 3, Trials = 3;

    private static readonly ReportContent Walks = BehavingReport.Of(
        [("relu", "inside", .1), ("relu", "inside", .3)],
        static (seed, level) => new() { Metrics = [], Drawings = [.. Enumerable.Range(0, Trials).Select(trial => Walk(seed, level, trial))] }, 0, .5, 1);

    [Fact]
    public void There_is_no_figure_without_drawings() => Assert.Null(PlaneFigure.Of(BehavingReport.Empty));

    [Fact]
    public void Two_trials_of_the_first_seed_at_the_highest_noise_stand_side_by_side_by_level()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(PlaneFigure.Of(Walks)!));
        Assert.Equal(
            [
                "relu, inside, s0 = 0.3 (1), without noise<br>seed 0, level 0, trial 0", "relu, inside, s0 = 0.3 (1), at its noise<br>seed 0, level 1, trial 0",
                "relu, inside, s0 = 0.3 (2), without noise<br>seed 0, level 0, trial 1", "relu, inside, s0 = 0.3 (2), at its noise<br>seed 0, level 1, trial 1",
            ],
            json.RootElement.GetProperty("layout").GetProperty("annotations").EnumerateArray().Select(static a => a.GetProperty("text").GetString()!.Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal)));
        Assert.Equal(
            ["xy x2y2", "x3y3 x4y4"],
            json.RootElement.GetProperty("layout").GetProperty("grid").GetProperty("subplots").EnumerateArray().Select(static row => string.Join(' ', row.EnumerateArray().Select(static p => p.GetString()))));
        // A metre is a metre in both directions.
        Assert.Equal(["x", "x2"], new[] { "yaxis", "yaxis2" }.Select(axis => json.RootElement.GetProperty("layout").GetProperty(axis).GetProperty("scaleanchor").GetString()));
    }

    [Fact]
    public void Walls_paths_and_places_are_drawn_each_kind_once_in_the_legend()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(PlaneFigure.Of(Walks)!));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        // In each of four panels: all walls as one line with a gap after each, a path, a place.
        Assert.Equal(4 * 3, traces.Length);
        Assert.Equal([0, 1, null, 0, 1, 1, null], traces[0].GetProperty("x").EnumerateArray().Select(static v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble()));
        Assert.Equal(("lines", "walked"), (traces[1].GetProperty("mode").GetString(), traces[1].GetProperty("name").GetString()));
        Assert.Equal(("markers", "goal"), (traces[2].GetProperty("mode").GetString(), traces[2].GetProperty("name").GetString()));
        Assert.Equal([0, 0], traces[1].GetProperty("x").EnumerateArray().Select(static v => v.GetDouble()));
        Assert.Equal([0, 100], traces[4].GetProperty("x").EnumerateArray().Select(static v => v.GetDouble()));
        Assert.Equal(["walked", "goal"], traces.Where(static trace => trace.GetProperty("showlegend").GetBoolean()).Select(static trace => trace.GetProperty("name").GetString()));
    }

    [Fact]
    public void All_panels_have_the_same_room_around_all_that_is_drawn()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(PlaneFigure.Of(Walks)!));
        var layout = json.RootElement.GetProperty("layout");
        // From 0 to 100 (a path) and from 0 to 4 (the goal), and 3 % more at each end.
        Assert.All(new[] { "xaxis", "xaxis4" }, axis => Assert.Equal([-3, 103], layout.GetProperty(axis).GetProperty("range").EnumerateArray().Select(static v => v.GetDouble())));
        Assert.All(new[] { "yaxis", "yaxis4" }, axis => Assert.Equal([-.12, 4.12], layout.GetProperty(axis).GetProperty("range").EnumerateArray().Select(static v => v.GetDouble())));
    }

    [Fact]
    public void Of_more_than_two_networks_one_trial_each_is_drawn()
    {
        var content = BehavingReport.Of(
            [("relu", "inside", .3), ("relu", "outside", .3), ("relu", "silent, tested inside", 0)], static (seed, level) => new() { Metrics = [], Drawings = [Walk(seed, level, 0), Walk(seed, level, 1)] }, 0, 1);
        using var json = JsonDocument.Parse(PlotlyJson.Of(PlaneFigure.Of(content)!));
        Assert.Equal(
            ["relu, inside, s0 = 0.3, without noise", "relu, inside, s0 = 0.3, at its noise", "relu, outside, s0 = 0.3, without noise", "relu, outside, s0 = 0.3, at its noise", "relu, trained without noise, without noise"],
            json.RootElement.GetProperty("layout").GetProperty("annotations").EnumerateArray().Select(static a => a.GetProperty("text").GetString()!.Replace("<b>", "", StringComparison.Ordinal).Split("<br>")[0]));
    }

    [Fact]
    public void The_numbers_are_those_of_all_networks_and_trials()
    {
        // One network is left out of the verdicts: it is not drawn, but its numbers are there.
        var rows = BehavingReport.Csv(PlaneFigure.Of(Walks.LeavingOut(3))!);
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,level,trial,title,line,x,y", string.Join(',', rows[0]));
        Assert.Equal((2 * 3 * Levels * Trials * (WallPoints + PathPoints + PlacePoints)) + 1, rows.Length);
        Assert.Equal(6, rows.Skip(1).Select(static row => row[0]).Distinct().Count());
        Assert.Equal(["relu-inside-0.3-2", "relu", "inside", "0.3", "2", "true", "1", "2", "\"seed 2", " level 1", " trial 2\"", "goal", "3", "4"], rows[^1]);
    }

    [Fact]
    public void Where_the_first_seed_is_left_out_the_next_is_drawn()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(PlaneFigure.Of(Walks.LeavingOut(3))!));
        Assert.Contains("seed 1, level 0, trial 0", json.RootElement.GetProperty("layout").GetProperty("annotations")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private static PlaneDrawing Walk(int seed, double level, int trial) => new()
    {
        Title = $"seed {seed}, level {level}, trial {trial}",
        Walls = [new("wall", [0, 1], [0, 0]), new("wall", [0, 1, 1], [1, 1, 2])],
        Paths = [new("walked", [seed, seed + (100 * level)], [trial, 1])],
        Places = [new("goal", [3], [4])],
    };
}
