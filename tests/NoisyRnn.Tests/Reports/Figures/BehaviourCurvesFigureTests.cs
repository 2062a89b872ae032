using System.Text.Json;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Curves of behaviour: seeds as mean and band, levels beside or over each other, all numbers in the CSV.</summary>
public sealed class BehaviourCurvesFigureTests
{
    private static readonly (string, string, double)[] Cells = [("relu", "inside", .3), ("relu", "silent, tested inside", 0)];

    // The curve of a seed is its number; noise adds ten.
    private static readonly ReportContent OneCurve = BehavingReport.Of(Cells, static (seed, level) => With(Curve("", seed + (10 * level))), 0, 1);
    private static readonly ReportContent TwoCurves = BehavingReport.Of(Cells, static (seed, level) => With(Curve("dm1", seed), Curve("dm2", level)), 0, 1);

    [Fact]
    public void There_is_no_figure_without_curves()
    {
        Assert.Null(BehaviourCurvesFigure.Of(BehavingReport.Empty));
        Assert.Null(BehaviourCurvesFigure.Of(BehavingReport.Of(Cells, static (_, _) => With(), 0)));
    }

    [Fact]
    public void A_curve_without_a_name_has_a_panel_a_network_and_a_line_a_level()
    {
        var figure = BehaviourCurvesFigure.Of(OneCurve)!;
        Assert.Equal("Error against time", figure.Title);
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal(["<b>relu, inside, s0 = 0.3</b>", "<b>relu, trained without noise</b>"], Titles(json));
        Assert.Equal([("without noise", "x", true), ("at its noise", "x", true), ("without noise", "x2", false)], Means(json).Select(static t => (Name(t), Text(t, "xaxis"), t.GetProperty("showlegend").GetBoolean())));
        // Seeds 0, 1, 2, and at the training noise 10, 11, 12; their standard error is 1/sqrt(3).
        Assert.Equal([[1, 1], [11, 11], [1, 1]], Means(json).Select(static t => Numbers(t, "y")));
        Assert.Equal([0, .5], Numbers(Means(json)[0], "x"));
        var band = json.RootElement.GetProperty("data")[0];
        Assert.Equal("toself", Text(band, "fill"));
        Assert.Equal([1.577, 1.577, .423, .423], Numbers(band, "y").Select(static y => Math.Round(y, 3)));
    }

    [Fact]
    public void Curves_with_names_have_a_panel_a_network_and_level_and_a_line_a_curve()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(BehaviourCurvesFigure.Of(TwoCurves)!));
        Assert.Equal(
            ["<b>relu, inside, s0 = 0.3, without noise</b>", "<b>relu, inside, s0 = 0.3, at its noise</b>", "<b>relu, trained without noise, without noise</b>"], Titles(json));
        Assert.Equal(["dm1", "dm2", "dm1", "dm2", "dm1", "dm2"], Means(json).Select(Name));
        Assert.Equal([1, 0, 1, 1, 1, 0], Means(json).Select(static t => Numbers(t, "y")[0]));
    }

    [Fact]
    public void Named_curves_beside_one_without_a_name_are_references_once_a_network_grey_and_dashed()
    {
        // The reference is of the trials, the same at every level: its band is that of three seeds, 1/sqrt(3), not of six curves.
        var content = BehavingReport.Of([("relu", "inside", .3)], static (seed, level) => With(Curve("", seed + (10 * level)), Curve("the centre", 5 + seed)), 0, .5, 1);
        var figure = BehaviourCurvesFigure.Of(content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal(["<b>relu, inside, s0 = 0.3</b>"], Titles(json));
        Assert.Equal(["without noise", "the centre", "at 0.5 of its noise", "at its noise"], Means(json).Select(Name));
        var looks = Means(json).Select(static t => (Text(t.GetProperty("line"), "color"), Text(t.GetProperty("line"), "dash"))).ToArray();
        Assert.Equal((Palette.Grey, "dash"), looks[1]);
        Assert.Equal(4, looks.Distinct().Count());
        Assert.All(looks.Where((_, k) => k != 1), static look => Assert.Equal("solid", look.Item2));
        Assert.Equal([6 + .577, 6 + .577, 6 - .577, 6 - .577], Numbers(json.RootElement.GetProperty("data")[2], "y").Select(static y => Math.Round(y, 3)));
        Assert.Equal((3 * 3 * 2 * 2) + 1, BehavingReport.Csv(figure).Length);
    }

    [Fact]
    public void Of_named_curves_only_those_without_noise_and_at_the_training_noise_are_drawn_all_are_in_the_numbers()
    {
        var content = BehavingReport.Of([("relu", "inside", .3)], static (seed, level) => With(Curve("dm1", seed), Curve("dm2", level)), 0, .5, 1, 2);
        var figure = BehaviourCurvesFigure.Of(content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal(["<b>relu, inside, s0 = 0.3, without noise</b>", "<b>relu, inside, s0 = 0.3, at its noise</b>"], Titles(json));
        Assert.Equal(["0", "0.5", "1", "2"], BehavingReport.Csv(figure).Skip(1).Select(static row => row[6]).Distinct());
    }

    [Fact]
    public void A_place_of_which_one_seed_tells_nothing_is_the_mean_of_the_others_and_one_of_which_none_does_a_gap()
    {
        var content = BehavingReport.Of([("relu", "inside", 1)], static (seed, _) => With(new BehaviourCurve("t", "", "x", "y", [0, 1, 2], [seed, seed == 0 ? double.NaN : seed, double.NaN])), 0);
        using var json = JsonDocument.Parse(PlotlyJson.Of(BehaviourCurvesFigure.Of(content)!));
        Assert.Equal([0, 1], Numbers(Means(json)[0], "x"));
        Assert.Equal([1, 1.5], Numbers(Means(json)[0], "y"));
    }

    [Fact]
    public void Networks_left_out_are_in_the_numbers_and_not_in_the_drawing()
    {
        var figure = BehaviourCurvesFigure.Of(OneCurve.LeavingOut(2))!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal([.5, .5], Numbers(Means(json)[0], "y"));

        var rows = BehavingReport.Csv(figure);
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,level,sigma,title,curve,x,y", string.Join(',', rows[0]));
        // Three seeds at two levels and three at one, two places each.
        Assert.Equal((9 * 2) + 1, rows.Length);
        Assert.Equal("relu-inside-0.3-2,relu,inside,0.3,2,false,1,0.3,error against time,,0.5,12", string.Join(',', rows[12]));
        Assert.Equal("silent", rows[^1][2]);
    }

    private static Behaviour With(params BehaviourCurve[] curves) => new() { Metrics = [], Curves = [.. curves] };

    private static BehaviourCurve Curve(string name, double value) => new("error against time", name, "time (tau)", "error", [0, .5], [value, value]);

    private static IEnumerable<string?> Titles(JsonDocument json) =>
        json.RootElement.GetProperty("layout").GetProperty("annotations").EnumerateArray().Select(static a => a.GetProperty("text").GetString());

    private static JsonElement[] Means(JsonDocument json) => [.. json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _))];

    private static string? Name(JsonElement trace) => Text(trace, "name");

    private static string? Text(JsonElement trace, string key) => trace.GetProperty(key).GetString();

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
