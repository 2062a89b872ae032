using System.Text.Json;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class PrintableTests
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("plain, with an umlaut \u00e4, a sign \u2264 and \U0001F600")]
    [InlineData("")]
    [InlineData("[red]not markup here[/]")]
    public void Text_that_steers_nothing_stays_as_it_is(string text) => Assert.Equal((text, text), (Printable.Of(text), Printable.Line(text)));

    [Theory]
    [InlineData("\u001b[31mred", @"\u001b[31mred")]
    [InlineData("\u001b]0;title\u0007", @"\u001b]0;title\u0007")]
    [InlineData("over\rwritten", @"over\u000dwritten")]
    [InlineData("back\bspace", @"back\u0008space")]
    [InlineData("c1\u009b31m", @"c1\u009b31m")]
    [InlineData("nul\0", @"nul\u0000")]
    [InlineData("file\u202egnp.exe", @"file\u202egnp.exe")]
    [InlineData("\u2066isolate\u2069\u200f\u061c", @"\u2066isolate\u2069\u200f\u061c")]
    [InlineData("two\u2028lines", @"two\u2028lines")]
    public void A_character_that_steers_a_terminal_or_turns_the_text_is_written_out(string text, string expected) =>
        Assert.Equal((expected, expected), (Printable.Of(text), Printable.Line(text)));

    [Fact]
    public void Line_feeds_and_tabs_stay_in_a_text_and_not_in_a_line()
    {
        Assert.Equal("a\tb\nc\r\nd", Printable.Of("a\tb\nc\r\nd"));
        Assert.Equal(@"a\u0009b\u000ac\u000d\u000ad", Printable.Line("a\tb\nc\r\nd"));
    }

    [Fact]
    public void No_text_at_all_leaves_a_control_character() => FsCheck.Check.QuickThrowOnFailure(
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), static text => !Printable.Line(text ?? "").Any(static c => char.IsControl(c) || c is >= '\u202a' and <= '\u202e')));

    [Theory]
    [InlineData("\u001b[31m\u202e\u2028 \u009b")]
    [InlineData("\"quoted\" \\ and \u0007")]
    public void Json_means_the_same_afterwards(string text)
    {
        var json = JsonSerializer.Serialize(text, Unescaped);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(Printable.Of(json)));
    }
}
