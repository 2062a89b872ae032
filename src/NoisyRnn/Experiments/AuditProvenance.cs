using System.Collections.Immutable;
using System.Security.Cryptography;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>Whence an audit has what it says: its files, and what read them.</summary>
internal static class AuditProvenance
{
    private const int MostNamed = 3;

    /// <summary>"Audit of a.npz, b.npz".</summary>
    public static string Title(IReadOnlyList<string> files) =>
        $"Audit of {string.Join(", ", ShortNames.Of(files).Take(MostNamed))}{(files.Count > MostNamed ? $" and {files.Count - MostNamed} more" : "")}";

    /// <summary>The folder of a page that no option names: NAME-audit beside the file.</summary>
    public static string FolderBeside(string file) =>
        Path.Combine(Path.GetDirectoryName(file) ?? "", $"{Path.GetFileNameWithoutExtension(file)}-audit");

    /// <summary>A file, what was read of it, and its hash.</summary>
    public static KeyValuePair<string, string> OfFile(string file, string read)
    {
        using var stream = InputFile.Open(file);
        return new(Path.GetFileName(file), $"{read}; SHA-256 {Convert.ToHexStringLower(SHA256.HashData(stream))}");
    }

    /// <summary>Command, version, time and machine.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfThisProcess(ImmutableArray<string> command)
    {
        var process = Provenance.OfThisProcess(command, []);
        yield return new("command", $"noisyrnn {string.Join(' ', command.Select(ShownPath.Of))}");
        yield return new("version", $"{process.Version}, commit {process.Commit}");
        yield return new("time", $"{process.Started:yyyy-MM-dd HH:mm} UTC");
        yield return new("machine", $"{process.Processor}, {process.Cores} cores, {process.Runtime}, {process.System}");
    }
}
