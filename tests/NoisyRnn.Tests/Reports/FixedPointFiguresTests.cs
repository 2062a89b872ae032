using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Networks;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Analyses;
using NoisyRnn.Tests.Claims;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The figures of fixed points: of a flip-flop with noise inside, three seeds, and of the same without noise.</summary>
public sealed class FixedPointFiguresTests
{
    private const double Sigma = 0.6;
    private static readonly FixedPointsAnalysis Analysis = new() { Levels = [0, .5, 1], Inputs = 1, Starts = 32 };
    private static readonly FixedPointResult[] Noisy = [.. new[] { 1.0, 1.1, 1.2 }.Select(static w => FlipFlop(w, Sigma))];
    private static readonly FixedPointResult Silent = FlipFlop(1, 0);
    private static readonly ReportContent Content = BehavingReport.Empty with
    {
        Runs =
        [
            .. Noisy.Select(static (result, seed) => Run("inside", Sigma, seed, result)),
            Run("silent, tested inside", 0, 0, Silent), Run("silent, tested outside", 0, 0, Silent),
        ],
    };

    [Fact]
    public void There_are_none_where_nobody_looked()
    {
        Assert.All(
            new Func<ReportContent, Figure?>[] { FixedPointShiftFigure.Of, FixedPointShiftFigure.OfReadout, FixedPointPlaneFigure.Of, EigenvalueFigure.Of },
            static of => Assert.Null(of(BehavingReport.Empty)));
        // Without noise there is nothing that could shift.
        Assert.Null(FixedPointShiftFigure.Of(Content with { Runs = [.. Content.Runs.Skip(3)] }));
    }

    [Fact]
    public void The_shift_is_drawn_as_seeds_mean_and_band_over_the_test_noise()
    {
        var figure = FixedPointShiftFigure.Of(Content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var mean = Assert.Single(Traces(json), static trace => trace.TryGetProperty("name", out _));
        Assert.Equal([0, .5, 1], Numbers(mean, "x"));
        double[] expected = [.. Enumerable.Range(0, 3).Select(static k => Noisy.Average(result => result.Shifts.ElementAt(k).State))];
        Assert.Equal(expected, Numbers(mean, "y"), static (p, q) => Math.Abs(p - q) < 1e-5);
        Assert.True(expected[0] == 0 && expected[1] > 0 && expected[2] > expected[1]);

        var rows = BehavingReport.Csv(figure);
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,relative_level,sigma_per_step,mean_fixed_points,mean_stable_fixed_points,shift_in_training_levels,readout_shift", string.Join(',', rows[0]));
        Assert.Equal((3 * 3) + 1, rows.Length);
        Assert.Equal(["0.5", "0.3", "3", "2"], rows[2][6..10]);
        using var readout = JsonDocument.Parse(PlotlyJson.Of(FixedPointShiftFigure.OfReadout(Content)!));
        Assert.Equal(
            Enumerable.Range(0, 3).Select(static k => Noisy.Average(result => result.Shifts.ElementAt(k).Readout)),
            Numbers(Assert.Single(Traces(readout), static trace => trace.TryGetProperty("name", out _)), "y"), static (p, q) => Math.Abs(p - q) < 1e-5);
    }

    [Fact]
    public void Networks_left_out_are_in_the_numbers_and_not_in_the_drawing()
    {
        var leftOut = Content.LeavingOut(0);
        var figure = FixedPointShiftFigure.Of(leftOut)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var mean = Assert.Single(Traces(json), static trace => trace.TryGetProperty("name", out _));
        Assert.Equal(Noisy.Skip(1).Average(static result => result.Shifts.Last().State), Numbers(mean, "y")[2], 1e-5);
        Assert.Equal(10, BehavingReport.Csv(figure).Length);
        // The first seed that counts stands for its cell.
        using var plane = JsonDocument.Parse(PlotlyJson.Of(FixedPointPlaneFigure.Of(leftOut)!));
        Assert.Equal(Noisy[1].Visited.Select(static state => state[0]), Numbers(Traces(plane)[0], "x"), static (p, q) => Math.Abs(p - q) < 1e-4);
    }

    [Fact]
    public void In_the_plane_stable_points_are_filled_and_unstable_ones_open()
    {
        var figure = FixedPointPlaneFigure.Of(Content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal(
            [
                ("visited states", "x", "circle", 200), ("stable, without noise", "x", "circle", 2), ("unstable, without noise", "x", "circle-open", 1),
                ("stable, averaged over its noise", "x", "triangle-up", 2), ("unstable, averaged over its noise", "x", "triangle-up-open", 1),
                ("visited states", "x2", "circle", 200), ("stable, without noise", "x2", "circle", 2), ("unstable, without noise", "x2", "circle-open", 1),
            ],
            Traces(json).Select(static trace => (Text(trace, "name"), Text(trace, "xaxis"), trace.GetProperty("marker").GetProperty("symbol").GetString(), Numbers(trace, "x").Length)));
        // A name stands in the legend once.
        Assert.Equal([true, true, true, true, true, false, false, false], Traces(json).Select(static trace => trace.GetProperty("showlegend").GetBoolean()));

        var rows = BehavingReport.Csv(figure);
        // 200 visited states of four networks, three points at three levels of three of them, and silent ones of the fourth.
        Assert.Equal((4 * 200) + (3 * 3 * 3) + 3 + 1, rows.Length);
        var saddle = rows.First(static row => row[6] == "fixed" && row[13] == "Saddle");
        Assert.Equal(("1", Noisy[0].Inputs[0].Levels[0].Points.Single(static point => !point.Attracts).LargestEigenvalue), (saddle[14], double.Parse(saddle[15], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_second_silence_has_points_and_eigenvalues_of_its_own()
    {
        var matched = Noisy[0] with { MeanMatched = FlipFlop(1.1, Sigma) with { Visited = [] } };
        var content = Content with { Runs = [Run("inside", Sigma, 0, matched)] };
        using var plane = JsonDocument.Parse(PlotlyJson.Of(FixedPointPlaneFigure.Of(content)!));
        Assert.Equal(["visited states", "stable, without noise", "unstable, without noise", "stable, the mean of its noise kept", "unstable, the mean of its noise kept", "stable, averaged over its noise", "unstable, averaged over its noise"],
            Traces(plane).Select(static trace => Text(trace, "name")));
        Assert.Equal(9, BehavingReport.Csv(FixedPointPlaneFigure.Of(content)!).Count(static row => row[6] == "fixed" && row[7] == "mean matched"));
        var eigenvalues = BehavingReport.Csv(EigenvalueFigure.Of(content)!);
        Assert.Equal([12, 12], new[] { "off", "mean matched" }.Select(silence => eigenvalues.Count(row => row[6] == silence)));
    }

    [Fact]
    public void Eigenvalues_stand_with_the_unit_circle_on_axes_of_one_scale()
    {
        var figure = EigenvalueFigure.Of(Content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var traces = Traces(json);
        Assert.Equal(["x", "x", "x", "x2", "x2"], traces.Select(static trace => Text(trace, "xaxis")));
        Assert.All(Numbers(traces[0], "x").Zip(Numbers(traces[0], "y")), static p => Assert.Equal(1, (p.First * p.First) + (p.Second * p.Second), 1e-5));
        Assert.Equal(["without noise", "averaged over its noise", "without noise"], traces.Where(static trace => trace.TryGetProperty("name", out _)).Select(static trace => Text(trace, "name")));
        // Two of each of three points; that of the saddle lies outside.
        Assert.Equal(6, Numbers(traces[1], "x").Length);
        Assert.Equal(Noisy[0].Inputs[0].Levels[0].Points.Single(static point => !point.Attracts).LargestEigenvalue, Numbers(traces[1], "x").Max(), 1e-5);
        Assert.True(Numbers(traces[1], "x").Max() > 1);
        Assert.Equal("x", json.RootElement.GetProperty("layout").GetProperty("yaxis").GetProperty("scaleanchor").GetString());

        var rows = BehavingReport.Csv(figure);
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,silence,test_trial,relative_level,branch,stability,real,imaginary", string.Join(',', rows[0]));
        // Silent and at s0: none between.
        Assert.Equal((3 * 2 * 6) + 6 + 1, rows.Length);
    }

    private static FixedPointResult FlipFlop(double weight, double sigma)
    {
        var subject = ConstructedMaps.Network(new Tanh(), [weight, -weight, -weight, weight], 0.1, sigma: sigma);
        // One unit is driven, so that trials without noise leave the saddle.
        subject.Parameters["W_in"][1] = 0;
        subject.Parameters["init_state"][0] = 0.01;
        return Analysis.Run(subject, 1, cancellation: TestContext.Current.CancellationToken);
    }

    private static NetworkRun Run(string placement, double sigma, int seed, FixedPointResult result) => BehavingReport.Empty.Runs[0] with
    {
        Run = $"{placement}-{seed}",
        Arm = Arms.Of("tanh", placement, sigma),
        Seed = (ulong)seed,
        Results = [result],
    };

    private static JsonElement[] Traces(JsonDocument json) => [.. json.RootElement.GetProperty("data").EnumerateArray()];

    private static string? Text(JsonElement trace, string key) => trace.GetProperty(key).GetString();

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
