using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tests.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Examples;

/// <summary>The example that audits and repairs a network runs as its first lines say.</summary>
/// <param name="subject">A network that prefers noise, and its trials.</param>
public sealed class YourNetworkTests(AuditedSubject subject) : IClassFixture<AuditedSubject>
{
    private const int LinesPromised = 25;

    [Fact]
    [Trait("speed", "slow")]
    public async Task It_prints_the_answer_and_saves_the_repaired_network()
    {
        var output = await Example.Run("examples/your-network.cs", subject.Model, subject.Trials, "1");
        Assert.StartsWith("Performs best at ", output, StringComparison.Ordinal);
        Assert.Contains("\n- Noise of level 1 shifts the units' mean by ", output, StringComparison.Ordinal);
        Assert.Contains("\nlevel 1.00   error 0.", output, StringComparison.Ordinal);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(File.Exists(After("page: ")));
        var repaired = Model.Read(Path.ChangeExtension(After("averaged: "), ".safetensors"));
        Assert.Equal(repaired.Parameters["W_rec"].ToArray(), ModelFile.Read(After("averaged: ")).Find("W_rec")!.ToDouble());
        Assert.True(File.Exists(After("biases: ")));

        string After(string words) => lines.Single(line => line.StartsWith(words, StringComparison.Ordinal))[words.Length..];
    }

    [Fact]
    public void It_is_short() => Assert.InRange(File.ReadLines(Checkout.Path("examples", "your-network.cs")).Count(), 1, LinesPromised);
}
