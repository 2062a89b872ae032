using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class JsonTreeTests
{
    [Fact]
    public void Json_gives_the_same_tree_as_yaml()
    {
        const string Text = "{\n  \"a\": [1e-3, \"x\", true, null],\n  \"é\": {\"b\": -2}\n}";
        TreeNode json = JsonTree.Parse(Text, "x.json"), yaml = YamlTree.Parse(Text, "x.json");
        Assert.Equal(CanonicalJson.Of(yaml), CanonicalJson.Of(json));
        foreach (string path in (string[])["a", "a.0", "a.1", "a.3", "é", "é.b"])
            Assert.Equal(yaml.Get(path)!.Where, json.Get(path)!.Where);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n\"a\": 2}", "x.json:2:1: key 'a' stands twice")]
    [InlineData("{\"a\":\n 01}", "x.json:2:3: not JSON: ")]
    [InlineData("{\"a\": 1", "x.json:1:8: not JSON: ")]
    [InlineData("", "x.json:1:1: not JSON: ")]
    [InlineData("1 2", "x.json:1:3: not JSON: ")]
    [InlineData("\"\\ud800\"", "x.json:1:1: not text: ")]
    public void Faulty_json_is_refused_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => JsonTree.Parse(text, "x.json")));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains("not JSON", Refusal.Of(() => JsonTree.Parse(new string('[', 100_000), "x.json")));

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Gen<byte[]> bytes = Gen.Elements(Encoding.UTF8.GetBytes("ae1 \n:-,[]{}\"\\u0d8.truefalsnull\0é\xFF")).ArrayOf();
        Prop.ForAll(bytes.ToArbitrary(), b => Refusal.SucceedsOrRefuses(() => JsonTree.Parse(b, "x.json")))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
