using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// A process as others can tell it apart, on this machine, in other containers and on other machines. A process number says
/// something only to those who see the same processes: on the same host, since the same boot, in the same namespace of
/// process numbers. For all others it is unknown whether the process is alive.
/// </summary>
/// <param name="Host">The machine's name; containers may share it.</param>
/// <param name="Boot">The boot's identity; null where it is unknown.</param>
/// <param name="Namespace">The namespace of process numbers; null where it is unknown.</param>
/// <param name="Process">The process number.</param>
/// <param name="Start">When the process began, as the system tells it: process numbers come again.</param>
internal sealed record ProcessMark(string Host, string? Boot, string? Namespace, int Process, string Start)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    // Elsewhere than on Linux a machine's name is all there is.
    private const string OnlyOne = "";

    /// <summary>That of this process.</summary>
    internal static ProcessMark Mine { get; } = new(
        Environment.MachineName, OperatingSystem.IsLinux() ? TextOf(BootFile) : OnlyOne, OperatingSystem.IsLinux() ? TargetOf("/proc/self/ns/pid") : OnlyOne,
        Environment.ProcessId, StartOf(OperatingSystem.IsLinux() ? "self" : Text(Environment.ProcessId)) ?? "");

    /// <summary>Whether the process is alive; null where that cannot be told from here.</summary>
    internal bool? IsAlive
    {
        get
        {
            if (!IsSeenFromHere) return null;
            if (StartOf(Text(Process)) is { } start) return start == Start;
            // Nothing to be read of it: it is gone, or it is hidden from this user.
            return Exists(Process) ? null : false;
        }
    }

    /// <summary>Short and fit for a file's name: machine, process and start.</summary>
    internal string Name => $"{Machine}-{Text(Process)}-{Start}";

    /// <summary>Whether a name is that of a process that is known to be gone.</summary>
    internal static bool IsOfDead(string name) =>
        name.Split('-') is [_, var number, var start] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
        && (Mine with { Process = process, Start = start }) is var mark && mark.Name == name && mark.IsAlive == false;

    private string Machine => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Host}\n{Boot}\n{Namespace}")).AsSpan(0, 4));

    // /proc may be that of another namespace: then numbers mean others there.
    private bool IsSeenFromHere => Host == Mine.Host && Boot is not null && Boot == Mine.Boot && Namespace is not null && Namespace == Mine.Namespace
        && (!OperatingSystem.IsLinux() || TargetOf("/proc/self") == Text(Environment.ProcessId));

    /// <summary>The start of a living process; null where none is seen. On Linux in clock ticks since boot, which unlike
    /// the time of day do not move when the clock is set.</summary>
    private static string? StartOf(string process)
    {
        if (!OperatingSystem.IsLinux())
        {
            try
            {
                return System.Diagnostics.Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture)).StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return null;
            }
        }

        if (TextOf($"/proc/{process}/stat") is not { } stat) return null;
        // proc(5): behind the name in parentheses come state (Z, X: dead) as field 3 and the start as field 22.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? "" : fields[19];
    }

    private static bool Exists(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
