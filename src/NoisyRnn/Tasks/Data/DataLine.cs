using System.Globalization;

namespace NoisyRnn.Tasks;

/// <summary>What was read of a task's files, in a line: "400 trials of 40 steps, 2 inputs, 3 classes (12, 200, 188), lengths 17 to 40".</summary>
internal static class DataLine
{
    private const int MostClasses = 20;

    /// <summary>Puts the line together.</summary>
    /// <param name="trials">Number of trials.</param>
    /// <param name="thing">What one is called.</param>
    /// <param name="steps">Steps of the longest.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">"2 targets", or the classes.</param>
    /// <param name="shortest">Steps of the shortest.</param>
    internal static string Of(int trials, string thing, int steps, int inputs, string outputs, int shortest) =>
        $"{Count(trials, thing)} of {Count(steps, "step")}, {Count(inputs, "input")}, {outputs}" + (shortest < steps ? $", lengths {Number(shortest)} to {Number(steps)}" : "");

    /// <summary>"3 classes (12, 200, 188)"; with names where they are more than the numbers from 0 or 1 on: "2 classes (cat 12, dog 28)".</summary>
    /// <param name="names">The names of the classes.</param>
    /// <param name="counts">How often each occurs.</param>
    internal static string Classes(IReadOnlyList<string> names, IReadOnlyList<int> counts)
    {
        var number = Count(names.Count, "class");
        if (names.Count > MostClasses)
            return $"{number} ({names[0]} to {names[^1]}, each {Number(counts.Min())} to {Number(counts.Max())})";
        var isPlain = names.Select(static (name, k) => name == Number(k)).All(static same => same) || names.Select(static (name, k) => name == Number(k + 1)).All(static same => same);
        return $"{number} ({string.Join(", ", counts.Select((count, k) => isPlain ? Number(count) : $"{Shown(names[k])} {Number(count)}"))})";
    }

    /// <summary>The same of the labels of trials.</summary>
    internal static string Classes(IEnumerable<int> labels)
    {
        var counts = labels.CountBy(static label => label).OrderBy(static count => count.Key).ToArray();
        return Classes([.. counts.Select(static count => Number(count.Key))], [.. counts.Select(static count => count.Value)]);
    }

    /// <summary>"1 step", "40 steps".</summary>
    internal static string Count(int number, string thing) => $"{Number(number)} {thing}{(number == 1 ? "" : thing.EndsWith('s') ? "es" : "s")}";

    private static string Shown(string name) => name.Length > 40 ? name[..40] + "..." : name;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
