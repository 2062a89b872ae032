using NoisyRnn.Experiments;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn reproduce</c>: what it answers where nothing can be run.</summary>
public sealed class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("reproduce regulater", "noisyrnn: regulater: unknown shipped experiment 'regulater'; did you mean 'regulator'? (allowed: ")]
    [InlineData("reproduce --data ecg", "noisyrnn: --data ecg: no such folder; allowed is a folder, or name=folder for one experiment, as in ecg=DIR")]
    [InlineData("reproduce --data ecg=", "noisyrnn: --data ecg=: allowed is a folder, or name=folder, as in ecg=DIR")]
    [InlineData("reproduce --data =/", "noisyrnn: --data =/: allowed is a folder, or name=folder, as in ecg=DIR")]
    [InlineData("reproduce --data / --data /", "noisyrnn: --data /: a second folder for all experiments; allowed is one, and name=folder for others")]
    [InlineData("reproduce regulator --data eecg=/", "noisyrnn: eecg: unknown shipped experiment 'eecg'; did you mean 'ecg'? (allowed: ")]
    [InlineData("reproduce regulator --scale ful", "noisyrnn: --scale ful: regulator has no such scale; allowed: quick, full")]
    public void What_cannot_be_run_is_one_line_and_nothing_is_written(string arguments, string expected)
    {
        var errors = NoisyRnnProcess.Run(_folder.Path, arguments.Split(' ')).Refused().Split('\n');
        Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Where_none_of_all_can_be_run_the_table_says_so_and_the_code_is_that_of_bad_input()
    {
        var finished = NoisyRnnProcess.Run(_folder.Path, "reproduce", "--scale", "ful", "--quiet");
        Assert.Equal(2, finished.Code);
        Assert.Contains("regulator", finished.Output, StringComparison.Ordinal);
        Assert.Contains("not run", finished.Output, StringComparison.Ordinal);
        Assert.Contains("regulator: not run: --scale ful: ", finished.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Runs_that_fail_are_named_with_their_experiment_and_the_table_is_printed()
    {
        const string Name = "function-approximation";
        var folder = Path.Combine(_folder.Path, "out", Name);
        RunStore.Open(folder);
        // No run can take its lock.
        File.WriteAllText(Path.Combine(folder, "locks"), "in the way");
        var finished = NoisyRnnProcess.Run(_folder.Path, "reproduce", Name, "--out", "out", "--quiet");
        Assert.Equal(1, finished.Code);
        Assert.Contains("Claims of the shipped experiments", finished.Output, StringComparison.Ordinal);
        var runs = Experiment.OfFolder(folder).Runs;
        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.Single(finished.Errors.Split('\n'), line => line.StartsWith($"noisyrnn: {Name}: run {run.Hash.Short} failed: ", StringComparison.Ordinal)));
    }
}
