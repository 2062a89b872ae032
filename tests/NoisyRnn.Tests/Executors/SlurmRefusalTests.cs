using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>What is said where there is no Slurm, or what is asked of it cannot be meant.</summary>
public sealed class SlurmRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--executor slrum", "unknown executor 'slrum'; did you mean 'slurm'? (allowed: workers, slurm)")]
    [InlineData("--executor slurm --chunk 0", "--chunk: '0' is not allowed; a whole number from 1 on")]
    [InlineData("--executor slurm --time 1", "--time: 1 is shorter than it takes to write a checkpoint")]
    [InlineData("--executor slurm --time soon", "--time: 'soon' is no time limit; allowed is minutes")]
    [InlineData("--executor slurm --memory lots", "--memory: 'lots' is not allowed; allowed is a number")]
    [InlineData("--executor slurm --sbatch exclusive", "--sbatch: 'exclusive' is not allowed; allowed are options")]
    [InlineData("--partition short", "--partition: is for --executor slurm; with workers it says nothing")]
    [InlineData("--executor workers --chunk 3", "--chunk: is for --executor slurm; with workers it says nothing")]
    public void What_cannot_be_meant_is_refused_before_anything_is_written(string options, string expected)
    {
        var errors = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run(options.Split(' '))).Refused();
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Where_there_is_no_Slurm_a_script_can_be_seen_and_nothing_submitted()
    {
        var nowhere = new Dictionary<string, string> { ["PATH"] = "/nonexistent" };
        var shown = NoisyRnnProcess.Run(_folder.Path, nowhere, TinyExperiment.Run("--executor", "slurm", "--dry-run", "--chunk", "1"));
        Assert.Contains("#SBATCH --array=0-3\n", shown.Succeeded(), StringComparison.Ordinal);
        Assert.Contains("up to 1001 elements are assumed", shown.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));

        var refused = NoisyRnnProcess.Run(_folder.Path, nowhere, TinyExperiment.Run("--executor", "slurm", "--quiet")).Refused();
        Assert.Contains("noisyrnn: scontrol: cannot be started", refused, StringComparison.Ordinal);
        Assert.Contains("Slurm's commands are expected on the path", refused, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_dry_retry_of_what_was_never_submitted_shows_what_is_missing_and_does_none_of_it()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        foreach (var results in Directory.GetFiles(Path.Combine(_folder.Path, "out", "results")))
            File.WriteAllLines(results, File.ReadLines(results).Take(1));
        var before = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.ReadAllText);
        var dry = NoisyRnnProcess.Run(_folder.Path, "retry", "out", "--dry-run");
        dry.Succeeded();
        Assert.Equal(TinyExperiment.Runs, dry.Lines.Length);
        Assert.Matches("^4 runs, (less than|about) 0.[0-9] core-minutes$", dry.Errors);
        Assert.Equal(before, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.ReadAllText));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("cancel")]
    public void A_folder_that_is_none_of_runs_is_named(string verb) =>
        Assert.Equal("noisyrnn: out: is no folder of runs (no manifest.jsonl); name the folder given to --out", NoisyRnnProcess.Run(_folder.Path, verb, "out").Refused());

    [Fact]
    public void A_folder_that_another_version_planned_is_not_done_anew_by_retry()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        var manifest = Path.Combine(_folder.Path, "out", "manifest.jsonl");
        var lines = File.ReadAllLines(manifest);
        File.WriteAllLines(manifest, lines.Take(1).Concat(lines.Skip(1).Select(static (line, k) => line.Replace(line.Split('"')[3], $"{k}".PadLeft(64, '0'), StringComparison.Ordinal))));
        Assert.Contains("planned by version ", NoisyRnnProcess.Run(_folder.Path, "retry", "out").Refused(), StringComparison.Ordinal);
        Assert.Contains("nothing of it was handed to Slurm", NoisyRnnProcess.Run(_folder.Path, "cancel", "out").Refused(), StringComparison.Ordinal);
    }
}
