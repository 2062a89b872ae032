namespace NoisyRnn.Runs;

/// <summary>A lock's file as it is at one moment: the time of its last change is the heartbeat.</summary>
/// <param name="Content">What it says; null where it says nothing readable.</param>
/// <param name="IsReadable">Whether it could be read at all.</param>
/// <param name="Beat">The time of its last change, by whatever clock.</param>
internal sealed record LockFile(RunLockContent? Content, bool IsReadable, DateTime Beat)
{
    /// <summary>The file; null where there is none.</summary>
    internal static LockFile? Read(string path)
    {
        try
        {
            // Opened anew for each look: on a shared disk that asks the server.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return new(RunLockContent.Parse(reader.ReadToEnd()), IsReadable: true, File.GetLastWriteTimeUtc(stream.SafeFileHandle));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, IsReadable: false, BeatOf(path));
        }
    }

    private static DateTime BeatOf(string path)
    {
        try
        {
            return File.GetLastWriteTimeUtc(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
