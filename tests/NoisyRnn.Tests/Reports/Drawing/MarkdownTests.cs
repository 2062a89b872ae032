using NoisyRnn.Claims;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>No text of a user is markup in the document, and none leaves its cell.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("a|b", @"a\|b")]
    [InlineData("`code`", @"\`code\`")]
    [InlineData("*bold*", @"\*bold\*")]
    [InlineData("_slanted_ and __bold__", @"\_slanted\_ and \_\_bold\_\_")]
    [InlineData("<img src=x>", @"\<img src=x>")]
    [InlineData("</td>", @"\</td>")]
    [InlineData("<!-- gone -->", @"\<!-- gone -->")]
    [InlineData("[link](http://x)", @"[link\](http://x)")]
    [InlineData("[link][ref]", @"[link\][ref]")]
    [InlineData("&lt;", @"\&lt;")]
    [InlineData("~~struck~~", @"\~\~struck\~\~")]
    [InlineData("$x$", @"\$x\$")]
    [InlineData(@"back\slash", @"back\\slash")]
    [InlineData("two\nlines\r\nmore", "two lines more")]
    [InlineData("tab\tand \u001b", @"tab and \\u001b")]
    public void Signs_of_markup_are_text(string text, string expected) => Assert.Equal(expected, Markdown.Escape(text));

    [Theory]
    [InlineData("0.97 [0.91, 1.02]")]
    [InlineData("p (Holm) < 1e-15")]
    [InlineData("s_c, rho_in - rho_out >= 0.9")]
    [InlineData("relu, inside, s0 = 0.3")]
    public void What_the_report_says_itself_reads_as_it_did(string text) => Assert.Equal(text, Markdown.Escape(text));

    [Fact]
    public void A_table_has_as_many_cells_a_row_whatever_stands_in_them()
    {
        var content = SyntheticReport.Quick();
        content = content with
        {
            Scale = "full\n# heading",
            Verdicts = [.. content.Verdicts.Select(static verdict => verdict with { Cell = verdict.Cell == Verdict.All ? verdict.Cell : "a|b\n\n| c |", Beside = "`x\n</table>" })],
            LeftOut = [new LeftOut("1234567890", "[x](y)\n\n# heading", "<script>")],
        };
        var lines = MarkdownSummary.Of(content).Split('\n');
        Assert.DoesNotContain(lines, static line => line.StartsWith('#'));
        Assert.All(lines.Where(static line => line.Contains(@"a\|b", StringComparison.Ordinal)), static line => Assert.Equal(8, line.Replace(@"\|", "", StringComparison.Ordinal).Count(static c => c == '|')));
        Assert.Contains(lines, static line => line.Contains(@"a\|b", StringComparison.Ordinal));
        Assert.Contains(@"- Left out: 1234567890 ([x\](y)  # heading): \<script>.", lines);
    }
}
