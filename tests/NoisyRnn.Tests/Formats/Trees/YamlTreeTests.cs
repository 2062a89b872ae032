using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class YamlTreeTests
{
    [Fact]
    public void Every_node_keeps_its_text_and_where_it_stands()
    {
        var root = Assert.IsType<TreeMap>(YamlTree.Parse("# a comment\nnoise:\n  sigma: 0.10\n  place: [inside, 'outside']\n", "x.yaml"));

        TreeEntry noise = root.Entries.Single();
        Assert.Equal("x.yaml:2:1", noise.Where);
        var sigma = Assert.IsType<TreeScalar>(root.Get("noise.sigma"));
        Assert.Equal(("0.10", false, "x.yaml:3:10"), (sigma.Text, sigma.IsQuoted, sigma.Where));
        var second = Assert.IsType<TreeScalar>(root.Get("noise.place.1"));
        Assert.Equal(("outside", true, 4, 19), (second.Text, second.IsQuoted, second.Line, second.Column));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("~")]
    [InlineData("null")]
    public void Nothing_written_is_an_empty_value(string text) =>
        Assert.True(Assert.IsType<TreeScalar>(YamlTree.Parse(text, "x.yaml")).IsNull);

    [Fact]
    public void Quoted_null_is_text() => Assert.False(Assert.IsType<TreeScalar>(YamlTree.Parse("'null'", "x.yaml")).IsNull);

    [Fact]
    public void A_key_that_stands_twice_is_refused_with_both_lines() =>
        Assert.Equal(
            "x.yaml:3:1: key 'a' stands twice in one map, first in line 1, again in line 3; keep one",
            Refusal.Of(() => YamlTree.Parse("a: 1\nb: 2\na: 3\n", "x.yaml")));

    [Theory]
    [InlineData("a: !!float 1", "x.yaml:1:4: tag 'tag:yaml.org,2002:float' is not allowed")]
    [InlineData("a: !python/object 1", "x.yaml:1:4: tag '!python/object' is not allowed")]
    [InlineData("? [a, b]\n: 1", "x.yaml:1:3: a key must be a single word")]
    [InlineData("a: 1\n---\nb: 2", "a second document begins")]
    [InlineData("a: [1, 2", "x.yaml:2:1: not YAML: ")]
    [InlineData("a: 1\n b: 2", "x.yaml:2:3: not YAML: ")]
    [InlineData("a: \"open", "not YAML: ")]
    [InlineData("%YAML 2.0\n---\na: 1", "x.yaml:1:1: not YAML: ")]
    [InlineData("%a: 1", "x.yaml:1:1: not YAML: ")]
    [InlineData("a: 1\0b: 2", "x.yaml:1:5: the control character U+0000 is not allowed; take it out, or write \"\\u0000\" where it is meant")]
    [InlineData("a: 1\r\nb: \u001b[1m", "x.yaml:2:4: the control character U+001B is not allowed")]
    [InlineData("a: 1\rb: 2\rc: \b", "x.yaml:3:4: the control character U+0008 is not allowed")]
    [InlineData("a: \u0090", "x.yaml:1:4: the control character U+0090 is not allowed")]
    public void What_an_experiment_does_not_need_is_refused_with_its_place(string text, string expected)
    {
        string message = Refusal.Of(() => YamlTree.Parse(text, "x.yaml"));
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("task:\n\tkind: beats\n", 2, 1)]
    [InlineData("task:\n  kind: beats\n\tfile: x\n", 3, 1)]
    [InlineData("a:\n  b: 1\n  \tc: 2\n", 3, 3)]
    [InlineData("a:\n  - b\n\t- c\n", 3, 1)]
    [InlineData("x: 1\r\n\ty: 2\r\n", 2, 1)]
    [InlineData("a: 1\n\t\nb: 2", 2, 1)]
    [InlineData("title: |\n\ttext\n", 2, 1)]
    public void A_tab_in_the_indentation_is_named_with_its_line_and_column(string text, int line, int column) => Assert.Equal(
        $"x.yaml:{line}:{column}: a tab in the indentation; YAML allows spaces alone there", Refusal.Of(() => YamlTree.Parse(text, "x.yaml")));

    [Theory]
    [InlineData("a: {\n\tx: 1,\n\ty: 2}")]
    [InlineData("a:\t{x: 1, y:\t2}")]
    [InlineData("a: {x: 1, y: 2}\t# a comment")]
    [InlineData("\uFEFFa: {x: 1, y: 2}")]
    [InlineData("a:\r  x: 1\r  y: 2\r")]
    [InlineData("a:\r\n  x: 1\r\n  y: 2\r\n")]
    [InlineData("%YAML 1.2\n---\na: {x: 1, y: 2}\n...\n")]
    public void Tabs_between_values_marks_of_byte_order_and_any_line_ends_say_nothing(string text) =>
        Assert.Equal("a: {x: 1, y: 2}", YamlText.InOneLine(YamlTree.Parse(text, "x.yaml")).Trim('{', '}') + "}");

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends()
    {
        Assert.Contains("nested deeper than 32", Refusal.Of(() => YamlTree.Parse(new string('[', 100_000), "x.yaml")));
        Assert.IsType<TreeList>(YamlTree.Parse(new string('[', 32) + new string(']', 32), "x.yaml"));
    }

    [Fact]
    public void A_value_of_the_command_line_is_named_by_its_option() =>
        Assert.Equal("--set noise.sigma", YamlTree.ParseValue("[.1,.3]", "--set noise.sigma").Where);

    [Theory]
    [InlineData("50 % of #3")]
    [InlineData("a: b")]
    [InlineData("*star*")]
    [InlineData("&x")]
    [InlineData("!not")]
    [InlineData("%a")]
    [InlineData("@home")]
    [InlineData("- x")]
    [InlineData("a, b]")]
    [InlineData("? what")]
    [InlineData("it's \"so\"")]
    [InlineData("two\nlines")]
    [InlineData("`x`")]
    [InlineData("| x")]
    public void A_value_of_the_command_line_is_taken_as_it_stands_and_kept_so(string text)
    {
        var value = Assert.IsType<TreeScalar>(YamlTree.ParseValue($" {text} ", "--set title"));
        Assert.Equal(text, value.Text);
        Assert.Equal(text, Assert.IsType<TreeScalar>(YamlTree.Parse(YamlText.Write(new TreeMap([new TreeEntry("title", value)])), "x.yaml").Get("title")).Text);
    }

    [Theory]
    [InlineData("\"a # b\"", "a # b")]
    [InlineData("'[draft]'", "[draft]")]
    [InlineData("'it''s'", "it's")]
    public void Quotes_of_a_value_are_marks(string text, string expected) =>
        Assert.Equal((expected, true), Assert.IsType<TreeScalar>(YamlTree.ParseValue(text, "x")) is var scalar ? (scalar.Text, scalar.IsQuoted) : default);

    [Theory]
    [InlineData("true", false)]
    [InlineData("", true)]
    [InlineData("~", true)]
    [InlineData("null", true)]
    public void A_value_without_quotes_may_be_a_number_true_or_nothing_as_the_key_decides(string text, bool isNull)
    {
        var value = Assert.IsType<TreeScalar>(YamlTree.ParseValue(text, "x"));
        Assert.Equal((false, isNull), (value.IsQuoted, value.IsNull));
    }

    [Theory]
    [InlineData("[1, 2] # two", "--set x: '# two' follows the value; a value that begins with [, { or a quote is YAML")]
    [InlineData("{a: 1} b", "--set x: not YAML in a value: ")]
    [InlineData("[draft] one", "--set x: not YAML in a value: ")]
    [InlineData("'tis", "--set x: not YAML in a value: ")]
    [InlineData("\"a\" # b", "--set x: '# b' follows the value")]
    [InlineData("a\0b", "--set x: the control character U+0000 is not allowed")]
    public void What_of_a_value_would_be_lost_is_refused(string text, string expected) =>
        Assert.StartsWith(expected, Refusal.Of(() => YamlTree.ParseValue(text, "--set x")), StringComparison.Ordinal);

    [Fact]
    public void Any_value_of_the_command_line_is_kept_whole()
    {
        Gen<string> texts = Gen.Elements<char>([.. "ab1 \n\t:-,[]{}#&*!|>'\"%@`?~\\.=<é"]).ListOf().Select(c => string.Concat(c).Trim());
        Prop.ForAll(texts.Where(static text => !new TreeScalar(text).IsNull && text[0] is not ('[' or '{' or '\'' or '"')).ToArbitrary(), text =>
        {
            var written = YamlText.Write(new TreeMap([new TreeEntry("title", YamlTree.ParseValue(text, "x"))]));
            Assert.Equal(text, ((TreeScalar)YamlTree.Parse(written, "x.yaml").Get("title")!).Text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Files_that_cannot_be_read_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string latin1 = folder.Write("latin1.yaml", [(byte)'a', (byte)':', (byte)' ', 0xE9]);
        string huge = folder.Write("huge.yaml", new byte[YamlTree.MaximumBytes + 1]);

        Assert.Equal($"{folder.Path}/none.yaml: no such file", Refusal.Of(() => YamlTree.Read($"{folder.Path}/none.yaml")));
        Assert.Equal($"{folder.Path}: is a folder; a file is needed", Refusal.Of(() => YamlTree.Read(folder.Path)));
        Assert.Equal($"{latin1}: not text in UTF-8 (byte 3)", Refusal.Of(() => YamlTree.Read(latin1)));
        Assert.StartsWith($"{huge}: the file is larger than 1,048,576 bytes", Refusal.Of(() => YamlTree.Read(huge)));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_key()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bom.yaml", [0xEF, 0xBB, 0xBF, .. "a: 1"u8]);
        Assert.NotNull(YamlTree.Read(path).Get("a"));
    }

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        // Drawn from the characters that mean something in YAML, so that most texts get past the first token.
        Gen<string> texts = Gen.Elements<char>([.. "ab1 \n\t:-,[]{}#&*!|>'\"%@`?~\\.\0\u0085\uFEFFé"])
            .ListOf().Select(c => string.Concat(c));
        Prop.ForAll(texts.ToArbitrary(), text => Refusal.SucceedsOrRefuses(() => YamlTree.Parse(text, "x.yaml")))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
