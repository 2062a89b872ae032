using System.Runtime.InteropServices;

namespace NoisyRnn.Formats;

/// <summary>What .NET has no call for: giving a file a name unless it is taken, and flushing names to disk.</summary>
internal static partial class FileNames
{
    private const int Exists = 17; // EEXIST, on all Unix systems
    private const int ExistsOnWindows = 80, AlreadyExistsOnWindows = 183; // ERROR_FILE_EXISTS, ERROR_ALREADY_EXISTS
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Gives a file another name at once: of many that want the name, one gets it, on a shared disk too.</summary>
    /// <param name="file">The file; it may keep its own name.</param>
    /// <param name="name">The new name, in the same folder.</param>
    /// <returns>False where the name is taken.</returns>
    /// <exception cref="IOException">It cannot be given.</exception>
    internal static bool TryGive(string file, string name)
    {
        try
        {
            // File.Move looks first and renames then, which on Unix replaces a file that came in between.
            if (OperatingSystem.IsWindows()) File.Move(file, name, overwrite: false);
            else if (Link(file, name) < 0) return Marshal.GetLastPInvokeError() != Exists && TryCopy(file, name);
            return true;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is ExistsOnWindows or AlreadyExistsOnWindows)
        {
            return false;
        }
    }

    /// <summary>Flushes a folder to disk: only then do the names in it outlast a loss of power. Never fails; on Windows, and on
    /// file systems that cannot, nothing happens.</summary>
    /// <param name="folder">The folder.</param>
    internal static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) return;
        _ = Synchronize(descriptor);
        _ = Close(descriptor);
    }

    // A file system without second names: the file is the one's who made it, and others may see it without its content.
    private static bool TryCopy(string file, string name)
    {
        byte[] content = File.ReadAllBytes(file);
        FileStream stream;
        try
        {
            stream = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException e) when (e.HResult == Exists)
        {
            return false;
        }

        try
        {
            using (stream) stream.Write(content);
            return true;
        }
        catch (IOException)
        {
            File.Delete(name);
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string file, string name);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
