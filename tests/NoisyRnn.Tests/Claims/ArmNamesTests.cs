using System.Globalization;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>Arms in a sentence: what they share is said once.</summary>
public sealed class ArmNamesTests
{
    [Theory]
    [InlineData("relu", "relu")]
    [InlineData("gelu, relu and tanh", "gelu", "relu", "tanh")]
    [InlineData("rank 1 (activation = tanh)", "rank 1/activation = tanh")]
    [InlineData("full rank and rank 2 (activation = relu, tanh) and rank 1 (activation = tanh)", "full rank/activation = relu", "full rank/activation = tanh", "rank 1/activation = tanh", "rank 2/activation = relu", "rank 2/activation = tanh")]
    [InlineData("relu (layers = 2, 3) and tanh", "relu/layers = 2", "relu/layers = 3", "tanh")]
    [InlineData("tanh (layers = 1; 64, 256 units)", "tanh/layers = 1/64", "tanh/layers = 1/256")]
    [InlineData("relu (32, 64 units)", "relu//32", "relu//64")]
    [InlineData("tanh (layers = 1, 64 units; layers = 2, 256 units)", "tanh/layers = 1/64", "tanh/layers = 2/256")]
    [InlineData("a, b (rate = 1) and c (rate = 1; dt = 2)", "a, b/rate = 1", "c/rate = 1", "c/dt = 2")]
    public void What_is_varied_stands_in_brackets(string expected, params string[] arms) => Assert.Equal(expected, ArmNames.Of(arms.Select(Arm)));

    private static Arm Arm(string text)
    {
        var parts = text.Split('/');
        return new(parts[0], Placement.Inside, 1) { Varied = parts.Length > 1 ? parts[1] : "", Width = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : null };
    }
}
