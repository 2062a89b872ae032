using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What a run tells of itself while it is computed.</summary>
public sealed class RunPaceTests : IDisposable
{
    private readonly StoredExperiment _experiment = new(
        """
        name: pace
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 1500, validate-every: 1000, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        bias: {}
        noise: {sigma: .1}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void A_run_tells_its_iterations_loss_rate_and_what_is_left_then_its_analyses_then_its_end()
    {
        var run = _experiment.Planned().Runs[0];
        var store = _experiment.Opened;
        var told = new List<Heartbeat>();
        using (var writer = store.OpenWriter(0))
            Assert.True(new RunWork(store, run, 1) { Log = static _ => { } }.Execute(writer, told.Add, TestContext.Current.CancellationToken));
        Assert.Equal(told.Select(static at => at.Share).Order(), told.Select(static at => at.Share));
        Assert.Equal(["train", "sweep", "bias"], told.Select(static at => at.Stage).Distinct());
        Assert.Equal((1, 1500), (told[^1].Share, told[^1].Iteration));
        var trained = told.Last(static at => at.Stage == "train");
        Assert.Equal((1500, 1500), (trained.Iteration, trained.Iterations));
        Assert.InRange(trained.Rate!.Value, 1, 1e7);
        Assert.InRange(trained.SecondsLeft!.Value, 0, 600);
        Assert.Equal(store.Results.Get<TrainingResult>(run.TrainingHash, "train")!.Curve.TrainingLoss[^1], trained.Loss);
        Assert.Null(told[^1].Rate);
    }

    [Fact]
    public void A_call_tells_which_runs_it_is_at()
    {
        // Far longer than it takes to be seen, on any machine; then it is stopped.
        string[] settings = ["training.iterations=100000000", "training.validate-every=100000000"];
        var seen = new List<RunProgress>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var runner = new ExperimentRunner(_experiment.Planned(settings), _experiment.Store, workers: 1)
        {
            Progress = progress =>
            {
                seen.Add(progress);
                if (progress.Working.Any(static each => each.At.Rate > 0))
                    stop.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => runner.Run(stop.Token));
        var working = Assert.Single(seen.First(static progress => progress.Working.Any(static each => each.At.Rate > 0)).Working);
        Assert.Equal(_experiment.Planned(settings).Runs[0].Hash.Short, working.Run);
        Assert.InRange(working.At.Iteration, 1, 100_000_000);
        Assert.Empty(seen[^1].Working);
    }
}
