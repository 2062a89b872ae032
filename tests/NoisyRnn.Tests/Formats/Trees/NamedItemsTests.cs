using System.Collections.Immutable;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class NamedItemsTests
{
    [Theory]
    [InlineData("things: {a: 1, b: {size: 2, colour: red}, c: }")]
    [InlineData("things: [{name: a, size: 1}, {name: b, size: 2, colour: red}, c]")]
    public void A_list_of_named_records_is_one_list_whichever_way_it_is_written(string yaml)
    {
        Thing[] expected = [new() { Name = "a", Size = 1 }, new() { Name = "b", Size = 2, Colour = "red" }, new() { Name = "c" }];
        var things = Bind(yaml);
        Assert.Equal(expected, things.Things);
        Assert.Equal("""{"things":[{"name":"a","size":1},{"colour":"red","name":"b","size":2},{"name":"c"}]}""", CanonicalJson.Write(things));
    }

    [Fact]
    public void A_name_alone_is_a_list_of_one() => Assert.Equal([new Thing { Name = "a" }], Bind("things: a").Things);

    [Theory]
    [InlineData("things: {a: {siez: 1}}", "x.yaml:1:14: unknown key 'siez' in 'things.a'; did you mean 'size'?")]
    [InlineData("things: {a: {size: x}}", "x.yaml:1:20: things.a.size: 'x' is not allowed; a whole number")]
    [InlineData("things: [{size: 1}]", "x.yaml:1:10: things.0.name: missing; text")]
    [InlineData("things: {a: {name: b}}", "x.yaml:1:14: 'name' stands in the map of 'a', which is its name; leave it out")]
    public void Errors_have_the_place_and_the_path_that_were_written(string yaml, string message) =>
        Assert.Contains(message, Refusal.Of(() => Bind(yaml)), StringComparison.Ordinal);

    [Theory]
    [InlineData("things: {a: 7, b: 8}", "x.yaml:1:19: things.b.size: too large")]
    [InlineData("things: [{name: a, size: 7}, {name: b, size: 8}]", "x.yaml:1:46: things.1.size: too large")]
    public void What_is_found_across_keys_is_told_at_its_place(string yaml, string message) =>
        Assert.Equal(message, Refusal.Of(() => Bind(yaml)));

    private static Named Bind(string yaml) => Binder.Bind<Named>(YamlTree.Parse(yaml, "x.yaml"));

    private sealed record Named : IValidated
    {
        [ByName("size")]
        public ImmutableArray<Thing> Things { get; init; } = [];

        public IEnumerable<(string Key, string Problem)> Problems() =>
            Things.Index().Where(static thing => thing.Item.Size > 7).Select(static thing => ($"things.{thing.Index}.size", "too large"));
    }

    private sealed record Thing
    {
        public required string Name { get; init; } = "";

        public int Size { get; init; }

        public string Colour { get; init; } = "blue";
    }
}
