using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Formats;
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
