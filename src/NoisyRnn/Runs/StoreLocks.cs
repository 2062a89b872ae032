using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>The locks of a store: a file a run that is being computed.</summary>
public sealed class StoreLocks
{
    private readonly Lock _gate = new();
    private readonly string _store, _folder;
    private readonly LockWatch _watch;
    private HashSet<string>? _seen;

    internal StoreLocks(string store, LockWatch watch) => (_store, _folder, _watch) = (store, Path.Combine(store, "locks"), watch);

    /// <summary>Takes the lock of a run, or null where another worker computes it.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="job">What is being done, for people who look at the lock.</param>
    /// <exception cref="InputException">The lock cannot be written.</exception>
    public RunLock? TryTake(StageHash run, string job) => RunLock.TryTake(_store, PathOf(run), job, _watch);

    /// <summary>Whether some worker, here or elsewhere, holds the lock of a run and is not known to be gone; nothing is written.
    /// A holder that cannot be seen from here is gone when the lock was looked at for long enough and did not change.</summary>
    /// <param name="run">The run's hash.</param>
    public bool IsHeld(StageHash run) => _watch.IsHeld(PathOf(run));

    /// <summary>Whether the lock of a run looks alive at one glance, for people, as of the store's last refresh: of very many runs few are locked.</summary>
    /// <param name="run">The run's hash.</param>
    public bool LooksHeld(StageHash run)
    {
        lock (_gate)
        {
            _seen ??= Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, "*.lock")] : [];
            if (!_seen.Contains(PathOf(run))) return false;
        }

        return LockWatch.LooksHeld(PathOf(run));
    }

    /// <summary>The lock of a run in words: the file, who holds it and since when.</summary>
    /// <param name="run">The run's hash.</param>
    public string InWords(StageHash run) =>
        $"{PathOf(run)} ({LockFile.Read(PathOf(run))?.Content?.Holder ?? "its holder is not named"})";

    /// <summary>Who computes a run and how far it is, by its lock, whoever left that; null where there is none that names its holder.</summary>
    /// <param name="run">The run's hash.</param>
    public RunHolder? HolderOf(StageHash run) => LockFile.Read(PathOf(run))?.Content is { } held
        ? new RunHolder(held.Host, held.Process, held.Taken, HeartbeatFile.Read(PathOf(run), held.Token)?.Run) : null;

    /// <summary>Forgets which locks there were.</summary>
    internal void Refresh()
    {
        lock (_gate) _seen = null;
    }

    /// <summary>Deletes those of processes that are known to be gone.</summary>
    internal void DeleteDead()
    {
        if (!Directory.Exists(_folder)) return;
        foreach (string path in Directory.EnumerateFiles(_folder, "*.lock").Where(LockWatch.IsOfDead))
            RunLock.Delete(_store, path, () => LockWatch.IsOfDead(path));
    }

    private string PathOf(StageHash run) => Path.Combine(_folder, $"{run}.lock");
}
