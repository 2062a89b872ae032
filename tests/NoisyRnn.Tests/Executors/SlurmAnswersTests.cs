using NoisyRnn.Executors;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>What becomes of a folder, and what is said, for each answer that Slurm may give; its commands are scripts here that give it.</summary>
public sealed class SlurmAnswersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SlurmAnswersTests()
    {
        Answer("scontrol", "echo MaxArraySize = 1001");
        Answer("sbatch", "echo 7");
        Answer("squeue", "");
    }

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_refusal_leaves_no_new_folder_and_changes_none_that_was_there()
    {
        Answer("sbatch", "echo 'sbatch: error: invalid partition' >&2; exit 1");
        Assert.Contains("sbatch: error: invalid partition", Call(Sweep()).Refused(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
        Directory.CreateDirectory(Out);
        Call(Sweep()).Refused();
        Assert.Empty(Directory.GetFileSystemEntries(Out));

        Call(TinyExperiment.Run("--quiet")).Succeeded();
        var before = Contents();
        Call(Sweep("--set", "grid.seed=1..6")).Refused();
        Assert.Equal(before, Contents());
        Answer("sbatch", "echo 7");
        Call(Sweep("--set", "grid.seed=1..6")).Succeeded();
        Assert.Contains("missing\t8\n", Call("status", "out").Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_cannot_be_found_is_told_at_once_and_its_elements_afterwards()
    {
        var submitted = Call(Sweep("--chunk", "2", "--program", "noisyrnn_typo --x"));
        submitted.Succeeded();
        Assert.Contains("warning: --program: 'noisyrnn_typo' is not on the path of this machine", submitted.Errors, StringComparison.Ordinal);
        Assert.Contains("2 elements of job 7 ended without a word; without a log either: cancelled, or the nodes cannot write to ", Call("status", "out").Errors, StringComparison.Ordinal);
        var log = Path.Combine(Out, "slurm", "1", "logs", "1.log");
        File.WriteAllText(log, "exec: noisyrnn_typo: not found\n");
        Assert.Contains($"2 elements of job 7 ended without a word; log: {log}", Call("status", "out").Errors, StringComparison.Ordinal);
        Assert.Contains("warning: --program: './noisyrnn' is not there", Call(Sweep("--program", "./noisyrnn")).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Call(Sweep("--program", "squeue $HOME")).Errors, StringComparison.Ordinal);
        // What is done since is no matter any more.
        Call("retry", "out", "--executor", "workers").Succeeded();
        Assert.Equal("", Call("status", "out").Errors);
    }

    [Fact]
    public void What_can_never_begin_is_told_with_Slurms_reason()
    {
        Call(Sweep("--chunk", "2")).Succeeded();
        var name = JobName();
        Answer("squeue", $"echo '7|0|PENDING|{name}||PartitionTimeLimit'; echo '7|1|PENDING|{name}||PartitionTimeLimit'; echo '8|N/A|PENDING|{name}||Dependency'");
        var status = Call("status", "out");
        Assert.Contains("queued\t4\n", status.Succeeded(), StringComparison.Ordinal);
        Assert.Equal("noisyrnn: 2 elements of job 7 wait: PartitionTimeLimit, as Slurm calls it; where that does not pass, 'noisyrnn cancel out' takes the job out of the queue", status.Errors);
        Assert.Contains("are left to it; 'noisyrnn cancel out' takes them out of it", Call("retry", "out").Errors, StringComparison.Ordinal);
    }

    private static string[] Sweep(params IEnumerable<string> more) => TinyExperiment.Run(["--executor", "slurm", .. more]);

    private string JobName() => Submission.In(Out)[0].JobName;

    private SortedDictionary<string, string> Contents() => new(Directory.GetFiles(Out, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.ReadAllText), StringComparer.Ordinal);

    private NoisyRnnProcess.Finished Call(params IEnumerable<string> arguments) => NoisyRnnProcess.Run(_folder.Path, new Dictionary<string, string> { ["PATH"] = $"{_folder.Path}/bin" }, arguments);

    private void Answer(string command, string script)
    {
        var path = Path.Combine(_folder.Path, "bin", command);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
