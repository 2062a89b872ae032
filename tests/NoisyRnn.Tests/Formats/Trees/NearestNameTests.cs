using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)] // Levenshtein 1966's distance on the textbook pair
    [InlineData("iteratoins", "iterations", 1)] // a swap counts once
    [InlineData("ca", "abc", 3)] // restricted form: no letter is edited twice (unrestricted would be 2)
    public void Distance_counts_slips(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Fact]
    public void Of_very_many_names_the_first_are_listed()
    {
        string message = NearestName.Unknown("column", new string('x', 100_000), [.. Enumerable.Range(0, 100_000).Select(static k => $"c{k}")]);
        Assert.EndsWith(", c98, c99 and 99900 more)", message, StringComparison.Ordinal);
        Assert.True(message.Length < 1000, message);
    }

    [Theory]
    [InlineData("rleu", "relu")]
    [InlineData("RELU", "relu")]
    [InlineData("Tanh", "tanh")]
    [InlineData("softpuls", "softplus")]
    [InlineData("power", "power-law")]
    [InlineData("two", null)]
    [InlineData("x", null)]
    [InlineData("quadratic", null)]
    public void Only_a_close_name_is_suggested(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["relu", "tanh", "softplus", "power-law", "two-one", "two-two"]));
}
