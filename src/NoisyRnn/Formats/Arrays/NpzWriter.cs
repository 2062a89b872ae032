using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>Writes arrays and texts as numpy.savez does: a zip file of npy files, not compressed, the same bytes for the same content.</summary>
internal static class NpzWriter
{
    // Arrays start at a multiple of 64 bytes, as NumPy has them.
    private const int Alignment = 64;

    // The first day of zip's calendar: no file depends on the day it was written.
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Arrays of float32 or float64; names differ.</param>
    /// <param name="texts">Texts, as arrays of no dimension.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    internal static void Write(string path, IEnumerable<Tensor> arrays, IEnumerable<(string Name, string Text)> texts) => AtomicFile.Write(path, stream =>
    {
        // Zip files are written with their position at hand, which a stream to disk may not start at.
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var array in arrays)
            Add(zip, array.Name, $"<f{Tensor.SizeOf(array.Type)}", array.Shape, array.Bytes);
        foreach (var (name, text) in texts)
        {
            // NumPy's text is of code points of 4 bytes.
            var points = Encoding.UTF32.GetBytes(text);
            Add(zip, name, $"<U{points.Length / 4}", [], points);
        }
    });

    private static void Add(ZipArchive zip, string name, string type, ImmutableArray<int> shape, ReadOnlySpan<byte> bytes)
    {
        var entry = zip.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = Date;
        using var stream = entry.Open();
        var words = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(static n => $"{n}, "))}), }}";
        var length = (10 + words.Length + Alignment) / Alignment * Alignment;
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        ReadOnlySpan<byte> magic = [0x93, .. "NUMPY"u8, 1, 0];
        magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - 10));
        Encoding.ASCII.GetBytes(words, header.AsSpan(10));
        header[^1] = (byte)'\n';
        stream.Write(header);
        stream.Write(bytes);
    }
}
