using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A folder of runs tells nothing of the machine that made it, and finds its data after a move, with them or without.</summary>
public sealed class TaskLocationsTests : IDisposable
{
    private const string Rest = """

        network: {units: 2}
        training: {loss: cross-entropy, iterations: 2, validate-every: 1, validation-trials: 4, batch: 4}
        sweep: {trials: 4, draws: 4}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("task: {kind: beats, file: data/beats.tsv}", null)]
    [InlineData("task: {kind: beats, file: data/beats.tsv}", "project/data/beats.tsv")] // an absolute path, by --data
    [InlineData("task: {kind: beats, file: x}", "elsewhere")]
    [InlineData("task: {kind: beats, file: absent}\ngrid: {task.file: [@/project/data/beats.tsv]}", null)]
    [InlineData("grid: {task: [{kind: beats, file: @/project/data/beats.tsv}]}", null)]
    [InlineData("task: {kind: beats, file: absent}\narms: {a: {task.file: @/project/data/beats.tsv}, b: {dt: .05, task: {kind: beats, file: data/beats.tsv}}}", null)]
    [InlineData("task: {kind: beats, file: data/beats.tsv}\nfolder: @/project", null)]
    public void No_file_of_it_names_a_folder_of_the_machine(string task, string? data)
    {
        Beats("project/data/beats.tsv");
        Beats("elsewhere/x");
        var experiment = Planned(task.Replace("@", _folder.Path, StringComparison.Ordinal), data);
        Run(experiment);
        foreach (var file in Directory.GetFiles(Out, "*", SearchOption.AllDirectories).Where(static file => Path.GetFileName(Path.GetDirectoryName(file)) != "provenance"))
            Assert.DoesNotContain(_folder.Path, File.ReadAllText(file), StringComparison.Ordinal);
        // It is the same experiment again, also by its own file.
        Assert.Equal(Named(experiment), Named(Experiment.OfFolder(Out)));
        Assert.Equal(Named(experiment), Named(Experiment.Read(Path.Combine(Out, "experiment.yaml"), null, [])));
        Assert.Empty(ExperimentRunner.NotesOn(Experiment.Read(Path.Combine(Out, "experiment.yaml"), null, []), Out));
    }

    [Theory]
    [InlineData(false, false)] // the folder alone: the data are where they were
    [InlineData(true, false)] // with the project
    [InlineData(true, true)] // with the project, and of a version that noted the absolute folder
    public void A_moved_folder_finds_its_data(bool isWhole, bool isOld)
    {
        Beats("project/data/beats.tsv");
        var experiment = Planned("task: {kind: beats, file: data/beats.tsv}");
        Run(experiment);
        if (isOld)
        {
            var file = Path.Combine(Out, "experiment.yaml");
            // Without a checksum, too.
            File.WriteAllLines(file, File.ReadAllLines(file)[..^1].Select(line => line.Replace("folder: \"../..\"", $"folder: {_folder.Path}/project", StringComparison.Ordinal)));
            Directory.Delete(Path.Combine(Out, "provenance"), recursive: true);
            Assert.Equal(Named(experiment), Named(Experiment.Read(file, null, [])));
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "new"));
        Directory.Move(isWhole ? Path.Combine(_folder.Path, "project") : Out, Path.Combine(_folder.Path, "new", "place"));
        var moved = Path.Combine(_folder.Path, "new", "place", isWhole ? "runs/out" : "");
        Assert.Equal(Named(experiment), Named(Experiment.OfFolder(moved)));
        var again = Experiment.Read(Path.Combine(moved, "experiment.yaml"), null, []);
        Assert.Equal(Named(experiment), Named(again));
        Assert.Empty(ExperimentRunner.NotesOn(again, moved));
    }

    [Theory]
    [InlineData("data/beats.tsv")]
    [InlineData("../data/beats.tsv")] // beside the folder of runs
    public void Data_that_came_along_are_found_beside_the_file(string place)
    {
        Beats("project/data/beats.tsv");
        var experiment = Planned("task: {kind: beats, file: data/beats.tsv}");
        Run(experiment);
        Directory.Move(Out, Path.Combine(_folder.Path, "sent"));
        Directory.Delete(Path.Combine(_folder.Path, "project"), recursive: true);
        var file = Path.Combine(_folder.Path, "sent", "experiment.yaml");
        Assert.Contains("no such file", Refusal.Of(() => Experiment.Read(file, null, [])), StringComparison.Ordinal);
        // Report and status never needed them.
        Assert.Single(FolderReport.Write(Path.Combine(_folder.Path, "sent"), static _ => { }).Content.Runs);
        Beats(Path.Combine("sent", place));
        Assert.Equal(Named(experiment), Named(Experiment.Read(file, null, [])));
    }

    [Fact]
    public void Data_that_changed_are_other_settings()
    {
        Beats("project/data/beats.tsv");
        Run(Planned("task: {kind: beats, file: data/beats.tsv}"));
        Beats("project/data/beats.tsv", shift: 1);
        var changed = Planned("task: {kind: beats, file: data/beats.tsv}\ngrid: {seed: [2]}");
        Assert.Contains("'small' (1 run) with other settings: now the task's files hold something else", Assert.Single(ExperimentRunner.NotesOn(changed, Out)), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_moved_are_no_other_settings()
    {
        Beats("project/data/beats.tsv");
        Beats("elsewhere/beats.tsv");
        Run(Planned("task: {kind: beats, file: data/beats.tsv}"));
        Run(Planned("task: {kind: beats, file: data/beats.tsv}\ngrid: {seed: [2]}", "elsewhere"));
        Assert.Equal((2, 0), (RunsStatus.Of(Out).Done, RunsStatus.Of(Out).Missing));
        Assert.False(Directory.Exists(Path.Combine(Out, "earlier")));
    }

    private string Out => Path.Combine(_folder.Path, "project", "runs", "out");

    private Experiment Planned(string task, string? data = null) => Experiment.Parse(
        $"name: small\n{task}{Rest}", "x.yaml", Path.Combine(_folder.Path, "project"), null, [], data is null ? null : Path.Combine(_folder.Path, data));

    private void Run(Experiment experiment) => new ExperimentRunner(experiment, Out, 2).Run(TestContext.Current.CancellationToken);

    private void Beats(string name, int shift = 0) => _folder.Write(
        name, string.Join('\n', Enumerable.Range(0, 60).Select(k => $"{(k % 2) + 1}\t{(k % 2) + shift}\t{k / 60.0}\t1")));

    private static IEnumerable<(string, string, string)> Named(Experiment experiment) => experiment.Runs.Select(static run => (run.Hash.Hex, run.Point.ToString(), run.Arm.Name));
}
