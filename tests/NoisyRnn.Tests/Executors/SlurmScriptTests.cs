using NoisyRnn.Executors;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>The scripts that Slurm gets, as they are.</summary>
public sealed class SlurmScriptTests
{
    [Fact]
    public void The_plainest_says_what_is_needed_and_no_more() => Assert.Equal(
        """
        #!/bin/bash
        #SBATCH --job-name=noisyrnn-x-1a2b3c4d
        #SBATCH --array=0-9
        #SBATCH --signal=B:USR1@90
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=1
        #SBATCH --mem=1024M
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --output="/data/ada/out/slurm/1/logs/%a.log"
        # 200 runs in 10 elements; each does those of its chunk, chunks/N.tsv, that are not done yet.
        exec /opt/noisyrnn element /data/ada/out/slurm/1

        """.ReplaceLineEndings("\n"), SlurmScript.OfArray(Of(new() { Program = "/opt/noisyrnn" }, "/data/ada/out/slurm/1"), "1024M"));

    [Fact]
    public void What_is_asked_for_is_in_it_and_a_short_limit_warns_later()
    {
        var script = SlurmScript.OfArray(
            Of(new() { Program = "apptainer exec noisy.sif noisyrnn", Partition = "short", Account = "lab", Time = "4", MaxParallel = 20, Workers = 4, Sbatch = ["--constraint=avx512", "--nice=100"] }, "/data/ada/out/slurm/1"), "4G");
        foreach (var line in new[] { "--array=0-9%20", "--signal=B:USR1@30", "--cpus-per-task=4", "--mem=4G", "--time=4", "--partition=short", "--account=lab", "--constraint=avx512", "--nice=100" })
            Assert.Contains($"\n#SBATCH {line}\n", script, StringComparison.Ordinal);
        Assert.EndsWith("\nexec apptainer exec noisy.sif noisyrnn element /data/ada/out/slurm/1\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void One_element_is_told_as_one() =>
        Assert.Contains("\n# 4 runs in 1 element; it does those of its chunk", SlurmScript.OfArray(Of(new(), "/data/ada/out/slurm/1") with { Elements = 1, Runs = 4 }, "1G"), StringComparison.Ordinal);

    [Fact]
    public void Folders_of_any_name_are_one_word_to_the_shell_and_to_sbatch()
    {
        var script = SlurmScript.OfArray(Of(new() { Program = "noisyrnn" }, "/data/ada's \"50 %\"/slurm/1"), "1G");
        Assert.Contains("""--output="/data/ada's \"50 %%\"/slurm/1/logs/%a.log" """.Trim(), script, StringComparison.Ordinal);
        Assert.EndsWith("""exec noisyrnn element '/data/ada'\''s "50 %"/slurm/1'""" + "\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nodes_call_the_program_that_submits_unless_another_is_named() =>
        Assert.Contains($"\nexec {Environment.ProcessPath}", SlurmScript.OfArray(Of(new(), "/data/ada/out/slurm/1"), "1G"), StringComparison.Ordinal);

    [Fact]
    public void The_last_job_is_no_array()
    {
        var script = SlurmScript.OfReport(Of(new() { Program = "noisyrnn" }, "/data/ada/out/slurm/1"));
        Assert.DoesNotContain("--array", script, StringComparison.Ordinal);
        Assert.Contains("/logs/report.log\"", script, StringComparison.Ordinal);
        Assert.EndsWith("\nexec noisyrnn element /data/ada/out/slurm/1 --report\n", script, StringComparison.Ordinal);
    }

    private static Submission Of(SlurmOptions options, string folder) => new()
    {
        JobName = "noisyrnn-x-1a2b3c4d", Elements = 10, Runs = 200, Options = options, Version = "1", User = "ada", Created = DateTimeOffset.UnixEpoch, Folder = folder,
    };
}
