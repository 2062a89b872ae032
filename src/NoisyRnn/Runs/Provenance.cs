using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Runs;

/// <summary>Who computed something, with what and when: shown in reports, outside of every hash.</summary>
public sealed record Provenance
{
    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The commit the program was built from; "unknown" where the build did not know.</summary>
    public required string Commit { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Machine { get; init; }

    /// <summary>The processor's name.</summary>
    public required string Processor { get; init; }

    /// <summary>The cores this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>The width of the registers in use; results do not depend on it.</summary>
    public required SimdTier Simd { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>The command line.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The folder that relative paths of the experiment started from; null where that was not noted. Where a folder of runs was moved, its data may still be there.</summary>
    public string? Folder { get; init; }

    /// <summary>The seeds, as given.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>When the process started its work (UTC).</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>That of this process, from now on.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="seeds">The seeds, as given.</param>
    public static Provenance OfThisProcess(ImmutableArray<string> command, ImmutableArray<ulong> seeds)
    {
        string[] version = (typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown").Split('+');
        return new Provenance
        {
            Version = version[0], Commit = version.Length > 1 ? version[1] : "unknown", Machine = Environment.MachineName,
            Processor = ProcessorName(), Cores = Numerics.Cores.Available, Simd = Numerics.Simd.Tier,
            Runtime = RuntimeInformation.FrameworkDescription, System = RuntimeInformation.OSDescription,
            Command = command, Seeds = seeds, Started = DateTimeOffset.UtcNow,
        };
    }

    internal static Provenance Read(string path)
    {
        try
        {
            return ResultJson.Read<Provenance>(InputFile.Decode(InputFile.ReadBytes(path, YamlTree.MaximumBytes), path));
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: no record of provenance: {e.Message}", e);
        }
    }

    private static string ProcessorName()
    {
        const string Known = "/proc/cpuinfo";
        string? line = File.Exists(Known)
            ? File.ReadLines(Known).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[^1].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
