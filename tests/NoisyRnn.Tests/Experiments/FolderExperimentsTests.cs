using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Several calls on one folder of runs: a further call adds to its experiment, another one takes its place and keeps it.</summary>
public sealed class FolderExperimentsTests : IDisposable
{
    private const string Yaml = """
        name: small
        task: {steps: 4, loss-steps: 2}
        network: {units: 2}
        noise: {sigma: .1}
        training: {iterations: 2, validate-every: 1, validation-trials: 2, batch: 2}
        sweep: {trials: 2, draws: 4}
        grid: {seed: 1..3}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("grid.seed=1..3", "grid.seed=4..6", "grid.seed=1..6")]
    [InlineData("grid.seed=4..6", "grid.seed=1..3", "grid.seed=1..6")] // in whatever order they come
    [InlineData("grid.seed=1..4", "grid.seed=[2, 5]", "grid.seed=1..5")]
    [InlineData("grid.seed=[7]", "seed=8", "grid.seed=[7, 8]")] // a fixed seed is one more
    [InlineData("seed=1", "seed=2", "grid.seed=[1, 2]")]
    [InlineData("grid.noise.sigma=[.1]", "grid.noise.sigma=[0.1, 0.3]", "grid.noise.sigma=[.1, .3]")]
    [InlineData("grid.network.activation=[tanh]", "grid.network.activation=[relu]", "grid.network.activation=[tanh, relu]")]
    public void Calls_that_differ_in_the_grid_give_the_report_of_one_call(string first, string second, string both)
    {
        Run(first);
        var content = Run(second).Content;
        Assert.Equal(Written(Run("other", both).Content), Written(content));
        Assert.Equal(Figures("other"), Figures("out"));
        Assert.Empty(Earlier);
        // Which is also what report and status know, whatever the last call asked for.
        Run(first);
        Assert.Equal(Written(content), Written(FolderReport.Write(Out, static _ => { }).Content));
        var status = RunsStatus.Of(Out);
        Assert.Equal((content.Runs.DistinctBy(static run => run.Run).Count(), 0), (status.Done, status.Missing));
    }

    [Fact]
    public void What_is_more_than_asked_for_is_said_before_anything_runs()
    {
        Run("grid.seed=1..2");
        Assert.Equal("small: 2 runs to do, 0 done; ", _log[0][.."small: 2 runs to do, 0 done; ".Length]);
        _log.Clear();
        var outcome = Run("grid.seed=[5]");
        Assert.Equal($"{Out}: holds 2 more runs of this experiment; the report is on all 3", _log[0]);
        Assert.StartsWith("small: 1 run to do, 0 done; ", _log[1], StringComparison.Ordinal);
        Assert.Equal(3, outcome.Content.Runs.Length);
        _log.Clear();
        Run("grid.seed=1..5");
        Assert.StartsWith("small: 2 runs to do, 3 done; ", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public void No_run_is_added_that_no_call_asked_for()
    {
        Run("grid.noise.sigma=[.1]", "grid.seed=1..2");
        Run("grid.noise.sigma=[.3]", "grid.seed=3..4");
        Assert.Equal(4, RunsStatus.Of(Out).Done);
        Assert.Equal(0, RunsStatus.Of(Out).Missing);
        Assert.Contains("grid:\n  - seed: [1, 2]\n    noise.sigma: [.1]\n  - seed: [3, 4]\n    noise.sigma: [.3]\n", File.ReadAllText(Path.Combine(Out, "experiment.yaml")), StringComparison.Ordinal);
        // What the grid lacks between them makes one of the two.
        Run("grid.noise.sigma=[.1]", "grid.seed=3..4");
        Run("grid.noise.sigma=[.3]", "grid.seed=1..2");
        Assert.Equal(8, RunsStatus.Of(Out).Done);
        Assert.Contains("grid:\n  seed: 1..4\n  noise.sigma: [.1, .3]\n", File.ReadAllText(Path.Combine(Out, "experiment.yaml")), StringComparison.Ordinal);
        // And the file of the folder is a rerun of all of it.
        Assert.Equal(8, Experiment.Read(Path.Combine(Out, "experiment.yaml"), null, []).Runs.Length);
    }

    [Fact]
    public void Arms_are_a_grid_too()
    {
        string[] arms = ["arms={a: {network.units: 2}, b: {network.units: 3}, c: {network.units: 4}}"];
        Run([.. arms, "arms=[a]"]);
        Run([.. arms, "arms=[b, c]", "grid.seed=2..4"]);
        Assert.Equal(3 + 6, RunsStatus.Of(Out).Done);
        Assert.Contains("  - arms: [b, c]\n    seed: 2..4\n", File.ReadAllText(Path.Combine(Out, "experiment.yaml")), StringComparison.Ordinal);
        Run([.. arms, "arms=[a]", "grid.seed=2..4"]);
        Run([.. arms, "arms=[c, b]"]);
        Assert.Equal(12, Experiment.OfFolder(Out).Runs.Length);
        Assert.Contains("grid:\n  seed: 1..4\n", File.ReadAllText(Path.Combine(Out, "experiment.yaml")), StringComparison.Ordinal);
        // Another arm of a name that is there is another experiment.
        Run("arms={a: {network.units: 5}}");
        Assert.Equal(["1"], Earlier);
    }

    [Theory]
    [InlineData("training.iterations=3", "'small' (3 runs) with other settings: now training.iterations = 3 (was 2)")]
    [InlineData("network.units=3", "'small' (3 runs) with other settings: now network.units = 3 (was 2)")]
    [InlineData("noise.sigma=.2", "'small' (3 runs) with other settings: now noise.0.sigma.0 = 0.2 (was 0.1)")]
    [InlineData("rules.min-seeds=3", "'small' (3 runs) with other settings: now rules.min-seeds = 3 (was its default)")]
    [InlineData("lyapunov={}", "'small' (3 runs) with other settings: now lyapunov = {kind: lyapunov} (was its default)")]
    [InlineData("name=large", "another experiment, 'small' (3 runs)")]
    public void Another_experiment_or_other_settings_are_said_first_and_what_they_replace_is_kept(string setting, string expected)
    {
        Run();
        var (page, figures, file) = (Page(Out), Figures("out"), File.ReadAllText(Path.Combine(Out, "experiment.yaml")));
        _log.Clear();
        Run(setting);
        var kept = Path.Combine(Out, "earlier", "1");
        Assert.Equal($"{Out}: holds {expected}; it is kept, and so is its report, in {kept} ('noisyrnn report {kept}' writes it again)", _log[0]);
        Assert.Equal(page, Page(kept));
        Assert.Equal(figures, Figures("out", "earlier", "1"));
        // But for the last line, the checksum.
        Assert.Equal(file.Replace("folder: \"..\"", "folder: \"../../..\"", StringComparison.Ordinal).Split('\n')[..^2], File.ReadAllText(Path.Combine(kept, "experiment.yaml")).Split('\n')[..^2]);
        Assert.NotEqual(page, Page(Out));
        // It is a report like any other.
        var again = FolderReport.Write(kept, static _ => { });
        Assert.Equal((Path.Combine(kept, "report.html"), 3, 0), (again.ReportPath, again.Content.Runs.DistinctBy(static run => run.Run).Count(), again.Missing));
        Assert.Equal(figures, Figures("out", "earlier", "1"));
        Assert.Equal(3, RunsStatus.Of(kept).Done);
        Assert.Equal(["earlier/1"], RunsStatus.Of(Out).Others);
        Assert.Equal(["../.."], RunsStatus.Of(kept).Others);
    }

    [Fact]
    public void Several_experiments_take_turns_in_one_folder_and_none_is_lost()
    {
        Run("name=a");
        Run("name=b", "grid.seed=1..2");
        Run("name=c", "grid.seed=[1]");
        Assert.Equal([("c", 1), ("b", 2), ("a", 3)], Stored());
        // The first again, with more: it comes back with all that it had.
        Run("name=a", "grid.seed=4..5");
        Assert.Equal([("a", 5), ("c", 1), ("b", 2)], Stored());
        Assert.Equal(["2", "3"], Earlier);
        Assert.Equal(5, RunsStatus.Of(Out).Done);
        Assert.True(File.Exists(Path.Combine(Out, "earlier", "3", "report.html")));

        IEnumerable<(string, int)> Stored() => ReportPlace.In(Out).Select(static place => Experiment.OfFolder(place.Folder)).Select(static stored => (stored.Spec.Name, stored.Runs.Length));
    }

    [Fact]
    public void Title_description_and_scale_are_no_settings()
    {
        Run("title=one");
        Run("title=two", "description=more", "keep=models", "grid.seed=[1]");
        Assert.Empty(Earlier);
        Assert.Equal("two", FolderReport.Write(Out, static _ => { }).Content.Title);
    }

    [Fact]
    public void A_scale_that_is_part_of_another_does_not_hide_it()
    {
        const string Scales = "\nscales: {quick: {grid: {seed: 1..2}}, full: {grid: {seed: 1..4}}}";
        Run(Experiment.Parse(Yaml + Scales, "x.yaml", _folder.Path, "full", []));
        var content = Run(Experiment.Parse(Yaml + Scales, "x.yaml", _folder.Path, "quick", [])).Content;
        Assert.Equal(("full", 4), (content.Scale, content.Runs.Length));
    }

    [Fact]
    public void A_stopped_call_hides_nothing()
    {
        Run();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new ExperimentRunner(Planned("grid.seed=4..5"), Out, 1).Run(stopped.Token));
        Assert.Equal(3, FolderReport.Write(Out, static _ => { }).Content.Runs.Length);
        Assert.Equal((3, 2), (RunsStatus.Of(Out).Done, RunsStatus.Of(Out).Missing));
        Assert.Throws<OperationCanceledException>(() => new ExperimentRunner(Planned("network.units=5"), Out, 1).Run(stopped.Token));
        Assert.Equal(3, FolderReport.Write(Path.Combine(Out, "earlier", "1"), static _ => { }).Content.Runs.Length);
        // The first settings again: what was kept is in its place again.
        Run("grid.seed=[1]");
        Assert.Equal((3, 2), (RunsStatus.Of(Out).Done, RunsStatus.Of(Out).Missing));
    }

    [Theory]
    [InlineData("[1]", "is a map of keys")]
    [InlineData("name: [", "experiment.yaml:")]
    [InlineData("", "is a map of keys")]
    [InlineData("name: other\nformat: 7", "format: 7")]
    public void A_file_that_cannot_be_read_is_kept_as_it_is(string text, string expected)
    {
        Run();
        File.WriteAllText(Path.Combine(Out, "experiment.yaml"), text);
        _log.Clear();
        Run();
        Assert.StartsWith($"{Out}: holds an experiment that cannot be read ({Path.Combine(Out, "experiment.yaml")}", _log[0], StringComparison.Ordinal);
        Assert.Contains(expected, _log[0], StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Path.Combine(Out, "earlier", "1", "experiment.yaml")));
        Assert.Equal(3, RunsStatus.Of(Out).Done);
    }

    [Fact]
    public void A_folder_of_networks_that_all_diverged_has_a_status_and_a_report()
    {
        var outcome = Run("training.optimizer={kind: sgd, rate: 1e30}", "training.clip-norm=null", "network.activation=identity", "training.iterations=50");
        Assert.Equal(3, outcome.Diverged);
        Assert.Equal((0, 3, 0), (RunsStatus.Of(Out).Done, RunsStatus.Of(Out).Diverged, RunsStatus.Of(Out).Missing));
        Assert.Equal(3, FolderReport.Write(Out, static _ => { }).Content.LeftOut.Length);
        // A call counts its own.
        Assert.Equal(0, Run("seed=7").Diverged);
    }

    [Theory]
    [InlineData("earlier/7", "out/earlier/7: no earlier experiment is there; there is none")]
    [InlineData("figures", "is no store of runs")]
    [InlineData(".", "no such file; run the experiment again with --out ")]
    public void A_place_without_an_experiment_is_told(string place, string expected)
    {
        Run();
        File.Delete(Path.Combine(Out, "experiment.yaml"));
        var folder = place == "." ? Out : Path.Combine(Out, place);
        Assert.Contains(expected, Refusal.Of(() => RunsStatus.Of(folder)), StringComparison.Ordinal);
        Assert.Contains(expected, Refusal.Of(() => FolderReport.Write(folder, static _ => { })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_while_others_run_shows_what_is_there()
    {
        using var running = new CancellationTokenSource();
        var reports = Task.Run(
            () =>
            {
                var most = 0;
                while (!running.IsCancellationRequested)
                {
                    if (File.Exists(Path.Combine(Out, "experiment.yaml")))
                        most = Math.Max(most, FolderReport.Write(Out, static _ => { }).Content.Runs.Length);
                }

                return most;
            },
            TestContext.Current.CancellationToken);
        Run("grid.seed=1..6");
        Run("grid.seed=7..9");
        await running.CancelAsync();
        Assert.InRange(await reports, 0, 9);
        Assert.Equal(9, FolderReport.Write(Out, static _ => { }).Content.Runs.Length);
    }

    [Fact]
    public void Two_calls_at_once_report_on_both()
    {
        Parallel.Invoke(() => Run(Planned("grid.seed=1..2")), () => Run(Planned("grid.seed=3..4")), () => Run(Planned("name=other")));
        var places = ReportPlace.In(Out).ToDictionary(static place => Experiment.OfFolder(place.Folder).Spec.Name, static place => place.Folder);
        Assert.Equal(4, RunsStatus.Of(places["small"]).Done);
        Assert.Equal(3, RunsStatus.Of(places["other"]).Done);
        Assert.All(places.Values, static place => Assert.True(File.Exists(Path.Combine(place, "report.html"))));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_known_all_the_same()
    {
        var content = Run().Content;
        Directory.Delete(Path.Combine(Out, "figures"), recursive: true);
        File.WriteAllText(Path.Combine(Out, "figures"), "in the way");
        var outcome = FolderReport.Write(Out, static _ => { });
        Assert.Equal(Written(content), Written(outcome.Content));
        Assert.Contains("figures", outcome.PageProblem, StringComparison.Ordinal);
        Assert.Contains("\"report\":null", outcome.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_call_would_do_can_be_asked_before()
    {
        Assert.Empty(ExperimentRunner.NotesOn(Planned(), Out));
        Run();
        Assert.Empty(ExperimentRunner.NotesOn(Planned(), Out));
        Assert.Contains("holds 3 more runs", Assert.Single(ExperimentRunner.NotesOn(Planned("grid.seed=[9]"), Out)), StringComparison.Ordinal);
        Assert.Contains("other settings", Assert.Single(ExperimentRunner.NotesOn(Planned("dt=.05"), Out)), StringComparison.Ordinal);
        Assert.Empty(Earlier);
    }

    private string Out => Path.Combine(_folder.Path, "out");

    private string[] Earlier => Directory.Exists(Path.Combine(Out, "earlier")) ? [.. Directory.GetDirectories(Path.Combine(Out, "earlier")).Select(static path => Path.GetFileName(path)!).Order()] : [];

    private Experiment Planned(params string[] settings) => Experiment.Parse(Yaml, "x.yaml", _folder.Path, null, settings);

    private ExperimentOutcome Run(params string[] settings) => settings is ["other", .. var rest]
        ? new ExperimentRunner(Planned(rest), Path.Combine(_folder.Path, "other"), 2).Run(TestContext.Current.CancellationToken)
        : Run(Planned(settings));

    private ExperimentOutcome Run(Experiment experiment)
    {
        Assert.NotEmpty(experiment.Runs);
        return new ExperimentRunner(experiment, Out, 2)
        {
            Log = line =>
            {
                lock (_log)
                    _log.Add(line);
            },
        }.Run(TestContext.Current.CancellationToken);
    }

    // All but when and by what it was made.
    private static string Written(ReportContent content) => MarkdownSummary.Of(content) + string.Join('\n', content.Runs.Select(static run => run.Run)) + content.Title;

    private static string Page(string folder) => File.ReadAllText(Path.Combine(folder, "report.html"));

    private SortedDictionary<string, string> Figures(params string[] folder) => new(
        Directory.GetFiles(Path.Combine([_folder.Path, .. folder, "figures"])).ToDictionary(static path => Path.GetFileName(path), File.ReadAllText), StringComparer.Ordinal);
}
