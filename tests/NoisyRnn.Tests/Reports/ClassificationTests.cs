using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>What a report shows where outputs are classes: accuracies beside the losses.</summary>
public sealed class ClassificationTests
{
    // Figures hold six significant digits.
    private const double Drawn = 1e-6;

    private static readonly ReportContent Values = SyntheticReport.Quick();
    private static readonly ReportContent Classes = Values with
    {
        Cells = [.. Values.Cells.Select(static c => c with { SilentAccuracy = new(.91, .9, .92), TrainingLevelAccuracy = new(.875, .87, .88), PreferredBias = null })],
        Runs = [.. Values.Runs.Select(static r => r with
        {
            KeptIteration = r.Curve.Iterations[^2],
            Curve = r.Curve with { ValidationAccuracy = [.. r.Curve.ValidationLoss.Select(static loss => 1 - loss)] },
            Sweep = r.Sweep! with { ChanceAccuracy = .1, Points = [.. r.Sweep.Points.Select(static p => p with { Accuracy = 1 - p.Loss })] },
            Example = r.Example is null ? null : r.Example with { IsProbability = true, Targets = [[.. r.Example.Targets[0].Select(static (_, t) => t == 39 ? 1 : double.NaN)]] },
        })],
    };

    [Fact]
    public void The_table_of_losses_has_a_column_for_each_accuracy()
    {
        Assert.Equal(
            ["Training noise", "n", "Accuracy, silent", "Accuracy at training noise", "Silent", "At training noise", "Repaired, silent", "Repair changes silent loss", "Preferred level"],
            Headings(Classes));
        Assert.Contains("0.91 [0.9, 0.92]0.875 [0.87, 0.88]", LossSection.Of(Classes).Last().Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Headings(Values), static title => title.StartsWith("Accuracy", StringComparison.Ordinal));
    }

    [Fact]
    public void Accuracies_say_over_how_many_trials_they_are()
    {
        var said = Classes with { SweepTrials = "200 test trials" };
        Assert.Contains(" and accuracy over 200 test trials: mean over seeds", LossSection.Of(said).Last().Value, StringComparison.Ordinal);
        Assert.StartsWith("The share of 200 test trials, over all draws, whose largest output", PerformanceFigure.OfAccuracy(said)!.Caption, StringComparison.Ordinal);
        Assert.Contains("(over 200 test trials)", MarkdownSummary.Of(said), StringComparison.Ordinal);
        // Losses without right and wrong say nothing of it.
        Assert.Equal(MarkdownSummary.Of(Values), MarkdownSummary.Of(Values with { SweepTrials = "200 test trials" }));
    }

    [Fact]
    public void What_no_cell_has_is_no_column()
    {
        var bare = Values with { Cells = [.. Values.Cells.Select(static c => c with { RepairedLoss = null })] };
        Assert.Equal(["Training noise", "n", "Silent", "At training noise", "Preferred level"], Headings(bare));
        Assert.DoesNotContain("Repaired:", LossSection.Of(bare).First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Accuracy_has_a_figure_against_test_noise_and_one_against_iterations()
    {
        Assert.Equal(
            ["performance", "accuracy", "preferred-noise", "bias-variance", "learning-curves", "learning-accuracy", "example-trials"],
            FigureCatalogue.Of(Classes).Select(static figure => figure.Name));
        Assert.Equal(
            ["performance", "preferred-noise", "bias-variance", "learning-curves", "example-trials"],
            FigureCatalogue.Of(Values).Select(static figure => figure.Name));
        var run = Classes.Runs[0];
        Assert.Equal(run.Sweep!.Points[0].Accuracy!.Value, FirstY(PerformanceFigure.OfAccuracy(Classes)!), Drawn);
        Assert.Equal(run.Curve.ValidationAccuracy[0], FirstY(LearningCurvesFigure.OfAccuracy(Classes)!), Drawn);
    }

    [Fact]
    public void A_ring_marks_the_iteration_whose_parameters_are_kept()
    {
        var figure = LearningCurvesFigure.Of(Classes)!;
        Assert.Contains("Rings mark the lowest validation loss", figure.Caption, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var rings = json.RootElement.GetProperty("data").EnumerateArray().Where(static t => t.GetProperty("mode").GetString() == "markers").ToList();
        Assert.Equal(Classes.Cells.Length, rings.Count);
        Assert.Equal(Classes.Runs[0].KeptIteration, rings[0].GetProperty("x")[0].GetInt32());
        var rows = figure.Table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split(','));
        Assert.Equal(
            Classes.Runs.Select(static r => (r.Run, r.KeptIteration)),
            rows.Where(static row => row[^1] == "true").Select(static row => (row[0], (int?)int.Parse(row[6], System.Globalization.CultureInfo.InvariantCulture))));
        Assert.DoesNotContain("Rings", LearningCurvesFigure.Of(Values)!.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void An_example_trial_shows_the_probability_of_the_right_class_and_a_ring_where_it_is_asked_for()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(ExampleTrialsFigure.Of(Classes)!));
        var traces = json.RootElement.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(
            ["input: lines", "right class, at training noise: lines", "right class, without noise: lines", "asked here: markers"],
            traces.Take(4).Select(static t => $"{t.GetProperty("name").GetString()}: {t.GetProperty("mode").GetString()}"));
    }

    [Fact]
    public void A_panel_with_one_training_level_shows_its_example_whatever_is_chosen()
    {
        var single = Values with { Runs = [.. Values.Runs.Where(static r => r.Arm.PlacementName == "inside" || r.Arm.TrainingSigma == 1)] };
        using var json = JsonDocument.Parse(PlotlyJson.Of(ExampleTrialsFigure.Of(single)!));
        var outside = json.RootElement.GetProperty("data").EnumerateArray().Select(static (t, k) => (Axis: t.GetProperty("xaxis").GetString(), k)).Where(static t => t.Axis == "x2").Select(static t => t.k).ToList();
        Assert.Equal(4, outside.Count);
        foreach (var button in json.RootElement.GetProperty("layout").GetProperty("updatemenus")[0].GetProperty("buttons").EnumerateArray())
            Assert.All(outside, k => Assert.True(button.GetProperty("args")[0].GetProperty("visible")[k].GetBoolean()));

        var arms = single with { Runs = [.. single.Runs.Where(static r => r.Arm.TrainingSigma == 1)] };
        using var without = JsonDocument.Parse(PlotlyJson.Of(ExampleTrialsFigure.Of(arms)!));
        Assert.False(without.RootElement.GetProperty("layout").TryGetProperty("updatemenus", out _));
        Assert.All(without.RootElement.GetProperty("data").EnumerateArray(), static trace => Assert.True(trace.GetProperty("visible").GetBoolean()));
    }

    [Fact]
    public void Markdown_has_the_accuracies_as_two_more_columns()
    {
        Assert.Contains("| repaired | accuracy silent | accuracy at s0 |", MarkdownSummary.Of(Classes), StringComparison.Ordinal);
        Assert.Contains("| 0.91 [0.9, 0.92] | 0.875 [0.87, 0.88] |", MarkdownSummary.Of(Classes), StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", MarkdownSummary.Of(Values), StringComparison.Ordinal);
    }

    private static ImmutableArray<string> Headings(ReportContent content) =>
        [.. LossSection.Of(content).Last().Descendants("thead").Single().Descendants("th").Select(static th => th.Value)];

    private static double FirstY(Figure figure)
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        return json.RootElement.GetProperty("data")[0].GetProperty("y")[0].GetDouble();
    }
}
