using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Networks;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Analyses;
using NoisyRnn.Tests.Claims;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The figures of Lyapunov exponents: of a network with noise inside, two seeds, and of one without.</summary>
public sealed class LyapunovFigureTests
{
    private static readonly Lyapunov Analysis = new() { Trials = 3, Hold = 40 };
    private static readonly LyapunovResult Noisy = Of(.6), Silent = Of(0);
    private static readonly ReportContent Content = BehavingReport.Empty with
    {
        Runs = [Run("inside", .6, 0, Noisy), Run("inside", .6, 1, Noisy), Run("silent, tested inside", 0, 0, Silent), Run("silent, tested outside", 0, 0, Silent)],
    };

    [Fact]
    public void There_are_none_where_nobody_asked()
    {
        Assert.Null(LyapunovFigure.OfConvergence(BehavingReport.Empty));
        Assert.Null(LyapunovFigure.OfSpectrum(BehavingReport.Empty));
    }

    [Fact]
    public void The_largest_exponent_is_drawn_over_time_a_line_a_level()
    {
        var figure = LyapunovFigure.OfConvergence(Content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var lines = Named(json);
        Assert.Equal([("without noise", "x"), ("1 s<sub>0</sub>", "x"), ("without noise", "x2")], lines.Select(static line => (Text(line, "name"), Text(line, "xaxis"))));
        Assert.Equal(Noisy.Times, Numbers(lines[1], "x"), Near);
        Assert.Equal(Noisy.Levels[1].Convergence[0], Numbers(lines[1], "y"), Near);
        var band = json.RootElement.GetProperty("data").EnumerateArray().ElementAt(2);
        Assert.Equal(Noisy.Levels[1].Convergence[0][0] + Noisy.Levels[1].ConvergenceErrors[0][0], Numbers(band, "y")[0], 1e-4);

        var rows = BehavingReport.Csv(figure);
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,level,sigma,unit,exponent,time,value,standard_error", string.Join(',', rows[0]));
        // Two exponents at 50 times: two levels of two networks, one of the third.
        Assert.Equal((2 * 50 * 5) + 1, rows.Length);
    }

    [Fact]
    public void The_spectrum_is_drawn_by_number()
    {
        var figure = LyapunovFigure.OfSpectrum(Content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal([1, 2], Numbers(Named(json)[0], "x"));
        Assert.Equal(Noisy.Levels[0].Exponents, Numbers(Named(json)[0], "y"), Near);
        var rows = BehavingReport.Csv(figure);
        Assert.Equal((2 * 5) + 1, rows.Length);
        Assert.Equal("per unit of time", rows[1][8]);
    }

    [Fact]
    public void What_is_infinite_is_not_drawn()
    {
        var ended = Silent with { Levels = [Silent.Levels[0] with { Exponents = [Silent.Levels[0].Exponents[0], double.NegativeInfinity] }] };
        var figure = LyapunovFigure.OfSpectrum(Content with { Runs = [Run("silent, tested inside", 0, 0, ended)] })!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal([1], Numbers(Named(json)[0], "x"));
        Assert.Contains(BehavingReport.Csv(figure), static row => row.Contains("-Infinity"));
    }

    private static LyapunovResult Of(double sigma) => Analysis.Run(
        ConstructedMaps.Network(new Tanh(), [1, -.8, .8, 1], .5, sigma: sigma), 1, cancellation: TestContext.Current.CancellationToken);

    private static NetworkRun Run(string placement, double sigma, int seed, LyapunovResult result) => BehavingReport.Empty.Runs[0] with
    {
        Run = $"{placement}-{seed}",
        Arm = Arms.Of("tanh", placement, sigma),
        Seed = (ulong)seed,
        Results = [result],
    };

    private static JsonElement[] Named(JsonDocument json) => [.. json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _))];

    private static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-5 * (1 + Math.Abs(x));

    private static string? Text(JsonElement trace, string key) => trace.GetProperty(key).GetString();

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
