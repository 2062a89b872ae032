using System.Diagnostics;
using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A disk that is full, and one that takes nothing any more, as they are: a small file system in memory.</summary>
[Trait("speed", "slow")]
public sealed class StoreDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly Experiment _experiment;
    private bool _isMounted;

    public StoreDiskTests()
    {
        _experiment = Experiment.Parse(
            """
            name: disk
            task: {kind: function-approximation, steps: 40, loss-steps: 4}
            network: {units: 3}
            training: {iterations: 4, validate-every: 2, batch: 8}
            sweep: {levels: [0, 1], draws: 4, trials: 6}
            noise: {sigma: .1}
            grid: {seed: 1..60}
            """,
            "disk.yaml", _folder.Path, null, []);
    }

    private string Disk => Path.Combine(_folder.Path, "disk");

    private string Store => Path.Combine(Disk, "out");

    public void Dispose()
    {
        if (_isMounted)
            Assert.True(Command("umount", Disk));
        _folder.Dispose();
    }

    [Fact]
    public void A_full_disk_fails_runs_by_name_keeps_what_is_done_and_with_room_the_same_call_goes_on()
    {
        Mount("size=300k");
        var full = Run();
        Assert.NotEmpty(full.Failures);
        Assert.All(full.Failures, static failure => Assert.Contains("cannot be written: ", failure.Error.Message, StringComparison.Ordinal));
        var done = RunsStatus.Of(Store).Done;
        Assert.InRange(done, 1, 59);
        Assert.Empty(Directory.Exists(Path.Combine(Store, "locks")) ? Directory.GetFiles(Path.Combine(Store, "locks")) : []);

        Command("mount", "-o", "remount,size=20m", Disk);
        Assert.Empty(Run().Failures);
        Assert.Contains(_log, line => line.Contains($": {60 - done} runs to do, {done} done", StringComparison.Ordinal));
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        new ExperimentRunner(_experiment, elsewhere, workers: 2).Run(TestContext.Current.CancellationToken);
        Assert.Equal(Bodies(elsewhere), Bodies(Store));
    }

    [Fact]
    public void A_disk_that_takes_nothing_any_more_is_read()
    {
        Mount("size=20m");
        Run();
        Command("mount", "-o", "remount,ro", Disk);
        Assert.Equal(60, RunsStatus.Of(Store).Done);
        Assert.Equal(60, Run().Content.Runs.Select(static run => run.Seed).Distinct().Count());
        Assert.Contains("cannot be written", FolderReport.Write(Store, _log.Add).PageProblem, StringComparison.Ordinal);
    }

    private ExperimentOutcome Run() => new ExperimentRunner(_experiment, Store, workers: 2) { Log = _log.Add }.Run(TestContext.Current.CancellationToken);

    private string?[] Bodies(string store)
    {
        var results = RunStore.OpenExisting(store).Results;
        return [.. _experiment.Runs.SelectMany(run => new[] { results.Body(run.TrainingHash, RunWork.TrainingStageName), results.Body(run.Hash, run.Stages[0].Name) })];
    }

    private void Mount(string size)
    {
        Directory.CreateDirectory(Disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Command("mount", "-t", "tmpfs", "-o", size, "tmpfs", Disk), "a small file system cannot be mounted here: that needs Linux and root");
        _isMounted = true;
    }

    private static bool Command(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
