using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>What a user sees in a terminal of 80 columns: one line that is rewritten, then tables that fit.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private const int Columns = 80;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Progress_is_one_line_and_no_table_is_wider_than_the_terminal()
    {
        var screen = Screen(Columns, "TERM=xterm", TinyExperiment.Run("--all", "--set", "training.iterations=6000", "--set", "rules.untrained-loss-share=1e9"));

        // Rewritten in place: between two states of the line there is a return and an erasure, no line feed.
        var progress = screen.Split('\n').Single(static line => line.Contains("of 4 runs, ", StringComparison.Ordinal));
        var states = progress.Split("\r\u001b[2K")[..^1];
        Assert.InRange(states.Length, 2, 1000);
        Assert.All(states, static state => Assert.Matches(@"^[0-4] of 4 runs, \d+ %, \d+ s(, about \d+ s left)?$", state));
        Assert.StartsWith("4 of 4 runs, 100 %, ", states[^1], StringComparison.Ordinal);

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

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeSequence();
}
