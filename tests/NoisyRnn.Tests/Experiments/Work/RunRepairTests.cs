using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Repair of a folder of runs: of tasks with files, and where some networks diverged.</summary>
public sealed class RunRepairTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Out => Path.Combine(_folder.Path, "out");

    [Fact]
    public void A_task_that_reads_files_is_read_again()
    {
        Table(1);
        Run("task.file=samples.csv");
        var repaired = Assert.Single(Repair());
        Assert.True(double.IsFinite(repaired.RepairedLoss));
        Assert.True(File.Exists(repaired.Path));
    }

    [Fact]
    public void A_network_is_not_repaired_on_other_data_than_its_own()
    {
        Table(1);
        Run("task.file=samples.csv");
        Table(2);
        Assert.Contains("samples.csv: not the file that the network was trained on", Refusal.Of(() => Repair()), StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_that_diverged_are_left_away_unless_one_is_asked_for()
    {
        // A rate beyond all bounds for one of two.
        Run("grid: {training.optimizer.rate: [1e-3, 1e30]}");
        var repaired = Assert.Single(Repair());
        var diverged = Experiment.OfFolder(Out).Runs.Single(run => run.Hash.Short != repaired.Run);
        Assert.Contains("diverged in training", Refusal.Of(() => Repair(diverged.Hash.Short)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_a_set_of_images_are_read_again_and_must_be_the_same()
    {
        using var digits = new DigitFolder();
        var experiment = Experiment.Parse(
            $$"""
            name: repaired
            task: {kind: pixel-sequence, data: {{digits.Path}}, chunk: 196, validation-share: .2}
            network: {units: 3}
            training: {iterations: 2, validate-every: 2, batch: 8}
            sweep: {levels: [0, 1], draws: 4, trials: 6}
            noise: {sigma: .1}
            rules: {min-seeds: 2, untrained-loss-share: 1e9}
            keep: models
            """,
            "repaired.yaml", _folder.Path, null, []);
        Assert.Empty(new ExperimentRunner(experiment, Out, workers: 1).Run(TestContext.Current.CancellationToken).Failures);
        Assert.True(double.IsFinite(Assert.Single(Repair()).RepairedLoss));

        var images = File.ReadAllBytes(digits.File("t10k-images-idx3-ubyte"));
        images[^1] ^= 1;
        digits.Write("t10k-images-idx3-ubyte", images);
        Assert.Contains("t10k-images-idx3-ubyte: not the file that the network was trained on", Refusal.Of(() => Repair()), StringComparison.Ordinal);
        File.Delete(digits.File("train-labels-idx1-ubyte"));
        Assert.Contains("train-labels-idx1-ubyte", Refusal.Of(() => Repair()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_not_trained_yet_is_named_with_what_to_do()
    {
        Run("grid: {seed: [1, 2]}");
        var run = Experiment.OfFolder(Out).Runs[1];
        foreach (var file in Directory.GetFiles(Path.Combine(Out, "results")))
            File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.Contains(run.TrainingHash.Hex, StringComparison.Ordinal)));
        // Its model is there, but nothing says that it is this run's.
        Assert.Equal(
            $"run {run.Hash.Short} ({run.Point}): not trained yet; run the experiment to its end, or name another with --run", Refusal.Of(() => Repair(run.Hash.Short)));
    }

    [Theory]
    [InlineData("another seed's", "not the parameters that the store's record of the training names")]
    [InlineData("a flipped bit", "damaged, or altered after it was written: its SHA-256 is not that of its content")]
    [InlineData("cut off", "not a whole safetensors file")]
    [InlineData("empty", "not a whole safetensors file")]
    public void A_model_that_is_not_the_runs_is_refused_with_the_way_out(string damage, string expected)
    {
        Run("grid: {seed: [1, 2]}");
        var store = NoisyRnn.Runs.RunStore.OpenExisting(Out);
        var runs = Experiment.OfFolder(Out).Runs;
        var (path, other) = (new StoredModel(store, runs[0]).Path, new StoredModel(store, runs[1]).Path);
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 64;
        File.WriteAllBytes(path, damage switch { "another seed's" => File.ReadAllBytes(other), "a flipped bit" => bytes, "cut off" => bytes[..^9], _ => [] });
        var refusal = Refusal.Of(() => Repair(runs[0].Hash.Short));
        Assert.StartsWith($"{path}: {expected}", refusal, StringComparison.Ordinal);
        Assert.EndsWith("; delete the file and run the experiment again: it trains this network to the same bits", refusal, StringComparison.Ordinal);
        Assert.NotEmpty(Repair(runs[1].Hash.Short));
        // The way out.
        File.Delete(path);
        Run("grid: {seed: [1, 2]}");
        Assert.NotEmpty(Repair(runs[0].Hash.Short));
    }

    private System.Collections.Immutable.ImmutableArray<RepairedRun> Repair(string? run = null) =>
        new RunRepair { Method = new BiasRepair(), Run = run }.Of(Out, TestContext.Current.CancellationToken);

    private void Table(int slope) =>
        _folder.Write("samples.csv", string.Join('\n', Enumerable.Range(0, 60).Select(k => FormattableString.Invariant($"{k / 60.0},{slope * k / 60.0}")).Prepend("u1,y1")));

    private void Run(string setting)
    {
        var (grid, settings) = setting.StartsWith("grid", StringComparison.Ordinal) ? (setting, Array.Empty<string>()) : ("", [setting]);
        var experiment = Experiment.Parse(
            $$"""
            name: repaired
            task: {kind: function-approximation, steps: 8, loss-steps: 4}
            network: {units: 3}
            training: {iterations: 20, validate-every: 20, batch: 8}
            sweep: {levels: [0, 1], draws: 4, trials: 6}
            noise: {sigma: .1}
            rules: {min-seeds: 2, untrained-loss-share: 1e9}
            keep: models
            {{grid}}
            """,
            "repaired.yaml", _folder.Path, null, settings);
        var outcome = new ExperimentRunner(experiment, Out, workers: 1).Run(TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);
    }
}
