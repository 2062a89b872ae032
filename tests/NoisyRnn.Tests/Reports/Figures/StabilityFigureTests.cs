using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Bounds about the measured exponent, exponents over noise levels, and stability through training, with all numbers in the CSV.</summary>
public sealed class StabilityFigureTests
{
    [Fact]
    public void There_are_no_figures_without_networks_that_have_the_analyses()
    {
        foreach (var figure in new Func<ReportContent, Figure?>[]
        {
            StabilityFigure.Of, StochasticStabilizationFigure.OfLevels, StochasticStabilizationFigure.OfPortraits, StochasticStabilizationFigure.OfSlack,
            TrainingStabilityFigure.OfExponent, TrainingStabilityFigure.OfRadius, TrainingStabilityFigure.OfGradients,
        })
            Assert.Null(figure(BehavingReport.Empty));
    }

    [Fact]
    public void Networks_without_bounds_have_their_exponent_alone()
    {
        var level = new StabilityLevel { Level = 0, Diverged = 0, Exponent = -.5, Error = .1, OfTrials = [-.5] };
        var content = With(_ => new StabilityResult { Trials = 1, IsPerStep = true, Levels = [level] });
        using var json = Json(StabilityFigure.Of(content)!);
        Assert.Equal(["measured exponent"], Named(json));
        content = With(_ => new StabilityResult { Trials = 1, IsPerStep = false, Levels = [level with { Lower = -2, Upper = 1, PathLower = -1, PathUpper = .5 }] });
        using var bounded = Json(StabilityFigure.Of(content)!);
        Assert.Equal(["measured exponent", "upper bound", "upper bound, slopes of the path", "lower bound, slopes of the path", "lower bound"], Named(bounded));
        Assert.Equal(1 + Seeds(content), BehavingReport.Csv(StabilityFigure.Of(content)!).Length);
    }

    [Fact]
    public void Random_systems_are_counted_in_bins_by_their_kind_and_the_caption_says_how_many_left_their_bounds()
    {
        var content = With(seed => new StochasticStabilizationResult
        {
            Threshold = 1, Common = [System(0, 0)], Independent = [System(0, 0)], DecoupledRate = .5, Decoupled = [System(0, 0)], Portraits = [],
            Systems = [System(1, .52), System(1, 9), System(1, 0) with { IsTight = true }, System(1, -.3) with { IsIndependent = true }],
        });
        var figure = StochasticStabilizationFigure.OfSlack(content)!;
        Assert.Contains($"{Seeds(content)} of {4 * Seeds(content)} systems outside", figure.Caption, StringComparison.Ordinal);
        using var json = Json(figure);
        var common = json.RootElement.GetProperty("data")[0];
        Assert.Equal([.5, 4], Numbers(common, "x"), static (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal([Seeds(content), Seeds(content)], Numbers(common, "y"));
        Assert.Equal(1 + (4 * Seeds(content)), BehavingReport.Csv(figure).Length);
        Assert.Equal(1 + (3 * Seeds(content)), BehavingReport.Csv(StochasticStabilizationFigure.OfLevels(content)!).Length);
        Assert.Null(StochasticStabilizationFigure.OfPortraits(content));
    }

    [Fact]
    public void Through_training_what_the_grid_varies_has_panels_and_networks_left_out_are_drawn()
    {
        var content = With(static seed => new TrainingStabilityResult { IsPerStep = false, Looks = [Look(0, 0), Look(200, seed), Look(400, null)] }, "small, noisy", "rate = 1").LeavingOut(0);
        using var json = Json(TrainingStabilityFigure.OfExponent(content)!);
        Assert.Equal("<b>rate = 1</b>", json.RootElement.GetProperty("layout").GetProperty("annotations")[0].GetProperty("text").GetString());
        var mean = json.RootElement.GetProperty("data").EnumerateArray().Last();
        Assert.Equal("small, noisy, noise 0.3", mean.GetProperty("name").GetString());
        // All three seeds, the one left out as well; where a path diverged there is nothing to draw.
        Assert.Equal([0, 200], Numbers(mean, "x"));
        Assert.Equal([0, content.Runs.Average(static run => (double)run.Seed)], Numbers(mean, "y"), static (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(1 + (3 * Seeds(content)), BehavingReport.Csv(TrainingStabilityFigure.OfExponent(content)!).Length);
        using var gradients = Json(TrainingStabilityFigure.OfGradients(content)!);
        Assert.Equal("log", gradients.RootElement.GetProperty("layout").GetProperty("yaxis").GetProperty("type").GetString());
    }

    private static TrainingStabilityLook Look(int iteration, double? exponent) => new()
    {
        Iteration = iteration, Exponent = exponent, ExponentError = .1, SpectralRadius = exponent, Loss = 1, LowGradient = 1, MedianGradient = 2, HighGradient = 3, LargestGradient = 4,
    };

    private static StochasticStabilizationSystem System(double level, double above) => new()
    {
        Units = 2, IsIndependent = false, Level = level, Exponent = 1, Error = .1, Controlled = 1, ControlledError = 0, Lower = .5, Upper = 1 + above, SlackBelow = 0, SlackAbove = 0,
    };

    private static int Seeds(ReportContent content) => content.Runs.Length;

    private static JsonDocument Json(Figure figure) => JsonDocument.Parse(PlotlyJson.Of(figure));

    private static IEnumerable<string> Named(JsonDocument json) =>
        json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.GetProperty("showlegend").GetBoolean()).Select(static trace => trace.GetProperty("name").GetString()!);

    private static double[] Numbers(JsonElement trace, string key) => [.. trace.GetProperty(key).EnumerateArray().Select(static v => v.GetDouble())];

    private static ReportContent With(Func<int, AnalysisResult> result, string arm = "lipschitz", string varied = "")
    {
        var content = BehavingReport.Of([(arm, "state", .3)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with { Runs = [.. content.Runs.Select(run => run with { Arm = run.Arm with { Varied = varied }, Results = [result((int)run.Seed)] })] };
    }
}
