using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>What a user sees in a terminal of 80 columns: lines that are drawn again in place, then tables that fit.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private const int Columns = 80;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Progress_is_drawn_in_place_with_a_line_for_each_run_and_no_table_is_wider_than_the_terminal()
    {
        var screen = Screen(Columns, "TERM=xterm", TinyExperiment.Run("--all", "--workers", "2", "--set", "training.iterations=40000", "--set", "rules.untrained-loss-share=1e9"));

        var states = Frames().Matches(screen).Select(static match => match.Value).ToArray();
        Assert.InRange(states.Length, 2, 1000);
        var drawn = states.SelectMany(static state => EscapeSequence().Replace(state, "").Trim('\r', '\n').Split('\n')).Where(static line => line.Length > 0).ToArray();
        Assert.All(drawn, static line => Assert.InRange(line.Length, 1, Columns - 3));
        Assert.Contains(drawn, static line => Regex.IsMatch(line, @"^[━─]{24} [0-4] of 4 runs, \d+ %, \d+ s(, about \d+ s left)?$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Assert.Contains(drawn, static line => Regex.IsMatch(line, @"^  \S.*seed = [12] +\d+/40000 .*loss \d\S+ +\d\S*/s", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Assert.Contains("━━━━━━━━━━━━━━━━━━━━━━━━ 4 of 4 runs, 100 %, ", drawn[^1], StringComparison.Ordinal);

        // What is on the screen in the end: the log, the report, the tables, and nothing of what was drawn in between.
        var left = EmulatedScreen.Of(screen);
        Assert.DoesNotContain(left, static line => line.Contains("of 4 runs, ", StringComparison.Ordinal) || line.Contains("/40000", StringComparison.Ordinal));
        Assert.StartsWith("function-approximation (scale quick): 4 runs to do", left[0], StringComparison.Ordinal);

        var shown = EscapeSequence().Replace(screen, "").Split('\n').SkipWhile(static line => !line.Contains("Verdicts", StringComparison.Ordinal)).ToArray();
        Assert.All(shown.Where(static line => line.Contains('│')), static line => Assert.InRange(line.TrimEnd().Length, 1, Columns));
        // An interval is never broken, and neither is a verdict.
        Assert.Contains(shown, static line => line.Contains("│ mean [95 % interval]", StringComparison.Ordinal));
        Assert.All(shown.Where(static line => line.Contains('│')), static line => Assert.Equal(line.Count(static c => c == '['), line.Count(static c => c == ']')));
        Assert.Contains(shown, static line => line.Contains("│ preview", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TERM=dumb")]
    [InlineData("TERM=")]
    [InlineData("TERM=xterm NO_COLOR=1")]
    [InlineData("TERM=xterm-256color CI=true")]
    public void Where_escape_sequences_are_not_understood_or_not_wanted_there_are_none(string environment)
    {
        // A terminal that does not know its width, too.
        var screen = Screen(0, environment, TinyExperiment.Run("--all", "--set", "rules.untrained-loss-share=1e9"));
        Assert.DoesNotContain('\u001b', screen);
        Assert.Contains("4 of 4 runs, 100 %, ", screen, StringComparison.Ordinal);
        Assert.All(screen.Split('\n').Where(static line => line.Contains('│')), static line => Assert.InRange(line.TrimEnd().Length, 1, Columns));
        Assert.Contains("│ mean [95 % interval]", screen, StringComparison.Ordinal);
    }

    // What a terminal of some width gets.
    private string Screen(int columns, string environment, IEnumerable<string> arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "no 'script' here to give a pseudo terminal");
        var words = string.Join(' ', arguments.Select(static a => $"'{a}'"));
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"stty cols {columns}; env {environment} dotnet '{NoisyRnnProcess.Program}' {words}", "/dev/null"])
        {
            WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        start.Environment.Remove("CI");
        start.Environment.Remove("NO_COLOR");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var screen = process.StandardOutput.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, screen);
        return screen;
    }

    // From the return to the first line, by way of its rows, to the erasure of what is below the last.
    [GeneratedRegex("\r(\u001b\\[\\d+A)?[^\r]+?\u001b\\[J", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frames();

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeSequence();
}
