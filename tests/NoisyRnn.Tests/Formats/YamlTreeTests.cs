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
    [InlineData("a: &x 1\nb: *x", "x.yaml:1:4: anchors (&) and aliases (*)")]
    [InlineData("a: *x", "x.yaml:1:4: anchors (&) and aliases (*)")]
    [InlineData("a: !!float 1", "x.yaml:1:4: tag 'tag:yaml.org,2002:float' is not allowed")]
    [InlineData("a: !python/object 1", "x.yaml:1:4: tag '!python/object' is not allowed")]
    [InlineData("? [a, b]\n: 1", "x.yaml:1:3: a key must be a single word")]
    [InlineData("a: 1\n---\nb: 2", "a second document begins")]
    [InlineData("a: [1, 2", "x.yaml:2:1: not YAML: ")]
    [InlineData("a: 1\n b: 2", "x.yaml:2:3: not YAML: ")]
    [InlineData("a: \"open", "not YAML: ")]
    [InlineData("a:\n\tx: 1", "x.yaml:1:1: not YAML: ")]
    public void What_an_experiment_does_not_need_is_refused_with_its_place(string text, string expected)
    {
        string message = Refusal.Of(() => YamlTree.Parse(text, "x.yaml"));
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends()
    {
        Assert.Contains("nested deeper than 32", Refusal.Of(() => YamlTree.Parse(new string('[', 100_000), "x.yaml")));
        Assert.IsType<TreeList>(YamlTree.Parse(new string('[', 32) + new string(']', 32), "x.yaml"));
    }

    [Fact]
    public void A_value_of_the_command_line_is_named_by_its_option() =>
        Assert.Equal("--set noise.sigma", YamlTree.ParseValue("[.1,.3]", "--set noise.sigma").Where);

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
