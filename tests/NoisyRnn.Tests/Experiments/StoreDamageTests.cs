using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Disks that take nothing, files in the way, kills and late wishes: no result is lost, all else is said and made up for.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private readonly List<string> _log = [];
    private readonly StoredExperiment _experiment = new(
        """
        name: damaged
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 20, validate-every: 10, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        grid: {seed: 1..3}
        """);

    private string Store => _experiment.Store;

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Results_that_cannot_be_written_fail_each_run_by_name_and_the_rerun_goes_on_at_once()
    {
        // In the way as a full disk is, for root too.
        var planned = _experiment.Planned();
        RunStore.Open(Store);
        File.WriteAllText(In("results"), "a file");
        var failed = Run(planned);
        Assert.Equal(planned.Runs.Select(static run => run.Hash.Short).Order(), failed.Failures.Select(static failure => failure.Name).Order());
        Assert.All(failed.Failures, static failure => Assert.Contains(": cannot be written: ", Assert.IsType<InputException>(failure.Error).Message, StringComparison.Ordinal));
        Assert.All(planned.Runs, run => Assert.Contains(_log, line => line.StartsWith($"run {run.Hash.Short} ({run.Point}) failed: ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(In("locks")) && Directory.EnumerateFiles(In("locks")).Any());

        File.Delete(In("results"));
        Assert.Empty(Run(planned).Failures);
        Assert.DoesNotContain(_log, static line => line.StartsWith("waiting", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_removed_ends_the_call_at_once_and_does_not_come_back()
    {
        var planned = _experiment.Planned("grid.seed=1..1000");
        var moved = Store + "-moved";
        var runner = new ExperimentRunner(planned, Store, workers: 2)
        {
            Log = _log.Add,
            Progress = progress =>
            {
                if (progress.Done > 2 && !Directory.Exists(moved))
                    Directory.Move(Store, moved);
            },
        };
        Assert.Contains($"{Store}: was removed, or moved away, while its runs were computed", Refusal.Of(() => runner.Run(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.False(File.Exists(In("manifest.jsonl")));
        Assert.True(_log.Count < 20, string.Join('\n', _log));
        // What was done is where it went.
        Assert.InRange(RunsStatus.Of(moved).Done, 3, 999);
    }

    [Fact]
    public void Locks_that_cannot_be_written_fail_each_run_by_name()
    {
        RunStore.Open(Store);
        File.WriteAllText(In("locks"), "a file");
        Assert.Equal(3, Run(_experiment.Planned()).Failures.Length);
        File.Delete(In("locks"));
        Assert.Empty(Run(_experiment.Planned()).Failures);
    }

    [Theory]
    [InlineData("train", "nothing")]
    [InlineData("train", "models")]
    [InlineData("sweep", "models")]
    public void A_result_that_is_damaged_is_computed_again_to_the_same_bits(string stage, string keep)
    {
        var planned = _experiment.Planned($"keep={keep}");
        Run(planned);
        var before = Bodies();
        foreach (var file in Directory.GetFiles(In("results")))
            File.WriteAllLines(file, File.ReadAllLines(file).Select(line => line.Contains($"\"stage\":\"{stage}\"", StringComparison.Ordinal) ? line.Replace("[0", "[1", StringComparison.Ordinal).Replace(":0.", ":1.", StringComparison.Ordinal) : line));
        Assert.All(planned.Runs, run => Assert.False(RunWork.IsDone(_experiment.Opened, run)));
        Assert.Empty(Run(planned).Failures);
        Assert.Equal(before, Bodies());

        string?[] Bodies() => [.. planned.Runs.SelectMany(run => new[] { _experiment.Opened.Results.Body(run.TrainingHash, "train"), _experiment.Opened.Results.Body(run.Hash, "sweep") })];
    }

    [Fact]
    public void A_model_that_cannot_be_written_costs_no_result_and_is_written_by_the_next_call()
    {
        var planned = _experiment.Planned("keep=models");
        RunStore.Open(Store);
        var inTheWay = In("runs", planned.Runs[1].TrainingHash.Hex);
        Directory.CreateDirectory(In("runs"));
        File.WriteAllText(inTheWay, "a file");
        var failure = Assert.Single(Run(planned).Failures);
        Assert.Equal(planned.Runs[1].Hash.Short, failure.Name);
        Assert.Contains("model.safetensors: cannot be written: ", failure.Error.Message, StringComparison.Ordinal);
        Assert.All(planned.Runs, run => Assert.True(RunWork.IsDone(_experiment.Opened, run)));

        File.Delete(inTheWay);
        Assert.Empty(Run(planned).Failures);
        Assert.All(planned.Runs, run => new StoredModel(_experiment.Opened, run).Read());
    }

    [Theory]
    [InlineData("manifest.jsonl", true)]
    [InlineData("provenance", false)]
    public void What_no_result_needs_stops_no_run(string name, bool isDamagedOnly)
    {
        RunStore.Open(Store);
        if (isDamagedOnly)
            File.AppendAllText(In(name), "{\"run\":3}\n");
        else
            File.WriteAllText(In(name), "a file");
        Assert.Empty(Run(_experiment.Planned()).Failures);
        Assert.Contains(_log, line => line.StartsWith($"warning: {In(name)}", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_that_are_asked_for_later_are_trained_again_to_the_same_bits()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var asked = _experiment.Planned("keep=models");
        Assert.All(asked.Runs, run => Assert.True(RunWork.IsDone(_experiment.Opened, run) && !RunWork.IsComplete(_experiment.Opened, run)));
        Assert.Empty(Run(asked).Failures);
        // What is read is held to the record of the first training.
        Assert.All(asked.Runs, run => new StoredModel(_experiment.Opened, run).Read());
        Assert.Equal(before, _experiment.Stages());
    }

    [Fact]
    public void What_a_kill_left_of_finished_runs_is_gone_after_the_next_call()
    {
        _experiment.Run();
        var planned = _experiment.Planned();
        var run = planned.Runs[0].TrainingHash;
        var dead = ProcessMark.Mine with { Process = 5_000_000 };
        var left = new[]
        {
            In("runs", run.Hex, "checkpoint.safetensors"), In("runs", run.Hex, $"model.safetensors.{dead.Name}.{Guid.NewGuid():N}.tmp"),
            In("runs", run.Hex, "snapshots", "000000010.safetensors"), In($"report.html.{dead.Name}.{Guid.NewGuid():N}.tmp"), In("locks", $"{run}.lock"),
        };
        foreach (var path in left)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "half");
        }

        File.WriteAllText(left[^1], ResultJson.Write(RunLockContent.Mine("train") with { Process = dead.Process }));
        _experiment.Run();
        Assert.All(left, static path => Assert.False(File.Exists(path), path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(In("runs")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_read_where_nothing_is_left_to_do_and_else_refused_at_once()
    {
        _experiment.Run();
        File.Delete(In("store.lock"));
        Directory.CreateDirectory(In("store.lock"));
        Assert.Equal(3, Run(_experiment.Planned()).Content.Runs.Length);
        Assert.Contains(_log, static line => line.EndsWith("; nothing is left to do, and nothing is noted", StringComparison.Ordinal));
        Assert.EndsWith("; 2 runs to do", Refusal.Of(() => Run(_experiment.Planned("grid.seed=1..5"))), StringComparison.Ordinal);
        Assert.Equal(3, RunsStatus.Of(Store).Done);
    }

    [Fact]
    public void Who_slept_and_lost_the_run_to_another_waits_for_it_and_does_not_fail()
    {
        // At the end of training the lock is another's, and the other has tidied up: the snapshots are gone.
        var planned = _experiment.Planned("operating-points={every: 10, trials: 4}", "grid.seed=[1]");
        var run = planned.Runs[0];
        var store = RunStore.Open(Store);
        using var writer = store.OpenWriter(0);
        var path = In("locks", $"{run.TrainingHash}.lock");
        var isDone = new RunWork(store, run, 1) { Log = _log.Add }.Execute(
            writer,
            at =>
            {
                if (at is not { Stage: "train", Share: >= 0.8 })
                    return;
                File.WriteAllText(path, ResultJson.Write(RunLockContent.Mine("train") with { Host = "another" }));
                Directory.Delete(In("runs", run.TrainingHash.Hex), recursive: true);
            },
            TestContext.Current.CancellationToken);
        Assert.False(isDone);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Who_waits_says_for_which_lock_whose_since_when_and_the_way_out()
    {
        var planned = _experiment.Planned("grid.seed=[1]");
        RunStore.Open(Store);
        var path = In("locks", $"{planned.Runs[0].TrainingHash}.lock");
        Directory.CreateDirectory(In("locks"));
        File.WriteAllText(path, ResultJson.Write(RunLockContent.Mine("train") with { Host = "node7", Process = 42, Taken = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new ExperimentRunner(planned, Store, workers: 1)
        {
            Log = line =>
            {
                _log.Add(line);
                if (line.StartsWith("waiting", StringComparison.Ordinal))
                    stop.Cancel();
            },
        }.Run(stop.Token));
        Assert.Equal(
            $"waiting for 1 run that another process computes: lock {path} (process 42 on node7, since 2026-01-02 03:04:05 UTC); where that process is no more, delete it",
            _log[^1]);
    }

    [Fact]
    public void A_network_that_diverges_in_every_test_is_not_analysed()
    {
        var planned = _experiment.Planned("operating-points={every: 10, trials: 4}", "grid.seed=[1]");
        var run = planned.Runs[0];
        var store = RunStore.Open(Store);
        using (ResultWriter writer = store.OpenWriter(0), other = store.OpenWriter(1))
        {
            // No level of its test gave a finite loss, as another worker has found by the end of its training.
            void Find(Heartbeat at)
            {
                if (at.Share >= 0.8 && !store.Results.Has(run.Hash, "sweep"))
                    other.Append(run.Hash, "sweep", new SweepResult { Sweep = null, Example = null });
            }

            Assert.True(new RunWork(store, run, 1) { Log = _log.Add }.Execute(writer, Find, TestContext.Current.CancellationToken));
        }

        Assert.Equal(["sweep", "train"], _experiment.Stages().Select(static stage => stage.Stage));
        Assert.True(RunWork.IsDone(_experiment.Opened, run));
        var outcome = Run(planned);
        Assert.Contains(_log, static line => line.EndsWith("all 1 runs are done", StringComparison.Ordinal));
        Assert.Equal("diverged in every test", Assert.Single(outcome.Content.LeftOut).Reason);
    }

    private string In(params string[] parts) => Path.Combine([Store, .. parts]);

    private ExperimentOutcome Run(Experiment experiment)
    {
        _log.Clear();
        return new ExperimentRunner(experiment, Store, workers: 2) { Log = Say }.Run(TestContext.Current.CancellationToken);

        void Say(string line)
        {
            lock (_log)
                _log.Add(line);
        }
    }
}
