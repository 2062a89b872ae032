using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The spectral density on two log axes, the largest eigenvalues by array, all numbers in the CSV.</summary>
public sealed class HessianFigureTests
{
    // What the page's numbers are written with.
    private const double SixDigits = 1e-5;

    [Fact]
    public void There_is_no_figure_without_networks_that_have_the_analysis_or_a_curvature()
    {
        Assert.Null(HessianFigure.OfDensity(BehavingReport.Empty));
        Assert.Null(HessianFigure.OfEigenvalues(BehavingReport.Empty));
        var diverged = With(static _ => new() { Trials = 1, Loss = double.NaN, GradientNorm = double.NaN, Parts = [], ScaledCurvatures = [] });
        Assert.Null(HessianFigure.OfDensity(diverged));
        Assert.Null(HessianFigure.OfEigenvalues(diverged));
        var withoutDensity = With(static seed => Result(seed) with { Parts = [Part("all", [2, 1], null)] });
        Assert.Null(HessianFigure.OfDensity(withoutDensity));
        Assert.NotNull(HessianFigure.OfEigenvalues(withoutDensity));
    }

    [Fact]
    public void Positive_shares_are_solid_and_negative_ones_dotted_at_the_middles_of_their_bins_of_the_first_seed()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(HessianFigure.OfDensity(With(Result))!));
        Assert.All(new[] { "xaxis", "yaxis" }, axis => Assert.Equal("log", json.RootElement.GetProperty("layout").GetProperty(axis).GetProperty("type").GetString()));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(2, traces.Length);
        // The last bin's middle is an eighth of a decade below the largest; empty bins have no place on a log axis.
        Assert.Equal(2 * Math.Pow(10, -.125), Assert.Single(Numbers(traces[0], "x")), SixDigits * 2);
        Assert.Equal([.25], Numbers(traces[0], "y"));
        Assert.Equal(2 * Math.Pow(10, -7.875), Assert.Single(Numbers(traces[1], "x")), SixDigits * 2e-7);
        Assert.Equal([.125], Numbers(traces[1], "y"));
        Assert.Equal(["solid", "dot"], traces.Select(static trace => trace.GetProperty("line").GetProperty("dash").GetString()));
    }

    [Fact]
    public void Each_array_has_a_place_each_eigenvalue_above_0_a_dot_and_the_largest_its_mean()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(HessianFigure.OfEigenvalues(With(Result))!));
        Assert.Equal(["all", "W_rec"], json.RootElement.GetProperty("layout").GetProperty("xaxis").GetProperty("ticktext").EnumerateArray().Select(static t => t.GetString()));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal([2, 1, 1, 3, 1, 2, 4, 1, 3], Numbers(traces[0], "y"));
        Assert.Equal([0, 0, 1, 0, 0, 1, 0, 0, 1], Numbers(traces[0], "x"));
        Assert.Equal([3, 2], Numbers(traces[1], "y"));
        Assert.Equal([0, 1], Numbers(traces[1], "x"));
    }

    [Fact]
    public void The_numbers_of_networks_left_out_are_there_too()
    {
        var content = With(Result).LeavingOut(0);
        var rows = BehavingReport.Csv(HessianFigure.OfEigenvalues(content)!);
        // Three seeds, three eigenvalues and one of W_rec that is below 0.
        Assert.Equal(1 + (3 * 4), rows.Length);
        Assert.Equal(["false", "true", "true"], rows.Skip(1).Where(static (_, k) => k % 4 == 0).Select(static row => row[5]));
        Assert.Equal(["all", "all", "W_rec", "W_rec"], rows.Skip(1).Take(4).Select(static row => row[8]));
        var density = BehavingReport.Csv(HessianFigure.OfDensity(content)!);
        // Near 0, then the bins.
        Assert.Equal(1 + (3 * (1 + 32)), density.Length);
        Assert.Equal(["all", "0", "0.625", ""], density[1][^4..]);
    }

    private static HessianResult Result(int seed) => new()
    {
        Trials = 8, Loss = .1, GradientNorm = .01, ScaledCurvatures = [new("all", 1)],
        Parts =
        [
            Part("all", [2 + seed, 1], new HessianDensity
            {
                Largest = 2, Positive = [.. new double[31], .25], Negative = [.125, .. new double[31]], NearZero = .625, Probes = 1,
            }),
            Part("W_rec", [1 + seed, -1], null),
        ],
    };

    private static HessianPart Part(string name, ImmutableArray<double> top, HessianDensity? density) => new()
    {
        Name = name, Parameters = 9, Top = top, Residuals = [.. top.Select(static _ => 0.0)], Smallest = -1, SmallestResidual = 0, ConditionNumber = 3, Steps = 5,
        IsComplete = false, IsConverged = true, ProductError = 1e-9, Trace = 3, TraceError = .1, Density = density,
    };

    private static ReportContent With(Func<int, HessianResult> result)
    {
        var content = BehavingReport.Of([("tanh", "inside", .3)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with { Runs = [.. content.Runs.Select(run => run with { Results = [result((int)run.Seed)] })] };
    }

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];
}
