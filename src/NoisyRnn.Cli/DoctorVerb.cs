using System.CommandLine;
using System.Runtime.InteropServices;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;
using NoisyRnn.Reports;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn doctor</c>: what this machine offers.</summary>
internal static class DoctorVerb
{
    public static Command Command()
    {
        var folder = new Option<string>("--out") { Description = "the folder to check for write access", DefaultValueFactory = _ => "." };
        var command = new Command("doctor", "Check this machine: cores, SIMD tier, .NET, npm, Slurm, write access.") { folder };
        command.SetAction(parsed => Print(UserPath.Expand(parsed.GetValue(folder)!, "--out")));
        return command;
    }

    private static int Print(string folder)
    {
        var (path, problem) = Check(folder);
        Line("cores", $"{Cores.Available}{(Cores.LimitedBy is { } limit ? $" of {Environment.ProcessorCount} ({limit})" : "")}");
        Line("simd", Simd.Tier switch
        {
            SimdTier.Bits512 => "AVX-512 (512 bits)",
            SimdTier.Bits256 => "AVX2 (256 bits); the same results, slower than AVX-512",
            _ => "128 bits; the same results, much slower: AVX2 is missing or switched off",
        });
        Line("dotnet", RuntimeInformation.FrameworkDescription);
        Line("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        Line("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F1} GiB");
        Line("plotly", PlotlyScript.OfThisBuild.IsEmbedded ? "embedded: reports work offline" : "not embedded: reports load it from its public CDN (build where npm is present)");
        Line("npm", OnPath("npm") ?? "not found (only needed to build with Plotly embedded)");
        Line("slurm", OnPath("sbatch") ?? "not found (only needed for clusters)");
        Line("write access", $"{path}: {(problem is null ? "yes" : $"no ({problem})")}");
        return problem is null ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Line(string what, string value) => TabSeparated.Print(what, value);

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    // The folder in full, and why nothing can be written there; null where it can.
    private static (string Path, string? Problem) Check(string folder)
    {
        var path = folder;
        try
        {
            path = Path.GetFullPath(folder);
            File.Create(Path.Combine(path, $".noisyrnn-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
            return (path, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (path, error.Message);
        }
    }
}
