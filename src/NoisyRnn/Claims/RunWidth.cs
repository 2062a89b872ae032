using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>How wide networks are. What is seen of one width need not be so of another: every verdict names its own.</summary>
public static class RunWidth
{
    /// <summary>The same of the networks of several cells, where any count: of those.</summary>
    internal static string Of(ImmutableArray<RunCell> cells) => Of(cells.Where(cell => !cell.Counted.IsEmpty || cells.All(static cell => cell.Counted.IsEmpty)).SelectMany(static cell => cell.Runs));

    /// <summary>"64 units"; "32 to 256 units"; empty where it is not known of all.</summary>
    /// <param name="runs">The networks.</param>
    public static string Of(IEnumerable<NetworkRun> runs)
    {
        var widths = runs.Select(static run => run.Units).Distinct().Order().ToArray();
        return widths.Length == 0 || widths[0] == 0 ? "" : widths.Length == 1 ? $"{widths[0]} unit{(widths[0] == 1 ? "" : "s")}" : $"{widths[0]} to {widths[^1]} units";
    }
}
