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

    [Theory]
    [InlineData("rleu", "relu")]
    [InlineData("RELU", "relu")]
    [InlineData("softpuls", "softplus")]
    [InlineData("x", null)]
    [InlineData("quadratic", null)]
    public void Only_a_close_name_is_suggested(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["relu", "tanh", "softplus"]));
}
