using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>What a command writes into a document, and what of it is the writer's own.</summary>
public sealed class MarkdownPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Page => Path.Combine(_folder.Path, "page.md");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_document_has_a_heading_and_the_tables() =>
        Assert.Equal($"# A \\*title\\*\n\n{MarkdownPage.Begin}\n\n| a |\n\n{MarkdownPage.End}\n", MarkdownPage.With(Page, "A *title*", "\r\n| a |\r\n"));

    [Fact]
    public void What_stands_above_and_below_is_kept_and_the_same_tables_change_nothing()
    {
        File.WriteAllText(Page, $"# Mine\n\nSeen: nothing.\n\n{MarkdownPage.Begin}\n\nold\n\n{MarkdownPage.End}\n\n## Below\n");
        File.WriteAllText(Page, MarkdownPage.With(Page, "Another", "new"));
        Assert.Equal($"# Mine\n\nSeen: nothing.\n\n{MarkdownPage.Begin}\n\nnew\n\n{MarkdownPage.End}\n\n## Below\n", File.ReadAllText(Page));
        Assert.Equal(File.ReadAllText(Page), MarkdownPage.With(Page, "Another", "new"));
    }

    [Theory]
    [InlineData("# Somebody's own\n")]
    [InlineData(MarkdownPage.Begin + "\n")]
    [InlineData(MarkdownPage.End + "\n" + MarkdownPage.Begin + "\n")]
    [InlineData(MarkdownPage.Begin + "\n" + MarkdownPage.End + "\n" + MarkdownPage.Begin + "\n" + MarkdownPage.End + "\n")]
    public void A_document_without_the_two_marks_is_not_written_over(string text)
    {
        File.WriteAllText(Page, text);
        Assert.StartsWith($"{Page}: is not written over: it lacks the lines ", Assert.Throws<InputException>(() => MarkdownPage.With(Page, "", "new")).Message, StringComparison.Ordinal);
    }
}
