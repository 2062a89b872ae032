namespace NoisyRnn.Cli;

/// <summary>
/// The file descriptors that this process was started with. Where standard output or error was closed (<c>&gt;&amp;-</c>), its
/// number goes to what is opened first, a pipe of the runtime's or a file of ours: nothing may be printed into that.
/// </summary>
internal static class OpenDescriptors
{
    private const string Folder = "/proc/self/fd";
    private const int AccessMode = 3, ReadOnly = 0;
    private static readonly List<FileStream> Taken = [];

    /// <summary>Takes the numbers of closed standard streams that are still free, so that no file of ours gets them.</summary>
    public static void TakeFree()
    {
        if (OperatingSystem.IsWindows())
            return;
        for (var isFree = true; isFree;)
        {
            Taken.Add(new FileStream("/dev/null", FileMode.Open, FileAccess.Read));
            isFree = Taken[^1].SafeFileHandle.DangerousGetHandle() <= 2;
        }
    }

    /// <summary>Whether a standard stream is that of whoever started the process, as far as the system tells.</summary>
    public static bool IsInherited(int descriptor)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Folder))
            return true;
        try
        {
            var target = Target($"{descriptor}");
            // A pipe that this process itself reads is one between its own threads.
            return target is not null && !target.StartsWith("anon_inode:", StringComparison.Ordinal)
                && !Taken.Exists(taken => taken.SafeFileHandle.DangerousGetHandle() == descriptor)
                && !(target.StartsWith("pipe:", StringComparison.Ordinal) && Directory.GetFileSystemEntries(Folder).Any(entry => Target(Path.GetFileName(entry)) == target && IsReadOnly(Path.GetFileName(entry))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string? Target(string descriptor) => new FileInfo(Path.Combine(Folder, descriptor)).LinkTarget;

    private static bool IsReadOnly(string descriptor)
    {
        var path = Path.Combine("/proc/self/fdinfo", descriptor);
        var flags = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(static line => line.StartsWith("flags:", StringComparison.Ordinal)) : null;
        return flags is not null && (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & AccessMode) == ReadOnly;
    }
}
