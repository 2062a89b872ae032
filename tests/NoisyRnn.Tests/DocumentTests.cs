using System.Globalization;
using System.Text.RegularExpressions;
using NoisyRnn.Experiments;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests;

/// <summary>What the documents point at is there.</summary>
public sealed class DocumentTests
{
    private static readonly Regex SourceFile = new(@"`(?<path>[\w./{}]+\.cs)`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static readonly Regex Link = new(@"\]\((?<path>[\w./-]+)(#[\w-]+)?\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static readonly Regex LinkedHeading = new(@"\]\((?<path>([\w./-]+\.md)?)#(?<heading>[\w-]+)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static readonly Regex Yaml = new(@"^```yaml\n(?<text>.*?)^```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(10));

    private static readonly Regex Number = new(@"(?<![\w.])\d*(\.(?<decimals>\d+))?(?<=\d)([eE][-+]?\d+)?(?![\w.]*\d)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static readonly Regex ProgramNoise = new(@"\| (?<deviation>0\.\d+) \| [^|]*`\{placement: (?<placement>\w+), sigma: s(, scale: (?<scale>sqrt-2-over-alpha))?\}`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    public static TheoryData<string> Documents() => [.. Directory.GetFiles(Checkout.Path("docs"), "*.md", SearchOption.AllDirectories)
        .Concat(["README.md", "CONTRIBUTING.md", Path.Combine("bench", "README.md")]).Select(static path => Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, path))).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_source_file_that_is_named_exists(string document) => Assert.Empty(
        from path in Named(SourceFile, document)
        where !new[] { "", "src", "src/NoisyRnn", "tests/NoisyRnn.Tests" }.Any(top => File.Exists(Path.Combine(Checkout.Root, top, path)))
        select path);

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_link_leads_to_a_file_or_a_folder(string document) => Assert.Empty(
        from path in Named(Link, document)
        where !Path.Exists(Path.Combine(Checkout.Root, Path.GetDirectoryName(document)!, path))
        select path);

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_link_to_a_heading_leads_to_one(string document) => Assert.Empty(
        from match in LinkedHeading.Matches(Text(document))
        let path = match.Groups["path"].Value.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, match.Groups["path"].Value)
        where !Headings(path).Contains(match.Groups["heading"].Value)
        select match.Value);

    // But for what a command writes.
    [Theory]
    [MemberData(nameof(Documents))]
    public void A_page_is_short(string document) => Assert.InRange(Remarks(document).Length, 1, 249);

    public static TheoryData<string> Results() => [.. Directory.GetFiles(Checkout.Path("docs", "results"), "*.md").Where(static path => File.ReadAllText(path).Contains(MarkdownPage.Begin, StringComparison.Ordinal))
        .Select(static path => Path.GetRelativePath(Checkout.Root, path)).Order(StringComparer.Ordinal)];

    // A number with a point was measured, or stands in the experiment's file; rounded it may be.
    [Theory]
    [MemberData(nameof(Results))]
    public void A_number_in_the_remarks_stands_in_the_tables_below_or_in_the_experiment(string document)
    {
        var known = Number.Matches(Text(document)[Text(document).IndexOf(MarkdownPage.Begin, StringComparison.Ordinal)..] + ShippedExperiments.Find(Path.GetFileNameWithoutExtension(document)))
            .Select(static match => double.Parse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
        Assert.Empty(
            from match in Number.Matches(string.Join('\n', Remarks(document)))
            where match.Groups["decimals"].Success
            let half = 0.5000001 * Math.Pow(10, -match.Groups["decimals"].Length)
            let said = double.Parse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture)
            where !known.Any(number => Math.Abs(Math.Abs(number) - said) <= half)
            select match.Value);
    }

    [Theory]
    [InlineData("experiment-file.md", 4)]
    [InlineData("which-noise.md", 1)]
    [InlineData("noisy-rnn.md", 1)]
    [InlineData("period-tasks.md", 1)]
    public void An_experiment_that_is_shown_is_accepted(string page, int count)
    {
        var shown = Yaml.Matches(Text(Path.Combine("docs", page))).Select(static match => match.Groups["text"].Value).ToArray();
        Assert.Equal(count, shown.Length);
        Assert.All(shown, text => Assert.NotEmpty(Experiment.Parse(text.Contains("\nname:", StringComparison.Ordinal) ? text : "name: shown\n" + text, page, "/", null, []).Runs));
    }

    [Fact]
    public void A_deviation_in_the_table_of_programs_is_that_of_the_noise_beside_it()
    {
        const double Sigma = 0.05, Step = 20, TimeConstant = 100, Rounding = 5e-5;
        var rows = ProgramNoise.Matches(Text(Path.Combine("docs", "which-noise.md")));
        Assert.Equal(6, rows.Count);
        Assert.All(rows, static row => Assert.Equal(
            double.Parse(row.Groups["deviation"].Value, CultureInfo.InvariantCulture),
            ScaleConversion.StationaryDeviation(Sigma, row.Groups["scale"].Success ? NoiseScale.SqrtTwoOverAlpha : NoiseScale.PerStep, Enum.Parse<Placement>(row.Groups["placement"].Value, ignoreCase: true), Step, TimeConstant),
            Rounding));
    }

    [Fact]
    public void All_are_found_at_all()
    {
        Assert.Contains("repair-analysesrepairsrepaircs", LinkedHeading.Matches(Text(Path.Combine("docs", "concepts.md"))).Select(static match => match.Groups["heading"].Value));
        Assert.Contains("Networks/Driven/Ctrnn.cs", Named(SourceFile, Path.Combine("docs", "concepts.md")));
        Assert.Contains("docs/architecture.md", Named(Link, "README.md"));
    }

    private static IEnumerable<string> Named(Regex what, string document) =>
        what.Matches(Text(document)).Select(static match => match.Groups["path"].Value);

    // What people wrote.
    private static string[] Remarks(string document)
    {
        var lines = Text(document).TrimEnd('\n').Split('\n');
        var (begin, end) = (Array.IndexOf(lines, MarkdownPage.Begin), Array.IndexOf(lines, MarkdownPage.End));
        return begin < 0 ? lines : [.. lines[..begin], .. lines[(end + 1)..]];
    }

    private static string Text(string document) => File.ReadAllText(Path.Combine(Checkout.Root, document));

    // As GitHub makes them: in small letters, without signs, a hyphen for each blank.
    private static HashSet<string> Headings(string document) => Text(document).Split('\n').Where(static line => line.StartsWith('#'))
        .Select(static line => string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);
}
