namespace NoisyRnn.Claims;

/// <summary>How wide networks are. What is seen of one width need not be so of another: every verdict names its own.</summary>
public static class RunWidth
{
    /// <summary>The same of those networks that count; of all where none does.</summary>
    internal static string OfCounted(IReadOnlyCollection<NetworkRun> runs) => Of(runs.Any(static run => run.Counted) ? runs.Where(static run => run.Counted) : runs);

    /// <summary>"64 units"; "32 to 256 units"; empty where it is not known of all.</summary>
    /// <param name="runs">The networks.</param>
    public static string Of(IEnumerable<NetworkRun> runs)
    {
        var widths = runs.Select(static run => run.Units).Distinct().Order().ToArray();
        return widths.Length == 0 || widths[0] == 0 ? "" : widths.Length == 1 ? $"{widths[0]} unit{(widths[0] == 1 ? "" : "s")}" : $"{widths[0]} to {widths[^1]} units";
    }
}
