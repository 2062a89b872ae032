using System.Collections.Immutable;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>The arrays that numpy.savez or numpy.savez_compressed wrote: a zip file of npy files, checksums compared.</summary>
public sealed class NpzFile
{
    private const string Extension = ".npy";
    private const int MostArrays = 1000;

    private NpzFile(string file, ImmutableSortedDictionary<string, NpyArray> arrays) => (File, Arrays) = (file, arrays);

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The arrays by name.</summary>
    public ImmutableSortedDictionary<string, NpyArray> Arrays { get; }

    /// <summary>An array by name; null where there is none.</summary>
    /// <param name="name">As in numpy.savez(file, name=...).</param>
    public NpyArray? Find(string name) => Arrays.GetValueOrDefault(name);

    /// <summary>Reads a file. What its headers promise is checked before memory is taken.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read, is no zip file of npy files, or is cut off or damaged; an array
    /// has another element type than those of <see cref="NpyType"/>. File, array, what was found and what is allowed are named.</exception>
    public static NpzFile Read(string path)
    {
        using FileStream file = InputFile.Open(path);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (zip.Entries.Count > MostArrays)
                throw new InputException($"{path}: {zip.Entries.Count} arrays; allowed is up to {MostArrays}");
            ImmutableSortedDictionary<string, NpyArray>.Builder arrays = ImmutableSortedDictionary.CreateBuilder<string, NpyArray>(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
                if (arrays.ContainsKey(name)) throw new InputException($"{path}: two arrays have the name '{name}'");
                arrays.Add(name, Read(entry, $"{path}: array '{name}'"));
            }

            return new NpzFile(path, arrays.ToImmutable());
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InputException($"{path}: not a whole npz (zip) file: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static NpyArray Read(ZipArchiveEntry entry, string name)
    {
        if (entry.Length > PromisedBytes.Maximum)
            throw new InputException($"{name}: {entry.Length:N0} bytes; at most {PromisedBytes.Maximum:N0} are read");
        using Stream packed = entry.Open();
        // Whole before it is looked at: the checksum is of all bytes.
        byte[] bytes = PromisedBytes.Read(packed, (int)entry.Length);
        if (bytes.Length < entry.Length || packed.ReadByte() >= 0 || Crc32.Of(bytes) != entry.Crc32)
            throw new InputException($"{name}: damaged: its length or checksum is not the one in the zip file");
        return NpyFormat.Read(new MemoryStream(bytes, writable: false), name);
    }
}
