using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>How a network behaves at some noise levels: here an untrained one that loses its way.</summary>
public sealed class BehaviourAnalysisTests
{
    private const double Dt = 0.1, Sigma = 0.6;
    private static readonly Ctrnn Network = new() { Units = 6, Activation = new Tanh() };
    private static readonly TrialTask Task = new PathIntegration { Steps = 15 }.At(Dt);

    [Fact]
    public void Each_level_has_a_point_in_the_order_asked_for()
    {
        var result = Run(Subject(Sigma), 1, 0, .5);
        Assert.Equal([(1, .6), (0, 0), (.5, .3)], result.Points.Select(static point => (point.Level, point.Sigma)));
        Assert.Equal(20, result.Trials);
        // Noise moves what is decoded; the analysis finds a figure of merit by its name and level.
        Assert.Equal(3, result.Points.Select(static point => point.Behaviour.Metrics[0].Value).Distinct().Count());
        Assert.Equal(result.Points[2].Behaviour.Metrics[0].Value, result.At("error", .5));
        Assert.Null(result.At("error", .7));
        Assert.Null(result.At("eror", .5));
        Assert.Equal(
            result.Points.SelectMany(static point => point.Behaviour.Metrics.Select(metric => (point.Level, metric))), result.FiguresOfMerit);
    }

    [Fact]
    public void A_network_trained_without_noise_behaves_at_level_0_alone()
    {
        var point = Assert.Single(Run(Subject(0), 0, 1, 2).Points);
        Assert.Equal((0, 0), (point.Level, point.Sigma));
        var none = Assert.Single(Run(Subject(Sigma) with { Setup = Subject(Sigma).Setup with { Noise = [] } }, 1, 2).Points);
        Assert.Equal(Text(point), Text(none));
        // It is what a noisy network does at level 0.
        Assert.Equal(Text(point), Text(Assert.Single(Run(Subject(Sigma), 0).Points)));
    }

    [Fact]
    public void Trials_and_draws_are_the_same_at_every_level_and_in_every_network()
    {
        var all = Run(Subject(Sigma), 0, .5, 1);
        Assert.Equal(Text(all.Points[2]), Text(Assert.Single(Run(Subject(Sigma), 1).Points)));
        // Half of .6 is .3, draw for draw.
        Assert.Equal(Text(all.Points[1].Behaviour), Text(Run(Subject(Sigma / 2), 1).Points[0].Behaviour));
    }

    [Fact]
    public void Neither_a_second_run_nor_threads_change_a_bit()
    {
        var once = Text(Run(Subject(Sigma), 0, 1));
        Assert.Equal(once, Text(Run(Subject(Sigma), 0, 1)));
        Assert.Equal(once, Text(Analysis(0, 1).Run(Subject(Sigma), 3, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, Text(ResultJson.Read<BehaviourResult>(once)));
    }

    [Fact]
    public void It_is_refused_for_tasks_that_know_only_their_loss()
    {
        Assert.Null(Analysis(0).Refusal(Subject(Sigma).Setup));
        Assert.Equal(
            "the task regulator has no measure of behaviour but its loss; leave the key out",
            Analysis(0).Refusal(Subject(Sigma).Setup with { Task = new Regulator() }));
        Assert.Throws<ArgumentException>(() => Run(Subject(Sigma) with { Setup = Subject(Sigma).Setup with { Task = new Regulator() } }, 0));
    }

    [Fact]
    public void It_tells_how_far_it_is_and_can_be_stopped()
    {
        var shares = new List<double>();
        Analysis(0, 1).Run(Subject(Sigma), 1, shares.Add, TestContext.Current.CancellationToken);
        Assert.Equal([.5, 1], shares);
        Assert.ThrowsAny<OperationCanceledException>(() => Analysis(0, 1).Run(Subject(Sigma), 1, cancellation: new CancellationToken(canceled: true)));
    }

    private static BehaviourAnalysis Analysis(params double[] levels) => new() { Levels = [.. levels], Trials = 20 };

    private static BehaviourResult Run(TrainedNetwork subject, params double[] levels) =>
        Analysis(levels).Run(subject, 1, cancellation: TestContext.Current.CancellationToken);

    private static string Text<T>(T result) => ResultJson.Write(result);

    private static TrainedNetwork Subject(double sigma) => new(new Setup { Task = Task, Network = Network, Dt = Dt, Noise = [new NoiseSource { Sigma = [sigma] }], Seed = 3 }, Network.Initialize(Task.InputCount, Task.OutputCount, Dt, 3));
}
