using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The right to compute a run, so that workers on one or many machines do not compute it twice. A file that appears with its
/// content, which names host, boot, process and job; its time of modification is the heartbeat. <see cref="LockWatch"/> says
/// when it is stale. Should two workers hold one run after all, no harm is done: results are the same, and the second is
/// recognised as such.
/// </summary>
public sealed class RunLock : IDisposable
{
    /// <summary>A lock of a process that cannot be seen from here, whose heart has not beaten for so long, may be taken over.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    /// <summary>From one heartbeat to the next.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    // Who looks at a run that has just begun sees how fast it is.
    private static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(3);

    private readonly string _directory;
    private readonly string _path;
    private readonly Guid _token;
    private readonly Timer _heart;
    private volatile Heartbeat? _progress;

    private RunLock(string directory, string path, Guid token)
    {
        (_directory, _path, _token) = (directory, path, token);
        _heart = new Timer(_ => BeatOnce(), state: null, FirstBeat, Beat);
    }

    /// <summary>Whether the file still names this holder (a process that slept too long may have lost it).</summary>
    public bool IsHeld => LockFile.Read(_path) is { } file && (!file.IsReadable || file.Content?.Token == _token);

    /// <summary>How far the run is: the next heartbeat leaves it where other processes can read it.</summary>
    public Heartbeat? Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        // A beat that is on its way must not leave its file behind.
        using (var beaten = new ManualResetEvent(initialState: false))
        {
            if (_heart.Dispose(beaten)) beaten.WaitOne();
        }

        Delete(_directory, _path, () => IsHeld);
    }

    internal static RunLock? TryTake(string directory, string path, string job, LockWatch watch)
    {
        RunLockContent mine = RunLockContent.Mine(job);
        string text = ResultJson.Write(mine);
        if (!AtomicFile.TryCreate(path, text) && !IsMine())
        {
            if (watch.IsHeld(path)) return null;
            using FileStream gate = StoreGate.Enter(directory);
            if (watch.IsHeld(path)) return null;
            Remove(path);
            if (!AtomicFile.TryCreate(path, text)) return null;
        }

        return new RunLock(directory, path, mine.Token);

        // A server may have made the file and lost its answer: asked again, it says that there is one.
        bool IsMine() => LockFile.Read(path)?.Content?.Token == mine.Token;
    }

    /// <summary>Deletes a lock if what must hold for that still holds when no one else can change it.</summary>
    internal static void Delete(string directory, string path, Func<bool> condition)
    {
        try
        {
            using FileStream gate = StoreGate.Enter(directory);
            if (!condition()) return;
            File.Delete(HeartbeatFile.Beside(path));
            File.Delete(path);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // The result is written already; the lock that stays behind is stale when this process ends.
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: a lock that is stale, and cannot be deleted: {e.Message}", e);
        }
    }

    /// <summary>Shows that the holder is alive, unless the lock is another's by now.</summary>
    internal void BeatOnce()
    {
        try
        {
            if (!IsHeld) return;
            File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
            if (_progress is { } progress) HeartbeatFile.Write(_path, _token, progress);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // A beat missed is no harm; eight in a row and another worker takes over.
        }
    }
}
