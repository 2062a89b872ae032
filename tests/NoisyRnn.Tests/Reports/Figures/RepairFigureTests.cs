using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Repaired networks under noise inside and outside: a line a form, the network as it is among them.</summary>
public sealed class RepairFigureTests
{
    [Fact]
    public void There_is_no_figure_where_nothing_was_repaired() => Assert.Null(RepairFigure.Of(BehavingReport.Empty));

    [Fact]
    public void Each_form_has_a_line_under_noise_inside_and_one_under_noise_outside()
    {
        var figure = RepairFigure.Of(With(static _ => 8))!;
        var means = Means(figure);
        Assert.Equal(["as it is", "as it is", "averaged", "averaged"], means.Select(static trace => trace.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        // Geometric means over seeds of 1, 10, 100 without noise; with it 8 inside and 80 outside.
        Assert.All(means, static trace => Assert.Equal([0, 1], trace.GetProperty("x").EnumerateArray().Select(static x => x.GetDouble())));
        Assert.All(means, static trace => Assert.Equal(10, trace.GetProperty("y")[0].GetDouble(), 1e-9));
        Assert.Equal([8, 8, 80, 80], means.Select(static trace => Math.Round(trace.GetProperty("y")[1].GetDouble(), 9)).Order());
        // Three networks, two forms, two levels, inside and outside.
        Assert.Equal(1 + (3 * 2 * 2 * 2), BehavingReport.Csv(figure).Length);
    }

    [Fact]
    public void Where_a_repaired_network_diverges_under_noise_there_is_a_gap_and_not_the_mean_of_the_others()
    {
        var means = Means(RepairFigure.Of(With(static seed => seed == 1 ? double.PositiveInfinity : 8))!);
        Assert.All(means, static trace => Assert.Equal(JsonValueKind.Null, trace.GetProperty("y")[1].ValueKind));
        Assert.All(means, static trace => Assert.Equal(10, trace.GetProperty("y")[0].GetDouble(), 1e-9));
    }

    private static JsonElement[] Means(Figure figure)
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        return [.. json.RootElement.Clone().GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _))];
    }

    private static ReportContent With(Func<int, double> noisy)
    {
        var content = BehavingReport.Of([("relu", "inside", 1)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with
        {
            Runs = [.. content.Runs.Select(run => run with
            {
                Results = [new RepairResult { TrainingSigma = 1, NoisyLoss = 1, Forms = [Form(RepairedForm.AsItIs, (int)run.Seed), Form("averaged", (int)run.Seed)] }],
            })],
        };

        RepairedForm Form(string name, int seed) => new(name, Math.Pow(10, seed), [Math.Pow(10, seed), noisy(seed)], [Math.Pow(10, seed), 10 * noisy(seed)]) { Levels = [0, 1] };
    }
}
