using System.Text.RegularExpressions;
using Xunit;

namespace NoisyRnn.Tests;

/// <summary>What the documents point at is there.</summary>
public sealed class DocumentTests
{
    private static readonly Regex SourceFile = new(@"`(?<path>[\w./{}]+\.cs)`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static readonly Regex Link = new(@"\]\((?<path>[\w./-]+)(#[\w-]+)?\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

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

    [Fact]
    public void Both_are_found_at_all()
    {
        Assert.Contains("Networks/Driven/Ctrnn.cs", Named(SourceFile, Path.Combine("docs", "concepts.md")));
        Assert.Contains("docs/architecture.md", Named(Link, "README.md"));
    }

    private static IEnumerable<string> Named(Regex what, string document) =>
        what.Matches(File.ReadAllText(Path.Combine(Checkout.Root, document))).Select(static match => match.Groups["path"].Value);
}
