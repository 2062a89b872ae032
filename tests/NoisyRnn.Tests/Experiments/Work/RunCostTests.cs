using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The estimate of what runs cost: arms may differ by orders of magnitude.</summary>
public sealed class RunCostTests
{
    [Fact]
    public void Each_run_has_the_cost_of_its_arm()
    {
        var experiment = SmallExperiment.Of("""
            task: {steps: 4, loss-steps: 4}
            training: {batch: 16, validation-trials: 16}
            sweep: {trials: 1, draws: 4}
            arms:
              short: {training.iterations: 100, network.units: 4}
              long: {training.iterations: 100000, network.units: 32}
            grid: {seed: 1..2}
            """);
        var costs = RunCost.Of(experiment.Runs, 1, 1e12, TestContext.Current.CancellationToken);
        Assert.Equal(4, costs.Length);
        Assert.All(costs, static cost => Assert.Null(cost.Refusal));
        double[] minutes = [.. costs.Select(static cost => cost.CoreMinutes)];
        // A kind of run is timed once.
        Assert.Equal((minutes[0], minutes[2]), (minutes[1], minutes[3]));
        // A thousand times the iterations; a tenth of that leaves room for a machine that is busy while one of them is timed.
        Assert.True(minutes[2] > 100 * minutes[0], $"{minutes[2]} and {minutes[0]} minutes");
    }

    [Fact]
    public void Rates_and_levels_take_no_time_and_what_is_no_number_does()
    {
        var experiment = SmallExperiment.Of("""
            task: {steps: 4, loss-steps: 4}
            training: {batch: 16, validation-trials: 16}
            sweep: {trials: 1, draws: 4}
            grid: {network.activation: [relu, tanh], noise.sigma: [0, .1, .2, .3], training.optimizer.rate: [.002, 1e-4, .3], network.units: [3, 4]}
            """);
        var kinds = experiment.Runs.ToLookup(static run => RunKind.Of(run, 1, 1e12).Key);
        // Activation, whether there is noise, units.
        Assert.Equal(8, kinds.Count);
        Assert.All(kinds, static kind => Assert.True(kind.Count() is 3 or 9, kind.Key));
    }

    [Fact]
    public void Runs_without_room_are_named_with_their_size_and_the_others_are_estimated()
    {
        var experiment = SmallExperiment.Of("""
            task: {steps: 4, loss-steps: 4}
            training: {batch: 16, validation-trials: 16, iterations: 10}
            arms:
              small: {network.units: 4}
              large: {network.units: 65536}
            grid: {seed: 1..2}
            """);
        var estimate = RunEstimate.Of(experiment.Runs, 2, TestContext.Current.CancellationToken);
        Assert.Equal(["arm = small, seed = 1", "arm = small, seed = 2"], estimate.Runs.Select(static run => $"{run.Point}"));
        Assert.Equal(experiment.Runs[2..].Select(static run => run.Hash.Short), estimate.TooLarge.Select(static failure => failure.Name));
        Assert.All(estimate.TooLarge, static failure => Assert.Contains("arm = large, seed = ", failure.Error.Message, StringComparison.Ordinal));
        Assert.All(estimate.TooLarge, static failure => Assert.Contains(": needs an array of ", failure.Error.Message, StringComparison.Ordinal));
        Assert.EndsWith(" core-minutes, without 2 runs for which there is not enough memory", estimate.TimeInWords("about"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_room_that_is_alone_has_neither_a_point_nor_a_time()
    {
        var experiment = SmallExperiment.Of("""
            network: {units: 65536}
            training: {batch: 16, validation-trials: 16, iterations: 10}
            """);
        var estimate = RunEstimate.Of(experiment.Runs, 2, TestContext.Current.CancellationToken);
        Assert.StartsWith("needs an array of ", Assert.Single(estimate.TooLarge).Error.Message, StringComparison.Ordinal);
        Assert.Equal("none can be done here, for want of memory", estimate.TimeInWords("about"));
    }
}
