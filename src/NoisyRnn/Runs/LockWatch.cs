namespace NoisyRnn.Runs;

/// <summary>
/// Judges locks. Where the holder's process can be seen from here, it alone decides, whatever the lock's age. Else the
/// heartbeat does: a lock that did not change while it was watched for <see cref="RunLock.StaleAfter"/> is stale. Watching is
/// timed by the clock of this process that nobody sets; times of files are compared for change alone, so clocks of machines
/// need not agree.
/// </summary>
/// <param name="clock">Measures how long a lock was watched.</param>
internal sealed class LockWatch(TimeProvider clock)
{
    // A lock is put in its place with its content: one without is what an older version left on a full disk.
    private static readonly TimeSpan EmptyAfter = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sighting> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether a lock is there and is not known to be stale.</summary>
    internal bool IsHeld(string path)
    {
        if (LockFile.Read(path) is not { } now)
        {
            lock (_gate) _seen.Remove(path);
            return false;
        }

        return now.Content?.IsOfLivingProcess ?? !IsUnchanged(path, now);
    }

    /// <summary>Whether a lock looks alive at one glance, for people: its process is, or it last changed a moment ago.</summary>
    internal static bool LooksHeld(string path) => LockFile.Read(path) is { } now
        && (now.Content?.IsOfLivingProcess ?? (DateTime.UtcNow - now.Beat).Duration() < RunLock.StaleAfter);

    /// <summary>Whether the holder's process is known to be gone.</summary>
    internal static bool IsOfDead(string path) => LockFile.Read(path)?.Content?.IsOfLivingProcess == false;

    private bool IsUnchanged(string path, LockFile now)
    {
        long at = clock.GetTimestamp();
        lock (_gate)
        {
            Sighting last = _seen.GetValueOrDefault(path);
            // A process that was stopped has not watched: no look counts for more than a heartbeat.
            TimeSpan since = TimeSpan.FromTicks(Math.Min(clock.GetElapsedTime(last.At, at).Ticks, RunLock.Beat.Ticks));
            TimeSpan unchanged = last.File == now ? last.Unchanged + since : TimeSpan.Zero;
            _seen[path] = new(now, at, unchanged);
            return unchanged >= (now is { IsReadable: true, Content: null } ? EmptyAfter : RunLock.StaleAfter);
        }
    }

    private readonly record struct Sighting(LockFile? File, long At, TimeSpan Unchanged);
}
