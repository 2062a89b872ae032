using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("relu")]
    [InlineData("--- x")]
    [InlineData("a: b")]
    public void A_scalar_alone_has_no_marks_of_a_document_and_reads_back(string text)
    {
        var written = YamlText.InOneLine(new TreeScalar(text, isQuoted: true));
        Assert.False(written.StartsWith("--- ", StringComparison.Ordinal));
        Assert.Equal(text, Assert.IsType<TreeScalar>(YamlTree.ParseValue(written, "x")).Text);
    }

    [Fact]
    public void The_resolved_spec_shows_every_key_with_its_value() =>
        Assert.Equal(
            """
            title: a title
            seeds: 3
            seed: 0
            offset: 0
            keep-models: false
            levels: [0, 0.5, 1]
            scale: per-step
            other-scale: null
            share: 0.5
            comment: null
            training:
              iterations: 300
              optimizer:
                kind: adam
                rate: 0.003
                beta1: 0.9
            unit: ms
            other-optimizer:
              kind: sgd
              rate: 0.001
              momentum: 0
            shapes:
              - kind: sine
                frequency: 1
            names: []
            grid: {}

            """,
            YamlText.Write(new SampleSpec { Title = "a title" }));

    [Fact]
    public void Binding_what_was_written_gives_the_same_canonical_json()
    {
        Prop.ForAll(SampleGenerator.Specs.ToArbitrary(), spec =>
        {
            var again = Binder.Bind<SampleSpec>(YamlTree.Parse(YamlText.Write(spec), "x.yaml"));
            Assert.Equal(CanonicalJson.Write(spec), CanonicalJson.Write(again));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(12));
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("relu", "relu")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("~", "null")]
    [InlineData("[.1, {kind: adam, rate: .2}, []]", "[.1, {kind: adam, rate: .2}, []]")]
    public void One_line_keeps_text_and_meaning(string yaml, string expected) =>
        Assert.Equal(expected, YamlText.InOneLine(YamlTree.Parse(yaml, "x.yaml")));
}
