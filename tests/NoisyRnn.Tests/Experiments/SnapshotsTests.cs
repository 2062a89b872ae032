using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Analyses that look back at the network in training: asked for at once or later, and after an interruption.</summary>
public sealed class SnapshotsTests : IDisposable
{
    private const string Asked = "operating-points={every: 10, trials: 4}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Asked_for_later_the_network_is_trained_again_to_the_same_bits()
    {
        Run("out", Planned());
        var later = Run("out", Planned(Asked));
        var direct = Run("other", Planned(Asked));
        Assert.Equal(Results(direct), Results(later));
        Assert.All(later.Runs, static run => Assert.Equal([0, 10, 20, 30, 40, null], Assert.Single(run.Results.OfType<OperatingPointsResult>()).Points.Select(static p => p.Iteration)));
        // One record of the training: a second one would be another truth.
        Assert.Equal(2, RunStore.Open(Path.Combine(_folder.Path, "out")).Results.All.Count(static result => result.Stage == "train"));
    }

    [Fact]
    public void Files_are_kept_with_the_models_and_else_deleted()
    {
        Run("kept", Planned(Asked));
        Assert.Equal(8, Snapshots("kept").Length);
        Run("deleted", Planned(Asked, "keep=nothing"));
        Assert.Empty(Snapshots("deleted"));
    }

    [Fact]
    public void A_checkpoint_from_before_is_not_gone_on_from()
    {
        using var stop = new CancellationTokenSource();
        var store = Path.Combine(_folder.Path, "out");
        Assert.ThrowsAny<OperationCanceledException>(() => new ExperimentRunner(Planned("training.iterations=1000000"), store, workers: 1)
        {
            Progress = _ => stop.Cancel(),
        }.Run(stop.Token));
        Assert.NotEmpty(Directory.GetFiles(store, "checkpoint.safetensors", SearchOption.AllDirectories));
        // The same training, looked at: what was not kept is made up for by training again.
        using var stopAgain = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new ExperimentRunner(Planned("training.iterations=1000000", "operating-points={every: 1}"), store, workers: 1)
        {
            Progress = _ => stopAgain.Cancel(),
        }.Run(stopAgain.Token));
        Assert.Contains(Snapshots("out"), static file => file.EndsWith("000000001.safetensors", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_another_run_is_refused()
    {
        Run("out", Planned());
        foreach (var folder in Directory.GetDirectories(Path.Combine(_folder.Path, "out", "runs")))
        {
            Directory.CreateDirectory(Path.Combine(folder, "snapshots"));
            foreach (var iteration in (int[])[10, 20, 30, 40])
                File.Copy(Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "snapshots", $"{iteration:D9}.safetensors"));
        }

        var outcome = new ExperimentRunner(Planned(Asked), Path.Combine(_folder.Path, "out"), workers: 1).Run(TestContext.Current.CancellationToken);
        Assert.Equal(2, outcome.Failures.Length);
        Assert.All(outcome.Failures, static failure => Assert.Contains("not a snapshot of this run", failure.Error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_that_comes_out_another_than_its_record_is_not_analysed()
    {
        var experiment = Planned("keep=nothing", "grid={seed: [1]}");
        Run("real", experiment);
        var training = experiment.Runs[0].TrainingHash;
        var record = RunStore.Open(Path.Combine(_folder.Path, "real")).Results.Get<TrainingResult>(training, "train")!;
        using (var writer = RunStore.Open(Path.Combine(_folder.Path, "out")).OpenWriter(0))
            writer.Append(training, "train", record with { ParametersHash = "of another version" });
        var failure = Assert.Single(new ExperimentRunner(experiment, Path.Combine(_folder.Path, "out"), workers: 1).Run(TestContext.Current.CancellationToken).Failures);
        Assert.Contains("trained again, the network is not the one that the results are of", failure.Error.Message, StringComparison.Ordinal);
    }

    private string[] Snapshots(string name) =>
        [.. Directory.GetFiles(Path.Combine(_folder.Path, name), "*.safetensors", SearchOption.AllDirectories).Where(static file => file.Contains("snapshots", StringComparison.Ordinal))];

    private static string[] Results(ReportContent content) => [.. content.Runs.OrderBy(static run => run.Run).SelectMany(static run => run.Results).Select(static result => ResultJson.Write<object>(result))];

    private ReportContent Run(string name, Experiment experiment) =>
        new ExperimentRunner(experiment, Path.Combine(_folder.Path, name), workers: 2).Run(TestContext.Current.CancellationToken).Content;

    private static Experiment Planned(params string[] settings) => Experiment.Parse(
        """
        name: watched
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 40, validate-every: 20, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside]}
        """,
        "watched.yaml", "/", null, settings);
}
