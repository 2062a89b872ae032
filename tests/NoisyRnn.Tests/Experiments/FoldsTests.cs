using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A cross-validation from the file to the report: the folds of a seed are one network.</summary>
public sealed class FoldsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Two classes that the first value already tells apart.
    public FoldsTests() => _folder.Write("beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => k % 3 == 0 ? $"2\t-1\t-2\t-{k}" : $"1\t1\t2\t{k}")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folds_make_no_arm() => Assert.Equal(
        ["relu, batch = 4", "relu, batch = 8"], Planned("0..4", "grid.training.batch=[4, 8]").Runs.Select(static run => run.Arm.Name).Distinct());

    [Fact]
    public void The_folds_of_a_seed_are_averaged_into_one_network()
    {
        var content = Run(Planned("0..2"));
        Assert.Equal([1UL, 2UL], content.Runs.Select(static run => run.Seed));
        Assert.All(content.Runs, static run => Assert.True(run.Counted));
        Assert.Equal(2, Assert.Single(content.Cells).N);
        Assert.Equal(["fold 0", "fold 1", "fold 2", "fold 0", "fold 1", "fold 2"], content.Trainings.OrderBy(static run => run.Seed).ThenBy(static run => run.Part).Select(static run => run.Part));
        foreach (var network in content.Runs)
        {
            var folds = content.Trainings.Where(run => run.Seed == network.Seed).ToArray();
            Assert.Equal(folds.Average(static run => run.Sweep!.SilentLoss), network.Sweep!.SilentLoss);
            Assert.Equal(folds.Average(static run => run.Sweep!.TrainingLevelAccuracy!.Value), network.Sweep.TrainingLevelAccuracy!.Value);
            Assert.Equal(folds.Sum(static run => run.Sweep!.Conditions), network.Sweep.Conditions);
            Assert.Equal($"{folds[0].Run}+2", network.Run);
        }

        Assert.EndsWith("classes count alike; tested on fold 0, fold 1, fold 2 in turn.", content.Description, StringComparison.Ordinal);
        Assert.Contains("2 networks, 0 left out. Networks are means over parts of the data: 6 runs in all.", MarkdownSummary.Of(content), StringComparison.Ordinal);
        Assert.Contains("seeds and parts of the data", LearningCurvesFigure.Of(content)!.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fold_that_has_not_been_run_leaves_its_seed_out()
    {
        Run(Planned("0..1"));
        Planned("0..2").Save(Store);
        var content = FolderReport.Write(Store, static _ => { }).Content;
        Assert.Equal(["fold 2 is missing", "fold 2 is missing"], content.LeftOut.Select(static left => left.Reason));
        Assert.Empty(content.Cells);
        Assert.All(content.Runs, static run => Assert.False(run.Counted));
    }

    [Fact]
    public void The_folds_of_one_level_are_not_asked_of_another()
    {
        var content = Run(Planned("0..1", "grid=[{noise.sigma: [.1], task.fold: [0, 1, 2], seed: [1]}, {noise.sigma: [.2], task.fold: [0, 1], seed: [1]}]"));
        Assert.Empty(content.LeftOut);
        Assert.Equal([3, 2], content.Runs.OrderBy(static run => run.Arm.TrainingSigma).Select(static run => run.MeanOf.Length));
    }

    [Fact]
    public void A_single_fold_is_a_network_like_any_other()
    {
        var content = Run(Planned("1..1"));
        Assert.Empty(content.Trainings);
        Assert.Equal(2, content.Runs.Length);
        Assert.All(content.Runs, static run => Assert.DoesNotContain('+', run.Run));
    }

    [Fact]
    public void The_tables_show_the_validation_loss_that_ends_the_learning_curves()
    {
        var content = Run(Planned("1..1"));
        Assert.Equal(content.Runs.Average(static run => run.Curve.ValidationLoss[^1]), Assert.Single(content.Cells).ValidationLoss!.Mean, 1e-12);
        Assert.Contains("| validation |", MarkdownSummary.Of(content), StringComparison.Ordinal);
    }

    private string Store => Path.Combine(_folder.Path, "out");

    private ReportContent Run(Experiment experiment) => new ExperimentRunner(experiment, Store, workers: 2).Run(TestContext.Current.CancellationToken).Content;

    private Experiment Planned(string folds, params string[] settings) => Experiment.Parse(
        $$"""
        name: folds
        task: {kind: beats, file: beats.tsv}
        network: {units: 3}
        noise: {sigma: .1}
        training: {loss: cross-entropy, iterations: 40, validate-every: 20, batch: 8, optimizer: {kind: adam, rate: .05} }
        sweep: {levels: [0, 1], draws: 4, trials: 100}
        rules: {untrained-accuracy-share: 0}
        claims: [c1-prefers-training-noise]
        grid: {seed: 1..2, task.fold: {{folds}}}
        """,
        "folds.yaml", _folder.Path, null, settings);
}
