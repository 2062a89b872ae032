using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>A network that acts in its task is stopped on its way, and not only before it begins.</summary>
public sealed class BehaviourCancellationTests
{
    public static TheoryData<TrialTask, double, int> Acting => new()
    {
        { new MazeNavigation(), 0.2, 5_000_000 }, { new PathIntegration(), 0.1, 5_000_000 }, { new CognitiveSuite(), 20, 50_000 },
    };

    [Theory]
    [MemberData(nameof(Acting), DisableDiscoveryEnumeration = true)]
    public void A_test_in_closed_loop_stops_between_blocks_of_trials(TrialTask spec, double dt, int trials)
    {
        var task = spec.At(dt);
        var network = new Ctrnn { Units = 4, Tau = [5 * dt] };
        var setup = new Setup { Task = task, Network = network, Dt = dt };
        var trained = new TrainedNetwork(setup, setup.Initialize());
        // Far more trials than are done in this time: whoever does not listen ends without the exception, and late.
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.ThrowsAny<OperationCanceledException>(() => task.Behave(trained.Prepare<double>(network, []), 1, trials, 2, stop.Token));
    }
}
