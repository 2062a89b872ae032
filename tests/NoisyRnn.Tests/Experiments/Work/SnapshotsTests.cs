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

    public static TheoryData<string> Damages => ["a model", "another iteration", "another seed", "a flipped bit", "zeros"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_or_foreign_file_is_told_and_made_again(string damage)
    {
        var direct = Run("other", Planned(Asked));
        // As if the analyses had been cut off: the snapshots are there, what was found in them is not.
        Run("out", Planned(Asked));
        Forget("operating-points");
        foreach (var folder in Directory.GetDirectories(Path.Combine(_folder.Path, "out", "runs")))
            Damage(Path.Combine(folder, "snapshots", "000000020.safetensors"), damage);

        var log = new List<string>();
        var outcome = new ExperimentRunner(Planned(Asked), Path.Combine(_folder.Path, "out"), workers: 1) { Log = log.Add }.Run(TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);
        Assert.Equal(Results(direct), Results(outcome.Content));
        Assert.Equal(2, log.Count(static line => line.StartsWith("warning: ", StringComparison.Ordinal)
            && line.Contains("000000020.safetensors: ", StringComparison.Ordinal) && line.EndsWith("; the network is trained again", StringComparison.Ordinal)));
    }

    private static void Damage(string path, string damage)
    {
        var bytes = File.ReadAllBytes(path);
        var folder = Path.GetDirectoryName(path)!;
        var other = Directory.GetDirectories(Path.GetDirectoryName(Path.GetDirectoryName(folder)!)!).First(run => run != Path.GetDirectoryName(folder));
        switch (damage)
        {
            case "a model":
                File.Copy(Path.Combine(Path.GetDirectoryName(folder)!, "model.safetensors"), path, overwrite: true);
                break;
            case "another iteration":
                File.Copy(Path.Combine(folder, "000000030.safetensors"), path, overwrite: true);
                break;
            case "another seed":
                File.Copy(Path.Combine(other, "snapshots", "000000010.safetensors"), path, overwrite: true);
                break;
            case "a flipped bit":
                bytes[^12] ^= 16;
                File.WriteAllBytes(path, bytes);
                break;
            default:
                bytes.AsSpan(bytes.Length - 40, 16).Clear();
                File.WriteAllBytes(path, bytes);
                break;
        }
    }

    private void Forget(string stage)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_folder.Path, "out", "results")))
            File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.Contains($"\"stage\":\"{stage}\"", StringComparison.Ordinal)));
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
