using System.Globalization;
using System.Runtime.InteropServices;

namespace NoisyRnn.Cli;

/// <summary>The signals that ask a program to stop.</summary>
internal static class StopSignals
{
    /// <summary>
    /// Ctrl-C and SIGTERM; a terminal that is gone; what a batch system sends before time is up, unless whoever started the
    /// program had them ignored, as nohup has SIGHUP.
    /// </summary>
    public static IReadOnlyList<PosixSignal> All { get; } = [PosixSignal.SIGINT, PosixSignal.SIGTERM, .. Others.Where(static signal => !IsIgnored(signal.Number)).Select(static signal => signal.Signal)];

    // SIGUSR1, SIGUSR2 and SIGXCPU have no names in .NET, and other numbers elsewhere.
    private static IEnumerable<(PosixSignal Signal, int Number)> Others =>
        OperatingSystem.IsWindows() ? [(PosixSignal.SIGHUP, 1)]
        : OperatingSystem.IsLinux() ? [(PosixSignal.SIGHUP, 1), ((PosixSignal)10, 10), ((PosixSignal)12, 12), ((PosixSignal)24, 24)]
        : OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? [(PosixSignal.SIGHUP, 1), ((PosixSignal)30, 30), ((PosixSignal)31, 31), ((PosixSignal)24, 24)]
        : [(PosixSignal.SIGHUP, 1)];

    private static bool IsIgnored(int signal)
    {
        const string Key = "SigIgn:", Status = "/proc/self/status";
        try
        {
            var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
            return line is not null && ((ulong.Parse(line[Key.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1)) & 1) == 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
