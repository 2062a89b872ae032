using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Silent losses under f and its averages: a line each, placebos of noise inside alone, all numbers in the CSV.</summary>
public sealed class BiasFigureTests
{
    [Fact]
    public void There_is_no_figure_without_the_analysis() => Assert.Null(BiasFigure.Of(BehavingReport.Empty));

    [Fact]
    public void Lines_are_geometric_means_and_placebos_stand_with_noise_inside()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(BiasFigure.Of(With(static seed => Math.Pow(10, seed)))!));
        var means = json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _)).ToArray();
        // Inside six lines, outside three of them; each name once in the legend.
        Assert.Equal(6 + 3, means.Length);
        Assert.Equal(6, means.Count(static trace => trace.GetProperty("showlegend").GetBoolean()));
        Assert.Equal(10, Y(means, "silent, as it is (f)"), 1e-9);
        Assert.Equal(.2, Y(means, "silent, f averaged over s<sub>0</sub>"), 1e-9);
        Assert.Equal(.3, Y(means, "silent, f averaged over .5 s<sub>0</sub>"), 1e-9);
        Assert.Equal(.4, Y(means, "silent, f averaged over 1.5 s<sub>0</sub>"), 1e-9);
        Assert.Equal(.5, Y(means, "with the noise s<sub>0</sub>"), 1e-9);
    }

    [Fact]
    public void A_random_shift_has_the_loss_that_its_removed_share_leaves()
    {
        // L(0) = 3, bias^2 = .1: a share of -1 leaves 3 + 2.9.
        using var json = JsonDocument.Parse(PlotlyJson.Of(BiasFigure.Of(With(static _ => 3))!));
        var means = json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _)).ToArray();
        Assert.Equal(5.9, Y(means, "silent, random shift"), 1e-9);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_a_gap_and_stands_in_the_numbers()
    {
        var figure = BiasFigure.Of(With(static seed => seed == 1 ? double.PositiveInfinity : 1))!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var silent = json.RootElement.GetProperty("data").EnumerateArray().First(static trace => trace.TryGetProperty("name", out _));
        Assert.Equal(JsonValueKind.Null, silent.GetProperty("y")[0].ValueKind);
        Assert.Equal(7, BehavingReport.Csv(figure).Length);
    }

    private static double Y(JsonElement[] means, string name) => means.First(trace => trace.GetProperty("name").GetString() == name).GetProperty("y")[0].GetDouble();

    private static ReportContent With(Func<int, double> silent)
    {
        var content = BehavingReport.Of([("relu", "inside", .3), ("relu", "outside", .3)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with
        {
            Runs = [.. content.Runs.Select(run => run with
            {
                Results = [new BiasResult
                {
                    Sigma = .3, SilentLoss = silent((int)run.Seed), NoisyLoss = .5, BiasSquared = .1, AveragedLoss = .2, ShiftSquared = .1,
                    Inside = run.Arm.PlacementName != "inside" ? null : new()
                    {
                        Explained = 1, FirstOrderExplained = 1, RemovedShare = 1, AtHalfLoss = .3, AtMoreLoss = .4, RandomShiftRemovedShare = -1,
                        LargestThirdContribution = 1, LargestThirdRemovedShare = 1, RandomThirdRemovedShare = 0,
                    },
                }],
            })],
        };
    }
}
