using NoisyRnn.Executors;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>Sweeps through a real Slurm end as those of one process do, to the bit, whatever is done to them on the way.</summary>
[Trait("speed", "slow")]
public sealed class SlurmSweepTests : IClassFixture<SlurmCluster>, IDisposable
{
    private readonly SlurmCluster _cluster;
    private readonly TemporaryFolder _folder = new();

    public SlurmSweepTests(SlurmCluster cluster)
    {
        Assert.SkipUnless(SlurmCluster.IsHere, "needs slurm-wlm and munge");
        _cluster = cluster;
    }

    private string Out => Path.Combine(_folder.Path, "out");

    // What a test that failed left in the queue is not in the next one's way.
    public void Dispose()
    {
        if (SlurmCluster.IsHere)
        {
            _cluster.Call("scancel", "--user", Environment.UserName);
            _cluster.WaitUntilIdle();
        }

        _folder.Dispose();
    }

    [Fact]
    public void Two_hundred_runs_are_those_of_one_process_bit_by_bit()
    {
        string[] sweep = ["--set", "grid.seed=1..100", "--quiet"];
        var submitted = NoisyRnn(TinyExperiment.Run([.. sweep, "--executor", "slurm", "--chunk", "20", "--time", "5"]));
        Assert.Equal("", submitted.Succeeded());
        Assert.Contains(": 200 runs in 10 elements, and job ", submitted.Errors, StringComparison.Ordinal);
        Assert.Equal(200, Counts().Values.Sum());
        _cluster.WaitUntilIdle();

        Assert.Equal(new() { ["done"] = 200 }, Counts());
        Assert.True(File.Exists(Path.Combine(Out, "report.html")), "the last job writes the report");
        Assert.Equal(10, RunStore.OpenExisting(Out).History.Read().Count(static past => past.Command[0] == "element"));
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.RunIn("here", sweep)).Succeeded();
        SweepFolder.AreSame(Path.Combine(_folder.Path, "here"), Out);
    }

    [Fact]
    public void When_time_is_up_an_element_and_no_other_goes_on_from_its_checkpoint_on_another_node()
    {
        NoisyRnn(TinyExperiment.LongRun("--set", "grid.seed=1..1", "--quiet", "--executor", "slurm", "--chunk", "1")).Succeeded();
        _cluster.WaitUntil(() => Locks() == 2, "both runs to begin");
        // The last element's own number is that of the array.
        var element = $"{Job()}_1";
        var node = _cluster.Call("squeue", "--noheader", "--array", $"--jobs={element}", "--format=%N").Trim();
        try
        {
            Assert.Equal("", _cluster.Call("scontrol", "update", $"nodename={node}", "state=drain", "reason=test"));
            // What Slurm sends when the limit is near.
            Assert.Equal("", _cluster.Call("scancel", "--signal=USR1", "--batch", element));
            _cluster.WaitUntil(() => Log(1).Contains("time is nearly up; back into the queue", StringComparison.Ordinal), "the checkpoint");
            _cluster.WaitUntilIdle();
        }
        finally
        {
            _cluster.Call("scontrol", "update", $"nodename={node}", "state=resume");
        }

        Assert.Contains($" on {node}, start 1: 1 run to do, 0 done", Log(1), StringComparison.Ordinal);
        Assert.True(Log(1).Contains($" on {(node == "a" ? "b" : "a")}, start 2: ", StringComparison.Ordinal), $"drained was {node}:\n{Log(1)}");
        Assert.DoesNotContain("start 2", Log(0), StringComparison.Ordinal);
        NoisyRnnProcess.Run(_folder.Path, [.. TinyExperiment.RunIn("here", "--set", "grid.seed=1..1", "--quiet", "--set", $"training.iterations={TinyExperiment.LongIterations}")]).Succeeded();
        SweepFolder.AreSame(Path.Combine(_folder.Path, "here"), Out);
    }

    [Fact]
    public void What_failed_is_tried_again_so_often_then_told_and_done_by_retry()
    {
        NoisyRnn(TinyExperiment.Run("--quiet", "--executor", "slurm", "--retries", "1", "--sbatch", "--hold")).Succeeded();
        Assert.Equal(new() { ["queued"] = TinyExperiment.Runs }, Counts());
        // A file where the folder of results is to be: nothing can be written, as on a full disk.
        File.WriteAllText(Path.Combine(Out, "results"), "");
        foreach (var job in new[] { Job(), Submission.In(Out)[0].ReportJob! })
            _cluster.Call("scontrol", "release", job);
        _cluster.WaitUntilIdle();
        var status = NoisyRnn("status", "out").Succeeded();
        Assert.Contains($"failed\t{TinyExperiment.Runs}\n", status, StringComparison.Ordinal);
        Assert.Contains("cannot be written", status, StringComparison.Ordinal);
        Assert.Contains(", try 2)", status, StringComparison.Ordinal);
        Assert.Contains("start 2: 4 runs to do", Log(0), StringComparison.Ordinal);
        Assert.DoesNotContain("start 3", Log(0), StringComparison.Ordinal);

        File.Delete(Path.Combine(Out, "results"));
        var again = NoisyRnn("retry", "out", "--sbatch", "--nice=1");
        Assert.Equal("", again.Succeeded());
        Assert.Contains(": 4 runs in 1 element, and job ", again.Errors, StringComparison.Ordinal);
        _cluster.WaitUntilIdle();
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.RunIn("here", "--quiet")).Succeeded();
        SweepFolder.AreSame(Path.Combine(_folder.Path, "here"), Out);
        Assert.Contains("all 4 runs are done", NoisyRnn("retry", "out").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_waits_in_the_queue_is_not_submitted_again_and_a_cancelled_one_is()
    {
        string[] held = ["--quiet", "--executor", "slurm", "--sbatch", "--hold"];
        NoisyRnn(TinyExperiment.Run([.. held, "--chunk", "1"])).Succeeded();
        Assert.Contains("4 of these runs are in Slurm's queue already", NoisyRnn("retry", "out").Errors, StringComparison.Ordinal);
        _cluster.Call("scancel", $"{Job()}_[2-3]");
        Assert.Equal(new() { ["queued"] = 2, ["missing"] = 2 }, Counts());
        var more = NoisyRnn(TinyExperiment.Run([.. held, "--set", "grid.seed=1..3"])).Errors;
        Assert.Contains("2 of these runs are in Slurm's queue already", more, StringComparison.Ordinal);
        Assert.Contains(": 4 runs in 1 element", more, StringComparison.Ordinal);

        Assert.Contains("cancelled: 3 elements of job ", NoisyRnn("cancel", "out").Errors, StringComparison.Ordinal);
        _cluster.WaitUntilIdle();
        Assert.Equal(new() { ["missing"] = 6 }, Counts());
        Assert.Contains("no job of it waits or runs", NoisyRnn("cancel", "out").Errors, StringComparison.Ordinal);
        Assert.Contains("missing\t0\n", NoisyRnn("retry", "out", "--executor", "workers").Code == 0 ? NoisyRnn("status", "out").Output : "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_Slurm_refuses_is_told_in_its_words_and_leaves_nothing_behind()
    {
        var errors = NoisyRnn(TinyExperiment.Run("--executor", "slurm", "--partition", "nope")).Refused();
        Assert.Contains("noisyrnn: sbatch: error: invalid partition specified: nope; sbatch: error: Batch job submission failed", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Assert.Contains("allows 1001 (MaxArraySize); allowed is 2 or more", NoisyRnn(TinyExperiment.Run("--set", "grid.seed=1..501", "--executor", "slurm", "--chunk", "1")).Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_to_which_the_runs_are_others_refuses_them()
    {
        NoisyRnn(TinyExperiment.Run("--quiet", "--executor", "slurm", "--sbatch", "--hold")).Succeeded();
        var chunk = Path.Combine(Out, "slurm", "1", "chunks", "0.tsv");
        File.WriteAllText(chunk, $"{new string('0', 64)}{File.ReadAllText(chunk)[64..]}");
        Assert.Contains("planned by version ", NoisyRnn("element", Path.Combine("out", "slurm", "1"), "--element", "0").Refused(), StringComparison.Ordinal);
        NoisyRnn("cancel", "out").Succeeded();
    }

    private NoisyRnnProcess.Finished NoisyRnn(params IEnumerable<string> arguments) => _cluster.NoisyRnn(_folder.Path, arguments);

    // The counts that are not 0.
    private Dictionary<string, int> Counts() => SweepFolder.Counts(NoisyRnn("status", "out").Succeeded());

    private string Job() => Submission.In(Out)[0].Job!;

    private string Log(int element) => File.ReadAllText(Path.Combine(Out, "slurm", "1", "logs", $"{element}.log"));

    private int Locks() => Directory.Exists(Path.Combine(Out, "locks")) ? Directory.GetFiles(Path.Combine(Out, "locks"), "*.lock").Length : 0;
}
