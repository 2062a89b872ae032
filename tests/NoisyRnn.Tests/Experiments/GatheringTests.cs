using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Folders of several machines become one, as if one machine had done all; and two folders side by side.</summary>
public sealed class GatheringTests : IDisposable
{
    private const string Yaml = """
        name: gathered
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 4, validate-every: 2, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_machines_parts_of_a_grid_give_the_report_of_one_that_did_all()
    {
        Run("a", "grid.seed=1..2");
        Run("b", "grid.seed=2..4");
        Run("all", "grid.seed=1..4");
        var gathered = Gathering.Into([In("a"), In("b")], In("c"), _log.Add);
        Assert.Equal([(4, 2), (4, 2)], gathered.Select(static folder => (folder.New, folder.Models)));
        Assert.Empty(_log);
        var (one, all) = (FolderReport.Write(In("c"), _log.Add), FolderReport.Write(In("all"), _log.Add));
        Assert.Equal(0, one.Missing);
        Assert.Equal(all.ToJson().Replace(In("all"), "", StringComparison.Ordinal), one.ToJson().Replace(In("c"), "", StringComparison.Ordinal));
        Assert.All(Experiment.OfFolder(In("c")).Runs, run => new StoredModel(RunStore.OpenExisting(In("c")), run).Read());
        Assert.Equal(2, RunStore.OpenExisting(In("c")).History.Read().Length);
        // A run of all of them finds nothing to do.
        Assert.Equal(8, RunStore.OpenExisting(In("c")).Results.All.Length);
        Run("c", "grid.seed=1..4");
        Assert.Equal(8, RunStore.OpenExisting(In("c")).Results.All.Length);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_no_new_one_unless_it_is_named_as_what_receives()
    {
        Run("a", "grid.seed=1..1");
        Assert.Contains("absent", Assert.Throws<InputException>(() => Gathering.Into([In("absent"), In("a")], In("absent"), _log.Add)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("absent")));
    }

    [Fact]
    public void Gathered_twice_nothing_is_added()
    {
        Run("a", "grid.seed=1..2");
        Run("b", "grid.seed=3..4");
        Gathering.Into([In("a"), In("b")], In("a"), _log.Add);
        var before = Files("a");
        Assert.Equal([(0, 0)], Gathering.Into([In("a"), In("b")], In("a"), _log.Add).Select(static folder => (folder.New, folder.Models)));
        Assert.Equal(before, Files("a"));
        Assert.Equal(4, Experiment.OfFolder(In("a")).Runs.Length);
    }

    [Fact]
    public void Another_experiment_is_kept_beside_that_of_the_first_folder()
    {
        Run("a", "grid.seed=1..2");
        Run("b", "grid.seed=1..2", "training.iterations=6");
        Gathering.Into([In("a"), In("b")], In("c"), _log.Add);
        Assert.Equal((4, 6), (Experiment.OfFolder(In("c")).Spec.Setup.Training.Iterations, Experiment.OfFolder(Path.Combine(In("c"), "earlier", "1")).Spec.Setup.Training.Iterations));
        Assert.Equal((0, 0), (FolderReport.Decide(In("c"), _log.Add).Missing, FolderReport.Decide(Path.Combine(In("c"), "earlier", "1"), _log.Add).Missing));
    }

    [Fact]
    public void Results_that_differ_are_named_with_both_files_and_nothing_is_written()
    {
        Run("a", "grid.seed=1..2");
        Run("b", "grid.seed=2..3");
        var run = Experiment.OfFolder(In("b")).Runs[0];
        Forge("b", run.TrainingHash);
        var before = Files("a");
        var message = Refusal.Of(() => Gathering.Into([In("a"), In("b")], In("a"), _log.Add));
        Assert.Matches($@"^'train' of run {run.TrainingHash.Short} differs: {In("a")}.*\.jsonl:\d+ and {In("b")}.*\.jsonl:\d+\n1 result that should be the same to the bit; nothing was gathered", message);
        Assert.Equal(before, Files("a"));
        Refusal.Of(() => Gathering.Into([In("a"), In("b")], In("new"), _log.Add));
        Assert.False(Directory.Exists(In("new")));

        var comparison = FolderComparison.Of(In("a"), In("b"), _log.Add);
        Assert.StartsWith($"'train' of run {run.TrainingHash.Short} differs: ", Assert.Single(comparison.Conflicts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_no_runs_is_refused()
    {
        Run("a", "grid.seed=1..2");
        Assert.Contains("is no store of runs", Refusal.Of(() => Gathering.Into([In("a"), In("none")], In("c"), _log.Add)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("c")));
    }

    [Fact]
    public void Side_by_side_stand_settings_claims_cells_and_the_runs_of_one_alone()
    {
        Run("a", "grid.seed=1..2", "claims=[c1-prefers-training-noise]");
        Run("b", "grid.seed=2..4", "claims=[c1-prefers-training-noise]", "dt=.2");
        Run("c", "grid.seed=2..4", "claims=[c1-prefers-training-noise]");
        var comparison = FolderComparison.Of(In("a"), In("b"), _log.Add);
        Assert.Equal([new("dt", "its default", "0.2"), new("grid.seed", "1..2", "2..4")], comparison.Settings);
        Assert.Equal([new("runs planned", "2", "3"), new("runs done", "2", "3")], comparison.Counts);
        Assert.Equal((2, 3), (comparison.OnlyFirst.Length, comparison.OnlySecond.Length));
        Assert.NotEmpty(comparison.Claims);
        Assert.All(comparison.Cells, static cell => Assert.NotEqual(cell.First, cell.Second));

        var same = FolderComparison.Of(In("a"), In("c"), _log.Add);
        Assert.Equal(["seed = 1"], same.OnlyFirst.Select(static run => run.Value));
        Assert.Equal(["seed = 3", "seed = 4"], same.OnlySecond.Select(static run => run.Value));
        Assert.Empty(same.Conflicts);
        Assert.Empty(FolderComparison.Of(In("a"), In("a"), _log.Add).Settings);
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private void Run(string name, params string[] settings) =>
        new ExperimentRunner(Experiment.Parse(Yaml, "gathered.yaml", _folder.Path, null, settings), In(name), workers: 1).Run(TestContext.Current.CancellationToken);

    private (string, string)[] Files(string name) =>
        [.. Directory.EnumerateFiles(In(name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static path => (path, Convert.ToBase64String(File.ReadAllBytes(path))))];

    // Another result under the same hash, whole: as of a machine that computes other bits.
    private void Forge(string name, StageHash training)
    {
        var store = RunStore.Open(In(name));
        var body = store.Results.Body(training, RunWork.TrainingStageName)!;
        var file = store.Results.All.Single(result => result.Run == training).File;
        var line = System.Text.Encoding.UTF8.GetString(ResultLine.Write(training, RunWork.TrainingStageName, body.Replace("\"iterations\":4", "\"iterations\":3", StringComparison.Ordinal), null).Line);
        File.WriteAllLines(file, File.ReadAllLines(file).Select(old => old.Contains(training.Hex, StringComparison.Ordinal) && old.Contains("\"train\"", StringComparison.Ordinal) ? line : old));
    }
}
