using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>A folder of runs that was moved to where its data are not: it is shown as it is, and goes on with <c>--data</c>.</summary>
public sealed class MovedFolderTests : IDisposable
{
    private readonly TemporaryFolder _here = new(), _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void Moved_with_its_data_it_finds_them_and_neither_page_nor_saved_file_tells_of_the_machine()
    {
        _here.Write("project/experiments/beats.yaml", """
            name: beats
            task: {kind: beats, file: ../data/beats.tsv}
            network: {units: 4}
            training: {loss: cross-entropy, iterations: 10, validate-every: 5, validation-trials: 8}
            sweep: {trials: 8, draws: 4}
            arms: {silent: {noise: []}, noisy: {noise: {sigma: .1}}}
            """);
        _here.Write("project/data/beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => $"{(k % 2) + 1}\t{k % 2}\t{k / 60.0}\t1")));
        var (file, store) = (Path.Combine(_here.Path, "project", "experiments", "beats.yaml"), Path.Combine(_here.Path, "project", "runs"));
        var data = Path.Combine(_here.Path, "project", "data");
        NoisyRnnProcess.Run(_here.Path, "run", file, "--quiet", "--out", store, "--data", data).Succeeded();

        Directory.Move(Path.Combine(_here.Path, "project"), Path.Combine(_there.Path, "moved"));
        var again = NoisyRnnProcess.Run(_there.Path, "run", "moved/runs/experiment.yaml", "--out", "moved/runs");
        again.Succeeded();
        Assert.Contains("all 2 runs are done", again.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_here.Path, File.ReadAllText(Path.Combine(_there.Path, "moved", "runs", "experiment.yaml")), StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(_there.Path, "moved", "runs", "report.html"));
        Assert.DoesNotContain(_here.Path, page, StringComparison.Ordinal);
        Assert.DoesNotContain(_there.Path, page, StringComparison.Ordinal);
        Assert.Contains("file: \".../beats.tsv\"", page, StringComparison.Ordinal);

        var lines = NoisyRnnProcess.Run(_there.Path, "report", "moved/runs", "--all", "--tsv").Succeeded().TrimEnd('\n').Split('\n');
        Assert.All(lines, static line => Assert.True(line.StartsWith("# ", StringComparison.Ordinal) || line.Contains('\t', StringComparison.Ordinal), line));
        Assert.Contains(lines, static line => line.StartsWith("network\tnoise\ts0\tn\tvalidation\tpreferred", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.Contains("  ", StringComparison.Ordinal) || line.Contains('\u2502', StringComparison.Ordinal));
    }

    [Fact]
    public void Status_and_report_need_no_data_and_a_run_finds_them_by_the_option()
    {
        _here.Write("my/experiment.yaml", """
            name: beats
            task: {kind: beats, file: beats.tsv}
            network: {units: 4}
            training: {loss: cross-entropy, iterations: 10, validate-every: 5, validation-trials: 8}
            sweep: {trials: 8, draws: 4}
            arms: {silent: {noise: []}, noisy: {noise: {sigma: .1}}}
            """);
        _here.Write("my/beats.tsv", string.Join('\n', Enumerable.Range(0, 60).Select(static k => $"{(k % 2) + 1}\t{k % 2}\t{k / 60.0}\t1")));
        var run = NoisyRnnProcess.Run(_here.Path, "run", "my/experiment.yaml", "--quiet", "--out", "out");
        run.Succeeded();

        Directory.Move(Path.Combine(_here.Path, "out"), Path.Combine(_there.Path, "moved"));
        File.Move(Path.Combine(_here.Path, "my", "beats.tsv"), Path.Combine(_there.Path, "heart.tsv"));
        Assert.Equal("done\t2\ndiverged\t0\nrunning\t0\nqueued\t0\nfailed\t0\nmissing\t0\n", NoisyRnnProcess.Run(_there.Path, "status", "moved").Succeeded());
        Assert.Equal(run.Output, NoisyRnnProcess.Run(_there.Path, "report", "moved").Succeeded());
        var page = File.ReadAllText(Path.Combine(_there.Path, "moved", "report.html"));
        Assert.Contains("asked at the last of 3 steps", page, StringComparison.Ordinal);

        string[] again = ["run", "moved/experiment.yaml", "--quiet", "--out", "moved"];
        Assert.Contains("beats.tsv: no such file; task.file (or --data PATH) must be ", NoisyRnnProcess.Run(_there.Path, again).Refused(), StringComparison.Ordinal);
        var done = NoisyRnnProcess.Run(_there.Path, [.. again, "--data", "heart.tsv"]);
        Assert.Equal(run.Output, done.Succeeded());
        Assert.Contains("all 2 runs are done", done.Errors, StringComparison.Ordinal);
    }
}
