using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>Standard output and error that cannot be written end no work: the exit code tells.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("speed", "slow")]
    [InlineData("exec \"$@\" >/dev/full", 1)]
    [InlineData("exec \"$@\" >&-", 1)]
    [InlineData("exec \"$@\" 2>/dev/full", 0)]
    [InlineData("exec \"$@\" 2>&-", 0)]
    [InlineData("exec \"$@\" >/dev/full 2>/dev/full", 1)]
    [InlineData("exec \"$@\" >&- 2>&-", 1)]
    [InlineData("exec \"$@\" <&- >&- 2>&-", 1)]
    [InlineData("exec \"$@\" </dev/null >/dev/null 2>&1", 0)]
    // Readers that leave before the first byte, after it, and of both streams; a status is told by a file, as sh tells that of the last command.
    [InlineData("{ \"$@\"; echo $? >code; } | true; exit $(cat code)", 0)]
    [InlineData("{ \"$@\"; echo $? >code; } | head -c 1 >/dev/null; exit $(cat code)", 0)]
    [InlineData("{ \"$@\"; echo $? >code; } 2>&1 | head -n 1 >/dev/null; exit $(cat code)", 0)]
    public void The_runs_are_done_and_kept(string line, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full");
        // The reader waits for no more than it wants: the program is still at work when it leaves.
        var finished = NoisyRnnProcess.RunShell(_folder.Path, line, TinyExperiment.Run("--workers", "2"));
        Assert.True(finished.Code == code, $"exit code {finished.Code}; stderr:\n{finished.Errors}");
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", finished.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "out", "locks")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "out", "report.html")));
        Assert.Contains("done\t4\n", NoisyRnnProcess.Run(_folder.Path, "status", "out").Succeeded(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list networks")]
    [InlineData("describe ctrnn")]
    [InlineData("convert-noise .1")]
    [InlineData("doctor")]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("--version")]
    public void Every_verb_says_that_its_output_is_not_whole(string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full");
        var finished = NoisyRnnProcess.RunShell(_folder.Path, "exec \"$@\" >/dev/full", arguments.Split(' '));
        Assert.Equal((1, "noisyrnn: standard output: not all could be written: No space left on device"), (finished.Code, finished.Errors));
    }

    [Fact]
    public void A_stream_that_is_closed_and_not_needed_is_no_problem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "descriptors in /proc");
        var finished = NoisyRnnProcess.RunShell(_folder.Path, "exec \"$@\" >&-", "status", "absent");
        Assert.Equal((2, "noisyrnn: absent: is no store of runs (no manifest.jsonl); name the folder given to --out"), (finished.Code, finished.Errors));
    }

    [Theory]
    [InlineData("exec \"$@\" 2>/dev/full", "run absent.yaml", 2)]
    [InlineData("exec \"$@\" 2>&-", "lst networks", 2)]
    [InlineData("exec \"$@\" >/dev/full 2>&1", "status absent", 2)]
    [InlineData("exec \"$@\" >/dev/full", "doctor --out absent", 1)]
    public void What_went_wrong_is_told_by_the_code_where_nothing_can_be_said(string line, string arguments, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full");
        Assert.Equal(code, NoisyRnnProcess.RunShell(_folder.Path, line, arguments.Split(' ')).Code);
    }

    [Theory]
    [InlineData("run", "\u001b[31mred.yaml")]
    [InlineData("run", "x\u202egnp.yaml")]
    [InlineData("describe", "\u001b]0;title\u0007")]
    [InlineData("status", "a\rb\u009b31m")]
    [InlineData("run", "function-approximation", "--set", "\u001b[2Jx=1")]
    [InlineData("run", "function-approximation", "--scale", "\u2066full")]
    [InlineData("\u001bverb")]
    [InlineData("list", "\u202etasks")]
    public void No_text_of_a_user_steers_the_terminal(params string[] arguments)
    {
        var errors = NoisyRnnProcess.Run(_folder.Path, arguments).Refused();
        Assert.DoesNotContain(errors, static c => (char.IsControl(c) && c != '\n') || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
        Assert.Contains(@"\u", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_s_names_are_no_markup_anywhere()
    {
        string[] arms = ["[red]a[/]", "=1+1|`x`", "[/] \\u001b[31m \\u202e"];
        _folder.Write("own.yaml", $$"""
            name: own
            title: "[bold]<b>title[/]"
            task: {kind: function-approximation, steps: 6, loss-steps: 3}
            network: {units: 4}
            noise: [{sigma: .3}]
            training: {iterations: 20, validate-every: 10}
            sweep: {trials: 8, draws: 8}
            rules: {untrained-loss-share: 1e9}
            claims: [{kind: c1-prefers-training-noise}]
            arms: { "{{arms[0]}}": {network.activation: relu}, "{{arms[1]}}": {network.activation: tanh}, "{{arms[2]}}": {network.activation: sigmoid} }
            grid: {sweep.levels: [[0, .5, 1], [0, 1, 2]], seed: 1..2}
            """);
        var first = NoisyRnnProcess.Run(_folder.Path, "run", "own.yaml", "--out", "out", "--quiet", "--all").Succeeded();
        foreach (var arm in arms)
            Assert.Contains($"{arm}, levels = [0, .5, 1], inside, s0 = 0.3", first, StringComparison.Ordinal);
        Assert.Equal(first, NoisyRnnProcess.Run(_folder.Path, "report", "out", "--all").Succeeded());
        Assert.Contains(@"=1+1\|\`x\`, levels", NoisyRnnProcess.Run(_folder.Path, "report", "out", "--markdown").Succeeded(), StringComparison.Ordinal);
        var json = NoisyRnnProcess.Run(_folder.Path, "report", "out", "--json").Succeeded();
        Assert.DoesNotContain(first + json, static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        using var parsed = System.Text.Json.JsonDocument.Parse(json);
        Assert.Contains(parsed.RootElement.GetProperty("cells").EnumerateArray(), static cell => cell.GetProperty("arm").GetString()!.StartsWith("[/] \u001b[31m \u202e, levels", StringComparison.Ordinal));

        var page = File.ReadAllText(Path.Combine(_folder.Path, "out", "report.html"));
        Assert.Contains("[bold]&lt;b&gt;title[/]", page, StringComparison.Ordinal);
        var tables = Directory.GetFiles(Path.Combine(_folder.Path, "out", "figures"), "*.csv").Select(File.ReadAllText).ToArray();
        Assert.Contains(tables, static table => table.Contains("'=1+1|`x`", StringComparison.Ordinal));
        Assert.DoesNotContain(tables, static table => table.Split('\n', ',').Any(static field => field.TrimStart('"').StartsWith('=')));
    }

    [Theory]
    [InlineData("--json", 0)]
    [InlineData("--markdown", 0)]
    [InlineData("", 1)]
    public void What_can_be_printed_is_printed_where_the_page_cannot_be_written(string option, int code)
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        string[] report = ["report", "out", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var expected = NoisyRnnProcess.Run(_folder.Path, report).Succeeded();
        // Whoever runs the tests may have the right to write anywhere: a file stands where a folder is to be.
        var figures = Path.Combine(_folder.Path, "out", "figures");
        Directory.Delete(figures, recursive: true);
        File.WriteAllText(figures, "in the way");
        var printed = NoisyRnnProcess.Run(_folder.Path, report);
        Assert.Equal(code, printed.Code);
        Assert.Equal(expected.Replace("\"report\":\"out/report.html\"", "\"report\":null", StringComparison.Ordinal), printed.Output);
        Assert.StartsWith("noisyrnn: report folder 'out': cannot be written (", Assert.Single(printed.Errors.Split('\n')), StringComparison.Ordinal);
        var again = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--json"));
        Assert.Equal(1, again.Code);
        Assert.Contains("\"missing\":0", again.Output, StringComparison.Ordinal);
    }
}
