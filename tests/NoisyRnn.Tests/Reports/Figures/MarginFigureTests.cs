using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Shares of the trials against distance: measured and linearised on a linear axis, certified on a log axis.</summary>
public sealed class MarginFigureTests
{
    // What the page's numbers are written with.
    private const double SixDigits = 1e-5;

    [Fact]
    public void There_is_no_figure_without_networks_that_have_the_analysis_and_none_of_proofs_without_proofs()
    {
        Assert.Null(MarginFigure.OfMeasured(BehavingReport.Empty));
        Assert.Null(MarginFigure.OfCertified(BehavingReport.Empty));
        var without = With(static seed => Result(seed) with { Certified = null, MedianCertified = null });
        Assert.Null(MarginFigure.OfCertified(without));
        Assert.NotNull(MarginFigure.OfMeasured(without));
    }

    [Fact]
    public void The_mean_over_seeds_of_each_hundredth_is_drawn_solid_for_what_was_found_and_dotted_for_the_linearised()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(MarginFigure.OfMeasured(With(Result))!));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(3, traces.Length);
        var (band, measured, local) = (traces[0], traces[1], traces[2]);
        // Distances 0, 1 + s, 2 + 2 s of seeds s = 0, 1, 2: the share q is nearer than 2 q (1 + s), on average 4 q.
        var shares = Numbers(measured, "y");
        Assert.Equal(101, shares.Length);
        Assert.All(shares.Zip(Numbers(measured, "x")), static point => Assert.Equal(4 * point.First, point.Second, SixDigits * 4));
        Assert.All(shares.Zip(Numbers(local, "x")), static point => Assert.Equal(2 * point.First, point.Second, SixDigits * 4));
        // One standard error of 1, 2, 3 is 1/sqrt(3).
        Assert.Equal(4 + (2 / Math.Sqrt(3)), Numbers(band, "x")[100], SixDigits * 4);
        Assert.Equal(4 - (2 / Math.Sqrt(3)), Numbers(band, "x")[101], SixDigits * 4);
        Assert.Equal(["solid", "dot"], new[] { measured, local }.Select(static trace => trace.GetProperty("line").GetProperty("dash").GetString()));
    }

    [Fact]
    public void Proofs_have_a_log_axis()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(MarginFigure.OfCertified(With(Result))!));
        Assert.Equal("log", json.RootElement.GetProperty("layout").GetProperty("xaxis").GetProperty("type").GetString());
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(2e-6, Numbers(traces[1], "x")[100], SixDigits * 2e-6);
    }

    [Fact]
    public void The_numbers_of_networks_left_out_are_there_too()
    {
        var rows = BehavingReport.Csv(MarginFigure.OfMeasured(With(Result).LeavingOut(0))!);
        Assert.Equal(1 + (3 * 101), rows.Length);
        Assert.Equal(["false", "true", "true"], new[] { 1, 102, 203 }.Select(row => rows[row][5]));
        Assert.Equal(["1", "3", "1", "2E-06", "2"], rows[101][^5..]);
    }

    [Fact]
    public void What_was_not_found_has_no_place()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(MarginFigure.OfMeasured(With(static seed => Result(seed) with { Measured = [0, 1, double.PositiveInfinity] }))!));
        var measured = json.RootElement.GetProperty("data").EnumerateArray().ElementAt(1).GetProperty("x").EnumerateArray().ToArray();
        Assert.Equal(1, measured[50].GetDouble());
        Assert.Equal(JsonValueKind.Null, measured[100].ValueKind);
    }

    private static MarginResult Result(int seed)
    {
        ImmutableArray<bool> right = [false, true, true];
        ImmutableArray<double> measured = [0, 1 + seed, 2 + (2 * seed)], local = [0, .5 * (1 + seed), 1 + seed], certified = [0, 1e-6, 2e-6];
        return new()
        {
            Trials = 3, InputNorm = 5, StepGain = 1.5, Gain = 100, Right = right, OutputMargins = [-1, 1, 3], Local = local, Certified = certified, Measured = measured,
            MedianLocal = MarginResult.MedianOf(local, right), MedianCertified = MarginResult.MedianOf(certified, right), MedianMeasured = MarginResult.MedianOf(measured, right),
        };
    }

    private static ReportContent With(Func<int, MarginResult> result)
    {
        var content = BehavingReport.Of([("tanh", "inside", .3)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with { Runs = [.. content.Runs.Select(run => run with { Results = [result((int)run.Seed)] })] };
    }

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
