using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>What a list of numbers in a file must be, in one rule and the same words everywhere: levels, strengths, losses.</summary>
internal static class NumberList
{
    /// <summary>What is wrong with a list whose numbers stand in it once each; empty where all is well.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="values">The list.</param>
    /// <param name="atLeast">How many: 0, 1 or 2.</param>
    /// <param name="ascending">Whether they ascend; else any order will do.</param>
    /// <param name="noun">One of them in words.</param>
    /// <param name="holding">Those that must be among them.</param>
    public static IEnumerable<(string Key, string Problem)> Problems(
        string key, ImmutableArray<double> values, int atLeast = 1, bool ascending = true, string noun = "level", params ImmutableArray<double> holding)
    {
        if (holding.Except(values).Any())
            yield return (key, $"[{ScalarText.List(values)}] must hold {string.Join(" and ", holding.Select(ScalarText.Of))}");
        var isTooShort = values.Length < atLeast && holding.IsEmpty;
        if (isTooShort || !(ascending ? IsAscending(values) : values.Distinct().Count() == values.Length))
        {
            var fewest = atLeast switch { 0 => "", 1 => $"one {noun} or more, ", _ => $"two {noun}s or more, " };
            yield return (key, $"[{ScalarText.List(values)}]{(ascending && !isTooShort ? " is not ascending" : "")}; allowed is {fewest}each once{(ascending ? ", ascending" : "")}");
        }
    }

    private static bool IsAscending(ImmutableArray<double> values) => values.Zip(values.Skip(1)).All(static pair => pair.First < pair.Second);
}
