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

        // What this process runs on does not matter: the machine's best tier is asked for, then lower ones.
        var tiers = new List<string>();
        foreach (var (name, environment) in new[] { ("best", ("DOTNET_EnableAVX512", "1")), ("avx2", ("DOTNET_EnableAVX512", "0")), ("narrow", ("DOTNET_EnableAVX2", "0")) })
        {
            var variables = new Dictionary<string, string> { [environment.Item1] = environment.Item2 };
            var doctor = NoisyRnnProcess.Run(_folder.Path, variables, "doctor");
            doctor.Succeeded();
            tiers.Add(doctor.Lines[1]);
            NoisyRnnProcess.Run(_folder.Path, variables, Arguments(name)).Succeeded();
            Equal("one", name);
        }

        Assert.DoesNotContain("AVX-512 (512 bits)", tiers[1], StringComparison.Ordinal);
        Assert.StartsWith("simd\t128 bits", tiers[2], StringComparison.Ordinal);
        Assert.SkipWhen(tiers.Distinct().Count() == 1, "this machine has registers of 128 bits only: there are no tiers to compare");
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
