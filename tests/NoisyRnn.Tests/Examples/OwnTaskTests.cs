using System.Text.RegularExpressions;
using Xunit;

namespace NoisyRnn.Tests.Examples;

/// <summary>The example of a user's own task runs as its first lines say.</summary>
public sealed partial class OwnTaskTests
{
    private const int LinesPromised = 40;

    [Fact]
    [Trait("speed", "slow")]
    public async Task It_trains_a_network_and_prints_the_noise_that_it_prefers()
    {
        var output = await Example.Run("examples/own-task.cs");
        double[][] rows = [.. SweepRow().Matches(output).Select(static row => row.Groups.Values.Skip(1).Select(static g => double.Parse(g.Value)).ToArray())];
        Assert.Equal([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2], rows.Select(static row => row[0]));
        // Printed with four decimals each: loss = bias^2 + variance to within one and a half of the last digit.
        Assert.All(rows, static row => Assert.Equal(row[1], row[2] + row[3], 1.6e-4));
        // Trained: it answers much better than one who always says 0, whose loss is about a fifth (the response among 40 to 60 steps).
        Assert.InRange(rows.Single(static row => row[0] == 1)[1], 0, 0.05);
        Assert.InRange(double.Parse(Preferred().Match(output).Groups["level"].Value), 0, 2);
    }

    [Fact]
    public void The_task_itself_takes_less_than_forty_lines()
    {
        var lines = File.ReadAllLines(Checkout.Path("examples", "own-task.cs"));
        var start = Array.FindIndex(lines, static line => line.Contains("record DelayedDecision", StringComparison.Ordinal));
        Assert.InRange(start, 0, lines.Length);
        Assert.InRange(lines.Length - start, 1, LinesPromised - 1);
        // The documentation shows the same text.
        Assert.Contains(string.Join('\n', lines[start..]), File.ReadAllText(Checkout.Path("docs", "extending.md")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ +(?<level>\d\.\d\d) +(?<loss>\d\.\d{4}) +(?<bias>-?\d\.\d{4}) +(?<variance>\d\.\d{4})\r?$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SweepRow();

    [GeneratedRegex(@"^preferred: (?<level>\d\.\d\d) of the training noise", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Preferred();
}
