using System.Diagnostics;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// Lets one at a time, over all processes, do the few things in a store that several may want at once: append to the
/// manifest, take over a stale lock. Held by the system for an open file, so a killed process leaves nothing behind.
/// </summary>
internal static class StoreGate
{
    internal const string Name = "store.lock";

    // EWOULDBLOCK on Linux and on macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private const int BlockedOnLinux = 11, BlockedOnMac = 35, SharingOnWindows = 32, LockedOnWindows = 33;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the gate; disposing what comes back opens it again.</summary>
    /// <exception cref="InputException">The folder cannot be written, or the gate stays closed for 30 seconds.</exception>
    internal static FileStream Enter(string directory)
    {
        string path = Path.Combine(directory, Name);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsHeldByAnother(e) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                Thread.Sleep(2);
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                throw new InputException($"{path}: another process holds it for {Patience.TotalSeconds:F0} s; it is held for moments only: a process that works on this folder is stopped or hangs", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"{directory}: cannot be written: {e.Message}", e);
            }
        }
    }

    private static bool IsHeldByAnother(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is SharingOnWindows or LockedOnWindows
        : e.HResult is BlockedOnLinux or BlockedOnMac;
}
