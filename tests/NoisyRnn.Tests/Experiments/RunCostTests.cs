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
        var minutes = RunCost.CoreMinutes(experiment.Runs, TestContext.Current.CancellationToken);
        Assert.Equal(4, minutes.Length);
        // A kind of run is timed once.
        Assert.Equal((minutes[0], minutes[2]), (minutes[1], minutes[3]));
        // A thousand times the iterations; a tenth of that leaves room for a machine that is busy while one of them is timed.
        Assert.True(minutes[2] > 100 * minutes[0], $"{minutes[2]} and {minutes[0]} minutes");
    }
}
