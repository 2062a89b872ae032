using System.Collections.Immutable;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>The files within a zip file: as long as it says, with the checksum that it says, or an error in words.</summary>
internal static class ZippedBytes
{
    /// <summary>The names of the files.</summary>
    /// <exception cref="InputException">It is no whole zip file.</exception>
    internal static ImmutableArray<string> Names(Stream stream, string path)
    {
        using ZipArchive zip = Open(stream, path);
        return [.. zip.Entries.Select(static entry => entry.FullName)];
    }

    /// <summary>Opens a zip file; the stream goes with it.</summary>
    /// <exception cref="InputException">It is no whole zip file.</exception>
    internal static ZipArchive Open(Stream stream, string path)
    {
        try
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = zip.Entries.Count;
            return zip;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InputException($"{path}: not a whole zip file: {e.Message}", e);
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="path">The zip file, for errors.</param>
    /// <exception cref="InputException">It is longer, encrypted or damaged.</exception>
    internal static byte[] Read(ZipArchiveEntry entry, int limit, string path)
    {
        string where = $"{path}: '{ShownText.Of(entry.FullName)}'";
        if (entry.IsEncrypted) throw new InputException($"{where}: encrypted; write the file without a password");
        try
        {
            if (entry.Length > limit) throw new InputException($"{where}: {entry.Length:N0} bytes; at most {limit:N0} are read");
            using Stream stream = entry.Open();
            byte[] bytes = PromisedBytes.Read(stream, (int)entry.Length);
            return bytes.Length == entry.Length && stream.ReadByte() < 0 && Crc32.Of(bytes) == entry.Crc32
                ? bytes
                : throw new InputException($"{where}: damaged: its length or checksum is not the one in the zip file");
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InputException($"{where}: damaged: {e.Message}", e);
        }
    }

    private static bool IsDamage(Exception e) =>
        e is InvalidDataException or ArgumentException or NotSupportedException or OverflowException or IndexOutOfRangeException or IOException;
}
