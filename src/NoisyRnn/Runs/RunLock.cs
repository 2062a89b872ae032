using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The right to compute a run, so that workers on one or many machines do not compute it twice. A file made exclusively
/// that names host, process and job; its time of modification is the heartbeat. A lock is stale when its process ran
/// on this machine and is gone, or when its heart has not beaten for <see cref="StaleAfter"/> (clocks of machines that
/// share a store must agree better than that). Should two workers hold one run after all, no harm is done: results are
/// the same, and the second is recognised as such.
/// </summary>
public sealed class RunLock : IDisposable
{
    /// <summary>A lock whose heart has not beaten for so long may be taken over.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(5);

    private const int FileExistsOnUnix = 17; // EEXIST
    private const int FileExistsOnWindows = 80; // ERROR_FILE_EXISTS
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private readonly string _directory;
    private readonly string _path;
    private readonly Guid _token;
    private readonly Timer _heart;

    private RunLock(string directory, string path, Guid token)
    {
        (_directory, _path, _token) = (directory, path, token);
        _heart = new Timer(_ => BeatOnce(), state: null, Beat, Beat);
    }

    /// <summary>Whether the file still names this holder (a process that slept too long may have lost it).</summary>
    public bool IsHeld => Read(_path)?.Token == _token;

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        _heart.Dispose();
        try
        {
            using FileStream gate = StoreGate.Enter(_directory);
            if (IsHeld) File.Delete(_path);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // The result is written already; the lock that stays behind is stale when this process ends.
        }
    }

    internal static bool IsTaken(string path) => File.Exists(path) && !IsStale(path);

    internal static RunLock? TryTake(string directory, string path, string job)
    {
        RunLockContent mine = RunLockContent.Mine(job);
        string text = ResultJson.Write(mine);
        if (TryCreate(path, text)) return new RunLock(directory, path, mine.Token);
        if (!IsStale(path)) return null;
        using FileStream gate = StoreGate.Enter(directory);
        if (IsTaken(path)) return null;
        File.Delete(path);
        return TryCreate(path, text) ? new RunLock(directory, path, mine.Token) : null;
    }

    /// <summary>Makes the file unless there is one: the system sees to it that one of many succeeds. Until its text is
    /// written it says nothing readable, and is young: others leave it alone.</summary>
    private static bool TryCreate(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is FileExistsOnUnix or FileExistsOnWindows)
        {
            // Asked of the error and not of the folder: the holder may have given the lock back by now.
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    private static bool IsStale(string path) =>
        DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > StaleAfter || Read(path) is { IsOfDeadProcess: true };

    /// <summary>What a lock says; null where there is none, or where it says nothing readable (then only its age counts).</summary>
    private static RunLockContent? Read(string path)
    {
        try
        {
            return ResultJson.Read<RunLockContent>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Shows that the holder is alive, unless the lock is another's by now.</summary>
    internal void BeatOnce()
    {
        try
        {
            if (IsHeld) File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A beat missed is no harm; ten in a row and another worker takes over.
        }
    }
}
