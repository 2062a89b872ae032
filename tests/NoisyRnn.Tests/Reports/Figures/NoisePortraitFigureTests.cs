using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Analyses;
using NoisyRnn.Tests.Claims;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The figure with the slider: of a unit with three fixed points, which noise makes one.</summary>
public sealed class NoisePortraitFigureTests
{
    private const double Sigma = 1.2;

    // Six digits in the drawing, of values up to 10.
    private const double Drawn = 1e-4;

    private static readonly NoisePortrait Analysis = new() { Levels = [0, .5, 1, 1.5], Trials = 3, States = 4, OutputTrials = 5, Draws = 6, Starts = 32 };
    private static readonly NoisePortraitResult Result = Portrait(ConstructedMaps.Network(new Tanh(), [2], 0.2, sigma: Sigma));
    private static readonly ReportContent Content = With(Run("tanh", "inside", Sigma, 1, Result));

    [Fact]
    public void There_is_none_without_a_portrait_of_a_network_with_noise_inside_that_counts()
    {
        Assert.Null(NoisePortraitFigure.OfFirst(BehavingReport.Empty));
        Assert.Null(NoisePortraitFigure.OfFirst(With(Run("tanh", "outside", Sigma, 1, Result), Run("tanh", "silent, tested inside", 0, 1, Result))));
        Assert.Null(NoisePortraitFigure.OfFirst(Content.LeavingOut(0)));
        Assert.Null(NoisePortraitFigure.OfSecond(Content));
    }

    [Fact]
    public void The_slider_has_a_step_a_level_and_stands_at_the_training_noise()
    {
        using var json = Json(Content);
        var slider = Assert.Single(json.RootElement.GetProperty("layout").GetProperty("sliders").EnumerateArray());
        Assert.Equal(2, slider.GetProperty("active").GetInt32());
        var steps = slider.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal([("0", "update"), ("0.5", "update"), ("1", "update"), ("1.5", "update")], steps.Select(static step => (step.GetProperty("label").GetString(), step.GetProperty("method").GetString())));
        // Every step tells its loss in the title of the second panel, which at first has that of the training noise.
        Assert.Equal(
            Result.Levels.Select(static level => $"<b>output, loss {Wording.Number(level.Loss)}</b>"),
            steps.Select(static step => step.GetProperty("args")[1].GetProperty("annotations[1].text").GetString()));
        Assert.Equal(
            ["<b>states and fixed points</b>", $"<b>output, loss {Wording.Number(Result.Levels[2].Loss)}</b>"],
            json.RootElement.GetProperty("layout").GetProperty("annotations").EnumerateArray().Select(static annotation => annotation.GetProperty("text").GetString()));
        Assert.Equal(steps[2].GetProperty("args")[0].GetProperty("visible").EnumerateArray().Select(static v => v.GetBoolean()), Traces(json).Select(static trace => trace.GetProperty("visible").GetBoolean()));
    }

    [Fact]
    public void The_traces_seen_at_a_step_are_those_of_its_level_and_the_references()
    {
        using var json = Json(Content);
        int[] order = [.. Enumerable.Range(0, 5).OrderBy(static p => Result.Inputs[p])];
        foreach (var (k, level) in Result.Levels.Index())
        {
            var seen = Seen(json, k);
            var training = Result.Levels[2];
            AssertDrawn(Only(seen, "at the training noise", "x", "markers"), training.First.SelectMany(static d => d), training.Second.SelectMany(static d => d));
            AssertDrawn(Only(seen, "at the training noise", "x2", "lines"), order.Select(static p => Result.Inputs[p]), order.Select(p => training.Mean[p]));
            AssertDrawn(Only(seen, "target", "x2", "lines"), order.Select(static p => Result.Inputs[p]), order.Select(static p => Result.Targets[p]));
            AssertDrawn(Only(seen, "at the chosen noise", "x", "markers"), level.First.SelectMany(static d => d), level.Second.SelectMany(static d => d));
            AssertDrawn(
                Assert.Single(seen, static trace => trace.TryGetProperty("fill", out _)), order.Concat(order.Reverse()).Select(static p => Result.Inputs[p]),
                order.Select(p => level.Mean[p] + level.Deviation[p]).Concat(order.Reverse().Select(p => level.Mean[p] - level.Deviation[p])));
            AssertDrawn(
                Only([.. seen.Where(static trace => !trace.TryGetProperty("fill", out _))], "at the chosen noise", "x2", "lines"),
                order.Select(static p => Result.Inputs[p]), order.Select(p => level.Mean[p]));
            var stable = level.Points.Where(static point => point.Attracts).ToArray();
            AssertDrawn(Only(seen, "stable fixed points", "x", "markers"), stable.Select(static point => point.First), stable.Select(static point => point.Second));
            AssertDrawn(Only(seen, "stable fixed points", "x2", "markers"), stable.Select(static point => Result.Inputs[point.Trial]), stable.Select(static point => point.Output));
            var unstable = level.Points.Where(static point => !point.Attracts).ToArray();
            Assert.Equal(unstable.Length > 0 ? 9 : 8, seen.Length);
            if (unstable.Length > 0)
                AssertDrawn(Only(seen, "unstable fixed points", "x", "markers"), unstable.Select(static point => point.First), unstable.Select(static point => point.Second));
        }

        Assert.Equal([3, 3, 0, 0], Result.Levels.Select(static level => level.Points.Count(static point => !point.Attracts)));
    }

    [Fact]
    public void The_axes_hold_all_levels_and_do_not_move()
    {
        using var json = Json(Content);
        var layout = json.RootElement.GetProperty("layout");
        foreach (var trace in Traces(json))
        {
            var suffix = trace.GetProperty("xaxis").GetString()![1..];
            foreach (var axis in new[] { "x", "y" })
            {
                var range = layout.GetProperty($"{axis}axis{suffix}").GetProperty("range").EnumerateArray().Select(static v => v.GetDouble()).ToArray();
                Assert.All(trace.GetProperty(axis).EnumerateArray(), value => Assert.InRange(value.GetDouble(), range[0], range[1]));
            }
        }

        // States and outputs share no axis, and each says what it is.
        Assert.False(layout.GetProperty("yaxis2").TryGetProperty("matches", out _));
        Assert.Equal(
            ["first principal component", "second principal component", "input u", "output y (units of the task)"],
            new[] { "xaxis", "yaxis", "xaxis2", "yaxis2" }.Select(axis => layout.GetProperty(axis).GetProperty("title").GetProperty("text").GetString()));
    }

    [Fact]
    public void Of_each_activation_three_at_most_the_first_seed_at_the_highest_noise_is_drawn_and_named()
    {
        var content = With(
            Run("tanh", "inside", .3, 1, Result), Run("tanh", "inside", Sigma, 2, Result), Run("tanh", "inside", Sigma, 1, Result),
            Run("relu", "inside", .3, 4, Result), Run("gelu", "inside", .3, 1, Result), Run("sigmoid", "inside", .3, 1, Result));
        Assert.Equal(
            [
                ("noise-portrait", "What the test noise moves: tanh, inside, s0 = 1.2, seed 1"), ("noise-portrait-2", "What the test noise moves: relu, inside, s0 = 0.3, seed 4"),
                ("noise-portrait-3", "What the test noise moves: gelu, inside, s0 = 0.3, seed 1"),
            ],
            FigureCatalogue.Of(content).Where(static figure => figure.Name.StartsWith("noise-portrait", StringComparison.Ordinal)).Select(static figure => (figure.Name, figure.Title)));
    }

    [Fact]
    public void The_words_below_tell_the_loss_of_every_level_and_the_numbers_are_all_there()
    {
        var figure = NoisePortraitFigure.OfFirst(Content)!;
        var losses = Result.Levels.Select(static level => $"{Wording.Number(level.Loss)} at {Wording.Number(level.Level)}");
        Assert.Contains($"Loss by s/s0: {string.Join(", ", losses)}; the lowest at ", figure.Caption, StringComparison.Ordinal);
        Assert.Contains("of 3 test trials with 4 noise draws each", figure.Caption, StringComparison.Ordinal);

        var rows = BehavingReport.Csv(figure);
        Assert.Equal(
            "run,arm,placement,training_sigma,seed,relative_level,silence,sigma,loss,kind,test_trial,draw,branch,stability,component_1,component_2,input,target,output,output_deviation",
            string.Join(',', rows[0]));
        // States: 3 without noise, 12 at each other level; outputs of 5 trials; three points at each of 3 inputs at two levels, one at the others.
        Assert.Equal([("fixed", 24), ("output", 20), ("state", 39)], rows.Skip(1).GroupBy(static row => row[9]).Select(static kind => (kind.Key, kind.Count())).Order());
        var last = rows[^1];
        Assert.Equal(("1.5", "4", Result.Levels[3].Mean[4]), (last[5], last[10], double.Parse(last[18], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Where_there_is_no_curve_outputs_stand_against_targets_and_where_no_recurrence_there_are_no_triangles()
    {
        var network = new FeedForward { Units = 4 };
        TrainedNetwork forward = new(new Setup { Task = new HeldInputs(20), Network = network, Dt = .1, Noise = [new NoiseSource { Sigma = [.4] }], Seed = 5 }, network.Initialize(3, 2, .1, 5));
        var result = Portrait(forward);
        var content = With(Run("relu", "inside", .4, 1, result));
        using var json = Json(content);
        Assert.Equal("target y*", json.RootElement.GetProperty("layout").GetProperty("xaxis2").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("<b>states</b>", json.RootElement.GetProperty("layout").GetProperty("annotations")[0].GetProperty("text").GetString());
        foreach (var (k, level) in result.Levels.Index())
        {
            var seen = Seen(json, k);
            Assert.Equal(5, seen.Length);
            var outputs = Only(seen, "at the chosen noise", "x2", "markers");
            int[] order = [.. Enumerable.Range(0, 5).OrderBy(p => result.Targets[p])];
            AssertDrawn(outputs, order.Select(p => result.Targets[p]), order.Select(p => level.Mean[p]));
            Assert.Equal(order.Select(p => level.Deviation[p]), outputs.GetProperty("error_y").GetProperty("array").EnumerateArray().Select(static v => v.GetDouble()), static (p, q) => Math.Abs(p - q) < Drawn);
        }

        Assert.Contains("No fixed points: a feed-forward network has no recurrence", NoisePortraitFigure.OfFirst(content)!.Caption, StringComparison.Ordinal);
    }

    private static NoisePortraitResult Portrait(TrainedNetwork subject) => Analysis.Run(subject, 1, cancellation: TestContext.Current.CancellationToken);

    private static ReportContent With(params NetworkRun[] runs) => BehavingReport.Empty with { Runs = [.. runs] };

    private static NetworkRun Run(string activation, string placement, double sigma, ulong seed, NoisePortraitResult result) => BehavingReport.Empty.Runs[0] with
    {
        Run = $"{activation}-{placement}-{sigma}-{seed}",
        Arm = Arms.Of(activation, placement, sigma),
        Seed = seed,
        Results = [result],
    };

    private static JsonDocument Json(ReportContent content) => JsonDocument.Parse(PlotlyJson.Of(NoisePortraitFigure.OfFirst(content)!));

    private static JsonElement[] Traces(JsonDocument json) => [.. json.RootElement.GetProperty("data").EnumerateArray()];

    private static JsonElement[] Seen(JsonDocument json, int step)
    {
        var visible = json.RootElement.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps")[step].GetProperty("args")[0].GetProperty("visible");
        return [.. Traces(json).Zip(visible.EnumerateArray()).Where(static pair => pair.Second.GetBoolean()).Select(static pair => pair.First)];
    }

    private static JsonElement Only(JsonElement[] traces, string group, string axis, string mode) => Assert.Single(
        traces, trace => (group, axis, mode) == (trace.GetProperty("legendgroup").GetString(), trace.GetProperty("xaxis").GetString(), trace.GetProperty("mode").GetString()));

    private static void AssertDrawn(JsonElement trace, IEnumerable<double> x, IEnumerable<double> y)
    {
        Assert.Equal(x, trace.GetProperty("x").EnumerateArray().Select(static v => v.GetDouble()), static (p, q) => Math.Abs(p - q) < Drawn);
        Assert.Equal(y, trace.GetProperty("y").EnumerateArray().Select(static v => v.GetDouble()), static (p, q) => Math.Abs(p - q) < Drawn);
    }
}
