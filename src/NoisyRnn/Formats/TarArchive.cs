using System.Formats.Tar;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>A tar file packed by Brotli, of plain files with names in folders: a third smaller than by gzip where it holds numbers of many digits. What it unpacks to is bounded, and lands nowhere but in the folder that is named.</summary>
internal static class TarArchive
{
    /// <summary>The most that is unpacked, in bytes.</summary>
    internal const long MaximumUnpacked = 1L << 31;

    private const int MostFiles = 10_000;

    // Behind the last entry stand two empty blocks, and what fills up a tape's record.
    private const int LongestEnd = 1 << 20;

    /// <summary>Writes an archive, whole or not at all. The same files give the same bytes: it holds neither times nor owners.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="files">Names, with <c>/</c> behind a folder, and contents; in this order.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    internal static void Write(string path, IEnumerable<(string Name, byte[] Content)> files) => AtomicFile.Write(path, stream =>
    {
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var tar = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var (name, content) in files)
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
    });

    /// <summary>Unpacks an archive.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">A folder of its own; what is there when an error is thrown is the caller's to delete.</param>
    /// <param name="isAllowed">Whether a file of this name may be in the archive; nothing else is made.</param>
    /// <exception cref="InputException">No such archive, cut off, damaged, too large, or with other things in it.</exception>
    internal static void Unpack(string path, string folder, Func<string, bool> isAllowed)
    {
        using var content = new BrotliStream(InputFile.Open(path), CompressionMode.Decompress);
        var (bytes, files) = (0L, 0);
        try
        {
            using var tar = new TarReader(content, leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !isAllowed(entry.Name))
                    throw new InputException($"{path}: holds {ShownText.Of(entry.Name)} ({entry.EntryType}), which is no part of an archive of results");
                if (++files > MostFiles || (bytes += entry.Length) > MaximumUnpacked)
                    throw new InputException($"{path}: unpacked, it is larger than {MaximumUnpacked:N0} bytes or {MostFiles:N0} files, the most that is read");
                Extract(entry, Path.Combine(folder, entry.Name), path);
            }

            // Whether all is there is known where the packed bytes end.
            if (PromisedBytes.Read(content, LongestEnd).Length == LongestEnd)
                throw new InputException($"{path}: does not end with its last file");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new InputException($"{path}: no archive of results, or one that is cut off or damaged: {e.Message}", e);
        }
    }

    private static void Extract(TarEntry entry, string to, string archive)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
            entry.DataStream?.CopyTo(file);
        }
        catch (IOException e) when (File.Exists(to))
        {
            throw new InputException($"{archive}: holds {ShownText.Of(entry.Name)} twice", e);
        }
    }
}
