using System.Text.Json;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Reports;

public class TrialPicturesFigureTests
{
    private static readonly ReportContent Content = SyntheticReport.Quick() with
    {
        TimeUnit = "ms",
        Pictures =
        [
            new("go", [20, 40, 60], [new("in", [[0, .5, 1]]), new("out", [[.1, .2, .3], [.4, .5, .6]])]),
            new("anti", [20, 40], [new("in", [[1, 0]]), new("out", [[.7, .8], [.9, 1]])]),
        ],
    };

    [Fact]
    public void A_task_of_one_kind_has_no_such_figure() => Assert.Null(TrialPicturesFigure.Of(SyntheticReport.Quick()));

    [Fact]
    public void Each_kind_has_a_panel_with_its_channels_from_top_to_bottom()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(TrialPicturesFigure.Of(Content)!));
        var (data, layout) = (json.RootElement.GetProperty("data"), json.RootElement.GetProperty("layout"));
        Assert.Equal(2, data.GetArrayLength());
        // The last group lies at the bottom; an empty row follows each group.
        var rows = data[0].GetProperty("z").EnumerateArray().Select(static row => row[0].ValueKind == JsonValueKind.Number ? row[0].GetDouble() : double.NaN).ToArray();
        Assert.Equal([.1, .4, double.NaN, 0, double.NaN], rows);
        Assert.Equal([.5, 3], layout.GetProperty("yaxis").GetProperty("tickvals").EnumerateArray().Select(static v => v.GetDouble()));
        Assert.Equal(["out", "in"], layout.GetProperty("yaxis").GetProperty("ticktext").EnumerateArray().Select(static v => v.GetString()));
        Assert.Contains("ms", layout.GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_are_those_of_all_channels_and_steps()
    {
        var lines = TrialPicturesFigure.Of(Content)!.Table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("task,group,channel,time,value", lines[0]);
        Assert.Equal(1 + (3 * 3) + (3 * 2), lines.Length);
        Assert.Equal("anti,out,1,40,1", lines[^1]);
    }

    [Fact]
    public void The_cognitive_suite_shows_a_trial_of_each_of_its_tasks()
    {
        var suite = (CognitiveSuite)new CognitiveSuite { Tasks = ["fdgo", "dm1"], InputNoise = 0 }.At(20);
        var pictures = suite.Pictures(3);
        Assert.Equal(["fdgo", "dm1"], pictures.Select(static picture => picture.Title));
        foreach (var picture in pictures)
        {
            Assert.Equal([1, 16, 16, 1, 16], picture.Groups.Select(static group => group.Values.Length));
            Assert.All(picture.Groups.SelectMany(static group => group.Values), channel => Assert.Equal(picture.Time.Length, channel.Length));
            // Fixation is on at first; at the end the fixation output is low, for both tasks respond.
            Assert.Equal(1, picture.Groups[0].Values[0][0]);
            Assert.Equal(.05, picture.Groups[3].Values[0][^1], 1e-12);
        }
    }
}
