using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>What nobody foresaw, and what is too large: a line, a code, and no stack trace on the terminal.</summary>
public sealed class LastResortTests : IDisposable
{
    // The runtime itself can do nothing in a folder that is gone.
    private const string FolderIsGone = "mkdir gone; cd gone; rmdir ../gone; exec \"$@\"";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_unexpected_error_is_one_line_that_points_to_its_details()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a current folder that is gone");
        var finished = NoisyRnnProcess.RunShell(_folder.Path, $"export TMPDIR='{_folder.Path}'; {FolderIsGone}", "run", "function-approximation");
        Assert.Equal((70, ""), (finished.Code, finished.Output));
        Assert.Matches(@"^noisyrnn: unexpected error: \w+Exception: [^\n]+; details: \S+; please report it$", finished.Errors);
        var details = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path, "noisyrnn-*.txt")));
        Assert.Contains("\"version\":", details, StringComparison.Ordinal);
        Assert.Contains("   at ", details, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_details_cannot_be_written_the_line_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a current folder that is gone");
        var finished = NoisyRnnProcess.RunShell(_folder.Path, $"export TMPDIR=/proc/absent; {FolderIsGone}", "run", "function-approximation");
        Assert.Equal(70, finished.Code);
        Assert.Matches(@"^noisyrnn: unexpected error: \w+Exception: [^\n]+; its details could not be written \([^\n]+\); please report it$", finished.Errors);
    }

    [Fact]
    public void An_arm_too_large_for_the_memory_is_named_with_its_size_and_the_others_are_done()
    {
        _folder.Write("own.yaml", """
            name: own
            task: {kind: function-approximation, steps: 6, loss-steps: 3}
            noise: [{sigma: .3}]
            training: {iterations: 20, validate-every: 10}
            sweep: {trials: 8, draws: 8}
            arms:
              small: {network.units: 4}
              wide: {network.units: 2500}
              huge: {network.units: 65536}
              long: {network.units: 4, task.steps: 1000000}
              many: {network.units: 4, training.batch: 1000000, task.steps: 60}
            grid: {seed: [1]}
            """);
        // As in a small container.
        var limit = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x10000000" };
        var run = NoisyRnnProcess.Run(_folder.Path, limit, "run", "own.yaml", "--out", "out", "--quiet", "--json");
        Assert.Equal(1, run.Code);
        Assert.Contains("\"missing\":4", run.Output, StringComparison.Ordinal);
        Assert.Contains(", without 4 runs for which there is not enough memory", run.Errors, StringComparison.Ordinal);
        foreach (var arm in new[] { "wide", "huge", "long", "many" })
            Assert.Matches($@"noisyrnn: run [0-9a-f]{{10}} failed: arm = {arm}(, seed = 1)?: needs (about [0-9.]+ [MGT]iB of memory|an array of [0-9.e]+ values)", run.Errors);
        Assert.Contains("done\t1\n", NoisyRnnProcess.Run(_folder.Path, "status", "out").Succeeded(), StringComparison.Ordinal);
        // Where there is more, those that fit are done; a dry run foresees it.
        var dry = NoisyRnnProcess.Run(_folder.Path, limit, "run", "own.yaml", "--dry-run");
        Assert.Equal((1, 5), (dry.Code, dry.Lines.Length));
        Assert.Equal(4, dry.Errors.Split('\n').Count(static line => line.Contains("would fail: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000000", 0)]
    [InlineData("none", 0)]
    public void Slurm_says_how_many_cores_are_ours(string perTask, int expected)
    {
        var cores = NoisyRnnProcess.Run(_folder.Path, new Dictionary<string, string> { ["SLURM_CPUS_PER_TASK"] = perTask, ["SLURM_CPUS_ON_NODE"] = "" }, "doctor").Lines[0];
        Assert.Equal(expected == 0 || expected == Environment.ProcessorCount ? $"cores\t{Environment.ProcessorCount}" : $"cores\t{expected} of {Environment.ProcessorCount} (SLURM_CPUS_PER_TASK)", cores);
    }
}
