using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// Files that appear whole or not at all. They are written under a temporary name that tells who writes them, so that what
/// a killed process leaves behind can be told from what a living one is writing.
/// </summary>
public static class AtomicFile
{
    private const string Suffix = ".tmp";

    // Of a temporary file whose writer cannot be asked for: nobody writes for so long.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Writes under a temporary name in the same folder, flushes to disk, renames, and flushes the folder. A file of
    /// that name is replaced; after an error or a kill it is as it was before.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InputException">The folder or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => _ = Make(path, write, overwrite: true);

    /// <summary>The same with text in UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="InputException">The folder or the file cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same unless there is a file of that name: of many that try, one succeeds, on a shared disk too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The content.</param>
    /// <returns>False where there was one.</returns>
    /// <exception cref="InputException">The folder or the file cannot be written.</exception>
    internal static bool TryCreate(string path, string text) => Make(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), overwrite: false);

    /// <summary>The temporary files of a file, of living writers too.</summary>
    /// <param name="path">The file.</param>
    internal static IEnumerable<string> TemporariesOf(string path) => Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, $"{Path.GetFileName(path)}.*{Suffix}") : [];

    /// <summary>Deletes the temporary files below a folder whose writers are no more; what cannot be deleted stays.</summary>
    /// <param name="folder">The folder.</param>
    internal static void DeleteAbandoned(string folder)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateFiles(folder, $"*{Suffix}", everywhere).Where(IsAbandoned))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It takes room, and no more.
            }
        }
    }

    private static bool IsAbandoned(string path) => Path.GetFileName(path).Split('.') is [_, .., var writer, var number, _] && IsNumber(number)
        ? ProcessMark.IsOfDead(writer) || IsOld(path)
        // Older versions did not say who writes.
        : Path.GetFileName(path).Split('.') is [_, .., var old, _] && IsNumber(old) && IsOld(path);

    private static bool IsNumber(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsOld(string path) => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Abandoned;

    // A link stays and its target is replaced; a device would be replaced too, for every process.
    private static string Followed(string path)
    {
        string target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return IsDevice(path) || IsDevice(target) ? throw new InputException($"{path}: is a device; allowed is a file") : target;
    }

    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && Path.GetFullPath(path) is var full
        && (full.StartsWith("/proc/", StringComparison.Ordinal) || (full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)));

    private static bool Make(string path, Action<Stream> write, bool overwrite)
    {
        string temporary = "";
        try
        {
            path = Followed(path);
            temporary = $"{path}.{ProcessMark.Mine.Name}.{Guid.NewGuid():N}{Suffix}";
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            try
            {
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                if (overwrite) File.Move(temporary, path, overwrite: true);
                else if (!FileNames.TryGive(temporary, path)) return false;
            }
            finally
            {
                File.Delete(temporary);
            }

            FileNames.Flush(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }
}
