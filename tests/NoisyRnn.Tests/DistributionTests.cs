using System.Text.Json;
using Xunit;

namespace NoisyRnn.Tests;

/// <summary>The files by which others get the program name each other's files; <c>.ci/distribution</c> builds and starts what they make.</summary>
public sealed class DistributionTests
{
    private const string Publish = "dotnet publish src/NoisyRnn.Cli -p:PublishProfile=linux-x64", Published = "publish/linux-x64/noisyrnn";

    [Theory]
    [InlineData("README.md")]
    [InlineData("Dockerfile")]
    [InlineData(".ci/distribution")]
    public void The_one_file_is_published_by_the_same_words_everywhere(string file)
    {
        var text = File.ReadAllText(Checkout.Path(file));
        Assert.Contains(Publish, text, StringComparison.Ordinal);
        Assert.Contains(Published, text, StringComparison.Ordinal);
        Assert.True(File.Exists(Checkout.Path("src", "NoisyRnn.Cli", "Properties", "PublishProfiles", "linux-x64.pubxml")));
    }

    [Fact]
    public void The_image_is_made_of_known_steps_and_of_files_that_are_sent_to_the_engine()
    {
        string[] left = [.. File.ReadLines(Checkout.Path(".dockerignore")).Select(static line => line.Trim('/', '*'))];
        var steps = File.ReadLines(Checkout.Path("Dockerfile")).Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(' ', 2)).ToArray();
        Assert.All(steps, static step => Assert.Contains(step[0], (string[])["FROM", "RUN", "WORKDIR", "COPY", "ENTRYPOINT"]));
        Assert.Equal("FROM", steps[0][0]);
        foreach (var needed in (string[])["src", "web", "experiments", "README.md", "Directory.Packages.props"])
            Assert.DoesNotContain(needed, left);
        Assert.Equal(["ENTRYPOINT", "[\"noisyrnn\"]"], steps[^1]);
    }

    [Fact]
    public void The_build_image_holds_the_SDK_that_the_checkout_asks_for()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Checkout.Path("global.json")));
        var sdk = Version.Parse(json.RootElement.GetProperty("sdk").GetProperty("version").GetString()!);
        Assert.Contains($"FROM mcr.microsoft.com/dotnet/sdk:{sdk.ToString(2)} AS build", File.ReadAllLines(Checkout.Path("Dockerfile")));
    }
}
