using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>V and the position of units through training: a line an arm, all judged at the level of those with noise.</summary>
public sealed class OperatingPointsFigureTests
{
    private const int Trained = 500;

    [Fact]
    public void There_is_no_figure_where_nobody_looked()
    {
        Assert.Null(OperatingPointsFigure.OfAttenuation(BehavingReport.Empty));
        Assert.Null(OperatingPointsFigure.OfPosition(BehavingReport.Empty));
        Assert.Null(OperatingPointsFigure.OfHistogram(BehavingReport.Empty));
    }

    [Fact]
    public void Networks_without_noise_stand_beside_the_others_at_their_levels_alone()
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(OperatingPointsFigure.OfAttenuation(Content())!));
        var means = Named(json);
        // At .3: noise inside, and without; silent networks were looked at at 2 as well, where no other was.
        Assert.Equal(["noise inside", "trained without noise"], means.Select(static trace => trace.GetProperty("name").GetString()));
        Assert.Equal([0, 100, Trained], means[0].GetProperty("x").EnumerateArray().Select(static x => x.GetDouble()));
        // Means over seeds 0, 1 and 2 of .5 - .1 seed on the way.
        Assert.Equal([.5, .4, .2], means[0].GetProperty("y").EnumerateArray().Select(static y => Math.Round(y.GetDouble(), 9)));
    }

    [Fact]
    public void The_start_is_drawn_once_for_all_arms_and_the_ends_apart()
    {
        var figure = OperatingPointsFigure.OfHistogram(Content())!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal(["before training", "trained, noise inside", "trained without noise"], Named(json).Select(static trace => trace.GetProperty("name").GetString()));
        // Bins by their middles.
        Assert.Equal(OperatingPoint.LowestPosition + (OperatingPoint.BinWidth / 2), Named(json)[0].GetProperty("x")[0].GetDouble(), 1e-9);
        Assert.Equal(1 + (6 * 2 * OperatingPoint.Bins), BehavingReport.Csv(figure).Length);
    }

    private static JsonElement[] Named(JsonDocument json) => [.. json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _))];

    private static ReportContent Content()
    {
        var content = BehavingReport.Of([("relu", "inside", .3), ("relu", "silent", 0)], static (_, _) => new() { Metrics = [], Curves = [] }, 0);
        return content with
        {
            Runs = [.. content.Runs.Select(run => run with
            {
                Curve = run.Curve with { Iterations = [.. run.Curve.Iterations.SkipLast(1), Trained] },
                Results = [new OperatingPointsResult
                {
                    Points = run.Arm.TrainingSigma > 0
                        ? [Point(TrainingMoment.Start, .3, .5), Point(TrainingMoment.OnTheWay, .3, .5 - (.1 * run.Seed)), Point(TrainingMoment.End, .3, .2)]
                        : [Point(TrainingMoment.Start, .3, .5), Point(TrainingMoment.Start, 2, .6), Point(TrainingMoment.End, .3, .5), Point(TrainingMoment.End, 2, .6)],
                }],
            })],
        };
    }

    private static OperatingPoint Point(TrainingMoment moment, double sigma, double v) => new()
    {
        Moment = moment, Iteration = moment switch { TrainingMoment.Start => 0, TrainingMoment.OnTheWay => 100, _ => null }, Sigma = sigma,
        WeightedAttenuation = v, Attenuation = v, Shift = .1, Position = -v,
        Histogram = moment == TrainingMoment.OnTheWay ? null : [.. Enumerable.Repeat(1.0 / OperatingPoint.Bins, OperatingPoint.Bins)],
    };
}
