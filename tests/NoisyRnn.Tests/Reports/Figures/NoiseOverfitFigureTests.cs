using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The loss against the law of the noise: dots by seed, means, hollow predictions, all numbers in the CSV.</summary>
public sealed class NoiseOverfitFigureTests
{
    [Fact]
    public void There_is_no_figure_without_networks_that_were_tested_so()
    {
        Assert.Null(NoiseOverfitFigure.Of(BehavingReport.Empty));
        Assert.Null(NoiseOverfitFigure.Of(With([("relu", "silent", 0)], static _ => [])));
    }

    [Fact]
    public void A_law_has_a_place_a_level_a_colour_and_a_prediction_a_hollow_marker()
    {
        var content = With([("relu", "inside", .3), ("relu", "inside", 1)], static seed => [Law(NoiseDistribution.Gaussian, seed + 1, .5), Law(NoiseDistribution.Laplace, 10 * (seed + 1), 5)]);
        using var json = JsonDocument.Parse(PlotlyJson.Of(NoiseOverfitFigure.Of(content)!));
        var axis = json.RootElement.GetProperty("layout").GetProperty("xaxis");
        Assert.Equal(["gaussian", "laplace"], axis.GetProperty("ticktext").EnumerateArray().Select(static t => t.GetString()));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        // Of each level: dots, means, bias^2, predictions; then the legend of the last two.
        Assert.Equal((2 * 4) + 2, traces.Length);
        Assert.Equal([1, 10, 2, 20, 3, 30], Numbers(traces[0], "y"));
        Assert.Equal([2, 20], Numbers(traces[1], "y"));
        Assert.Equal([1, 10], Numbers(traces[2], "y"));
        Assert.Equal([.5, 5], Numbers(traces[3], "y"));
        Assert.EndsWith("-open", traces[3].GetProperty("marker").GetProperty("symbol").GetString(), StringComparison.Ordinal);
        // Levels stand on either side of the law's place, closer to it than to the next.
        Assert.Equal([-.125, .875], Numbers(traces[1], "x"));
        Assert.Equal([.125, 1.125], Numbers(traces[5], "x"));
    }

    [Fact]
    public void Networks_left_out_and_diverged_ones_are_in_the_numbers_and_not_in_the_drawing()
    {
        var content = With([("relu", "inside", 1)], static seed => [Law(NoiseDistribution.Gaussian, seed == 0 ? double.PositiveInfinity : seed, null)]).LeavingOut(2);
        var figure = NoiseOverfitFigure.Of(content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal([1], Numbers(json.RootElement.GetProperty("data")[0], "y"));
        Assert.Equal(2, json.RootElement.GetProperty("data").GetArrayLength());
        var rows = BehavingReport.Csv(figure);
        Assert.Equal(["0", "1", "2"], rows.Skip(1).Select(static row => row[4]));
        Assert.Equal(["true", "true", "false"], rows.Skip(1).Select(static row => row[5]));
        Assert.Equal("gaussian", rows[1][6]);
    }

    private static ReportContent With((string Activation, string Placement, double Sigma)[] cells, Func<int, NoiseOverfitLaw[]> laws)
    {
        var content = BehavingReport.Of(cells, static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with
        {
            Runs = [.. content.Runs.Select(run => run with
            {
                Results = [new NoiseOverfitResult { TrainingSigma = run.Arm.TrainingSigma, Conditions = 1, Draws = 4, Laws = [.. laws((int)run.Seed)] }],
            })],
        };
    }

    private static NoiseOverfitLaw Law(NoiseDistribution distribution, double loss, double? predicted) => new()
    {
        Distribution = distribution, CorrelationTime = 0, Loss = loss, BiasSquared = loss / 2, Variance = loss / 2, Preferred = new(1, RangeEnd.Inside), PredictedLoss = predicted,
    };

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
