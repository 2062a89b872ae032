using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

public sealed class NoiseSweepStatisticsTests
{
    // Even draws are lowest at level 1, bias^2 at level .5; odd draws at 2: each figure must come from its own column.
    private static readonly ImmutableArray<SweepPoint> Points =
    [
        new(0, 0, 4.1, 3, 1.1, EvenLoss: 4, OddLoss: 4.2),
        new(.5, .15, 2.5, 1, 1.5, EvenLoss: 2, OddLoss: 3),
        new(1, .3, 1.5, 2, -.5, EvenLoss: 1, OddLoss: 2.1),
        new(2, .6, 1.5, 3, -.5, EvenLoss: 2, OddLoss: 1),
    ];

    [Fact]
    public void The_level_is_chosen_on_even_draws_and_the_gain_measured_on_odd_ones()
    {
        var result = NoiseSweepStatistics.Summarise(.3, Points, conditions: 640, draws: 64, targetVariance: .5, repaired: .01)!;

        Assert.Equal(PreferredLevel.Of([0, .5, 1, 2], [4, 2, 1, 2]), result.Preferred);
        Assert.Equal(PreferredLevel.Of([0, .5, 1, 2], [3, 1, 2, 3]), result.PreferredBias);
        Assert.Equal(Math.Log(4.2) - Math.Log(2.1), result.Gain!.Value, 1e-15);
        Assert.Equal((4.1, 1.5, .5, .01), (result.SilentLoss, result.TrainingLevelLoss, result.TargetVariance, result.RepairedLoss));
        Assert.Equal((640, 64, .3), (result.Conditions, result.Draws, result.TrainingSigma));
    }

    [Fact]
    public void Trained_without_noise_levels_are_absolute_and_there_is_no_gain()
    {
        var result = NoiseSweepStatistics.Summarise(0, [Points[0], Points[3]], 1, 64, .5)!;
        Assert.Null(result.Gain);
        Assert.Equal(new(2, RangeEnd.AtLeast), result.Preferred);
        Assert.Equal(4.1, result.TrainingLevelLoss);
    }

    [Fact]
    public void Cross_entropy_has_no_preferred_bias()
    {
        var points = Points.Select(p => p with { BiasSquared = null, Variance = null, Accuracy = .9 }).ToImmutableArray();
        var result = NoiseSweepStatistics.Summarise(.3, points, 1, 64, 1, chance: .25)!;
        Assert.Null(result.PreferredBias);
        Assert.Equal((.9, .25), (result.TrainingLevelAccuracy, result.ChanceAccuracy));
    }

    [Fact]
    public void A_network_that_diverges_at_every_level_has_no_result() =>
        Assert.Null(NoiseSweepStatistics.Summarise(.3, [.. Points.Select(p => p with { EvenLoss = double.NaN })], 1, 64, .5));

    [Fact]
    public void A_loss_of_zero_still_has_a_gain()
    {
        var result = NoiseSweepStatistics.Summarise(.3, Points.SetItem(0, Points[0] with { OddLoss = 0 }), 1, 64, .5)!;
        Assert.InRange(result.Gain!.Value, -800, -700);
    }

    [Fact]
    public void Missing_levels_and_bad_training_levels_are_refused()
    {
        Assert.Throws<ArgumentException>(() => NoiseSweepStatistics.Summarise(.3, Points.RemoveAt(0), 1, 64, .5));
        Assert.Throws<ArgumentException>(() => NoiseSweepStatistics.Summarise(.3, Points.RemoveAt(2), 1, 64, .5));
        Assert.Throws<ArgumentException>(() => NoiseSweepStatistics.Summarise(.3, [.. Points.Reverse()], 1, 64, .5));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseSweepStatistics.Summarise(-1, Points, 1, 64, .5));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseSweepStatistics.Summarise(double.NaN, Points, 1, 64, .5));
    }

    [Fact]
    public void A_diverged_level_survives_json()
    {
        var diverged = new SweepPoint(2, .6, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        Assert.Equal(diverged, JsonSerializer.Deserialize<SweepPoint>(JsonSerializer.Serialize(diverged)));
    }
}
