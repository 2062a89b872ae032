using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>The same spec gives the same bits, whatever the number of workers and the width of the registers.</summary>
public sealed class SameBitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Every activation there is, with a number of units and a batch that are no multiple of a register.
    private static string[] Arguments(string folder) => TinyExperiment.RunIn(
        folder, "--quiet", "--set", "network.units=7", "--set", "training.batch=35",
        "--set", "grid.network.activation=[relu, leaky-relu, softplus, tanh, sigmoid, gelu, identity]", "--set", "grid.seed=[1]");

    [Fact]
    public void Neither_workers_nor_registers_change_a_bit()
    {
        NoisyRnnProcess.Run(_folder.Path, [.. Arguments("one"), "--workers", "1"]).Succeeded();
        NoisyRnnProcess.Run(_folder.Path, [.. Arguments("two"), "--workers", "2"]).Succeeded();
        Equal("one", "two");

        Assert.SkipUnless(Simd.Tier == SimdTier.Bits512, "this machine has no AVX-512: the tiers cannot be compared");
        foreach (var (variable, tier) in new[] { ("DOTNET_EnableAVX512", "AVX2 (256 bits)"), ("DOTNET_EnableAVX2", "128 bits") })
        {
            var environment = new Dictionary<string, string> { [variable] = "0" };
            var doctor = NoisyRnnProcess.Run(_folder.Path, environment, "doctor");
            doctor.Succeeded();
            Assert.StartsWith($"simd\t{tier}", doctor.Lines[1], StringComparison.Ordinal);
            NoisyRnnProcess.Run(_folder.Path, environment, Arguments(variable)).Succeeded();
            Equal("one", variable);
        }
    }

    private void Equal(string expected, string actual)
    {
        (expected, actual) = (Path.Combine(_folder.Path, expected), Path.Combine(_folder.Path, actual));
        var hashes = TinyExperiment.ParameterHashes(expected);
        Assert.Equal(14, hashes.Values.Distinct().Count());
        Assert.DoesNotContain("missing", hashes.Values);
        Assert.Equal(hashes, TinyExperiment.ParameterHashes(actual));
        Assert.Equal(TinyExperiment.Sweeps(expected), TinyExperiment.Sweeps(actual));
    }
}
