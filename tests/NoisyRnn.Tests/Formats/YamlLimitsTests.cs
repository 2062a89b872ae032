using NoisyRnn.Formats;
using NoisyRnn.Tests.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Little input is little work: nothing that fits into a file takes more than a small multiple of it in memory.</summary>
public sealed class YamlLimitsTests
{
    // Of what is read, by character, with all that is made of it on the way.
    private const double MostBytesACharacter = 400;

    public static TheoryData<string, string> Texts => new()
    {
        { "lists in lists", new string('[', YamlTree.MaximumBytes) },
        { "maps in maps", new string('{', YamlTree.MaximumBytes) },
        { "items in items", Repeated("- ") },
        { "keys in keys", Repeated("? ") },
        { "flat list", $"[{Repeated("1,", 10)}]" },
        { "flat map", Repeated("{a: ") },
        { "lists beside lists", $"a: [{Repeated("[],", 10)}]" },
        { "many keys", string.Concat(Enumerable.Range(0, 100_000).Select(static k => $"k{k}: 1\n")) },
        { "long text", $"a: {new string('x', YamlTree.MaximumBytes - 3)}" },
        { "open quotes", $"a: \"{new string('x', YamlTree.MaximumBytes - 4)}" },
        { "long anchor", $"&{new string('x', YamlTree.MaximumBytes - 1)}" },
        { "line ends", Repeated("\r") },
        { "tabs", Repeated("\t\n") },
        { "anchors", Repeated("- &a b\n") },
        { "aliases", $"- &a [1, 2, 3]\n{Repeated("- *a\n", 20)}" },
        { "a billion laughs", Laughs("[{0}]") },
        { "a billion merges", Laughs("{{<<: [{0}]}}") },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_takes_memory_in_proportion(string what, string text)
    {
        Refusal.SucceedsOrRefuses(() => YamlTree.Parse("a: 1", "x.yaml"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.SucceedsOrRefuses(() => YamlTree.Parse(text, "x.yaml"));
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes < MostBytesACharacter * Math.Max(text.Length, 10_000), $"{what}: {bytes / 1e6:F0} MB for {text.Length} characters");
    }

    [Fact]
    public void Aliases_count_as_what_they_stand_for()
    {
        Assert.Contains("more than 100,000 values, those that aliases stand for counted each time", Refusal.Of(() => YamlTree.Parse(Laughs("[{0}]"), "x.yaml")), StringComparison.Ordinal);
        Assert.Contains("nested deeper than 32 levels by alias '*a", Refusal.Of(() => YamlTree.Parse(Chain(17), "x.yaml")), StringComparison.Ordinal);
        Assert.IsType<TreeMap>(YamlTree.Parse(Chain(13), "x.yaml"));
    }

    [Fact]
    public void A_map_of_very_many_keys_is_refused() =>
        Assert.Contains("more than 2000 keys in one map", Refusal.Of(() => YamlTree.Parse(string.Concat(Enumerable.Range(0, 2001).Select(static k => $"k{k}: 1\n")), "x.yaml")), StringComparison.Ordinal);

    [Fact]
    public void Very_many_mistakes_are_told_shortly()
    {
        var message = Refusal.Of(() => SmallExperiment.Of(string.Concat(Enumerable.Range(0, 1990).Select(static k => $"tittle{k}: 1\n"))));
        Assert.Equal(101, message.Split('\n').Length);
        Assert.EndsWith("... and 1890 more", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dt: {0}")]
    [InlineData("{0}: 1")]
    [InlineData("network: {0}")]
    [InlineData("noise: {{placement: {0}}}")]
    [InlineData("training: {{keep-best: \"{0}\"}}")]
    [InlineData("grid: {{{0}: [1]}}")]
    public void A_very_long_value_is_shown_by_its_beginning(string yaml)
    {
        var message = Refusal.Of(() => SmallExperiment.Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, yaml, new string('x', 100_000))));
        Assert.True(message.Length < 2000, $"{message.Length} characters: {message[..Math.Min(500, message.Length)]}");
    }

    private static string Repeated(string part, int less = 0) => string.Concat(Enumerable.Repeat(part, (YamlTree.MaximumBytes - less - 20) / part.Length));

    // Each line holds the one before ten times: 10^12 values in 300 characters.
    private static string Laughs(string form) => "a0: &a0 {lol: 1}\n" + string.Concat(Enumerable.Range(1, 12).Select(k =>
        $"a{k}: &a{k} {string.Format(System.Globalization.CultureInfo.InvariantCulture, form, string.Join(", ", Enumerable.Repeat($"*a{k - 1}", 10)))}\n"));

    private static string Chain(int lines) => "a0: &a0 [[1]]\n" + string.Concat(Enumerable.Range(1, lines).Select(static k => $"a{k}: &a{k} [[*a{k - 1}]]\n"));
}
