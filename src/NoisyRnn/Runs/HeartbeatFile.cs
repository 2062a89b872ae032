using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The file beside a lock in which its holder leaves how far the run is, for other processes to read. It decides nothing: who holds
/// the run stands in the lock, and a file of an earlier holder counts as none.
/// </summary>
internal sealed record HeartbeatFile
{
    internal const string Suffix = ".progress";

    // What people write by hand, or another program, is not read without end.
    private const int Longest = 10_000;

    public required int Format { get; init; }

    /// <summary>The lock's.</summary>
    public required Guid Token { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Heartbeat Run { get; init; }

    internal static string Beside(string lockPath) => Path.ChangeExtension(lockPath, Suffix);

    internal static void Write(string lockPath, Guid token, Heartbeat run) => AtomicFile.Write(
        Beside(lockPath), ResultJson.Write(new HeartbeatFile { Format = StoreFormat.Version, Token = token, At = DateTimeOffset.UtcNow, Run = run }));

    /// <summary>What the holder of a lock has left; null where it left nothing, or nothing readable.</summary>
    internal static HeartbeatFile? Read(string lockPath, Guid token)
    {
        try
        {
            var path = Beside(lockPath);
            if (!File.Exists(path) || new FileInfo(path).Length > Longest) return null;
            HeartbeatFile file = ResultJson.Read<HeartbeatFile>(File.ReadAllText(path));
            return file.Token == token && file.Run is not null ? file : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
