using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The loss that noise adds against its level, simulated with error bars and predicted, and their ratio.</summary>
public sealed class RegularizerFigureTests
{
    // What the page's numbers are written with.
    private const double SixDigits = 1e-5;

    [Fact]
    public void There_is_no_figure_without_networks_that_have_the_analysis()
    {
        Assert.Null(RegularizerFigure.OfExcess(BehavingReport.Empty));
        Assert.Null(RegularizerFigure.OfRatio(BehavingReport.Empty));
    }

    [Fact]
    public void The_prediction_is_a_line_and_the_simulation_markers_with_bars_of_the_first_seed_where_above_0()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(RegularizerFigure.OfExcess(With(Result))!));
        Assert.All(new[] { "xaxis", "yaxis" }, axis => Assert.Equal("log", json.RootElement.GetProperty("layout").GetProperty(axis).GetProperty("type").GetString()));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(["lines", "markers"], traces.Select(static trace => trace.GetProperty("mode").GetString()));
        Assert.Equal([.1, .2, 1], Numbers(traces[0], "x"));
        Assert.Equal([.01, .04, 1], Numbers(traces[0], "y"));
        Assert.Equal([.1, 1], Numbers(traces[1], "x"));
        Assert.Equal([.012, .8], Numbers(traces[1], "y"));
        Assert.Equal([.001, .03], Numbers(traces[1].GetProperty("error_y"), "array"));
    }

    [Fact]
    public void The_ratio_is_that_of_all_seeds_with_their_mean_and_a_line_at_1()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(RegularizerFigure.OfRatio(With(Result).LeavingOut(2))!));
        var mean = json.RootElement.GetProperty("data").EnumerateArray().Last();
        // Seeds 0 and 1: 1.2 and 2.2 at .1; -.25 and .75 at .2; .8 and 1.8 at 1.
        Assert.Equal([1.7, .25, 1.3], Numbers(mean, "y").Select(static value => Math.Round(value, 5)));
        var line = Assert.Single(json.RootElement.GetProperty("layout").GetProperty("shapes").EnumerateArray());
        Assert.Equal([1.0, 1.0], new[] { "y0", "y1" }.Select(key => line.GetProperty(key).GetDouble()));
    }

    [Fact]
    public void The_numbers_of_networks_left_out_are_in_the_table_too()
    {
        var rows = BehavingReport.Csv(RegularizerFigure.OfExcess(With(Result).LeavingOut(0))!);
        Assert.Equal(1 + (3 * 3), rows.Length);
        Assert.Equal("measured,measured_error,predicted", string.Join(',', rows[0][^3..]));
        Assert.Equal(["false", "true", "true"], rows.Skip(1).Where(static (_, k) => k % 3 == 0).Select(static row => row[5]));
        Assert.Equal(.012, double.Parse(rows[1][^3], System.Globalization.CultureInfo.InvariantCulture), SixDigits);
    }

    private static RegularizerResult Result(int seed) => new()
    {
        TrainingSigma = .3, Trials = 2, Draws = 4, Loss = .5, P = -1, Q = 3, Limit = 1, LimitError = .1,
        Levels =
        [
            new(.1, .03, .012 + (seed * .01), .001, .01), new(.2, .06, -.01 + (seed * .04), .002, .04), new(1, .3, .8 + seed, .03, 1),
        ],
        LossOfTrials = [.4, .6], POfTrials = [-1, -1], QOfTrials = [3, 3],
    };

    private static ReportContent With(Func<int, RegularizerResult> result)
    {
        var content = BehavingReport.Of([("tanh", "inside", .3)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with { Runs = [.. content.Runs.Select(run => run with { Results = [result((int)run.Seed)] })] };
    }

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
