using System.Collections.Immutable;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>How chunks are packed: shuffle, deflate (gzip) and a checksum, in the order written.</summary>
/// <param name="Steps">The filters: number, and bytes of an element for shuffle.</param>
/// <param name="Path">The file, for errors.</param>
internal sealed record Hdf5Filters(ImmutableArray<(int Filter, int Size)> Steps, string Path)
{
    private const int Deflate = 1, Shuffle = 2, Checksum = 3, Reserved = 256;

    /// <summary>The filters of a dataset; null where one is not known.</summary>
    /// <param name="message">The message; null where there is none.</param>
    /// <param name="file">The file.</param>
    internal static Hdf5Filters? Of(Hdf5Cursor? message, Hdf5Bytes file)
    {
        ImmutableArray<(int, int)>.Builder steps = ImmutableArray.CreateBuilder<(int, int)>();
        int version = message?.Byte() ?? 1, count = message?.Byte() ?? 0;
        if (version is not (1 or 2)) return null;
        message?.Skip(version == 1 ? 6 : 0);
        for (int k = 0; k < count; k++)
        {
            int filter = message!.Short();
            int name = version == 1 || filter >= Reserved ? message.Short() : 0;
            int values = message.Skip(2).Short();
            message.Skip(version == 1 ? (name + 7) / 8 * 8 : name);
            uint first = values > 0 ? message.Word() : 0;
            message.Skip((4L * Math.Max(0, values - 1)) + (version == 1 && values % 2 == 1 ? 4 : 0));
            if (filter is not (Deflate or Shuffle or Checksum)) return null;
            steps.Add((filter, (int)Math.Min(first, int.MaxValue)));
        }

        return new Hdf5Filters(steps.ToImmutable(), file.Path);
    }

    /// <summary>A chunk as it was before it was packed.</summary>
    /// <param name="stored">Its bytes in the file.</param>
    /// <param name="skipped">Filters that were not applied, a bit each.</param>
    /// <param name="length">Its bytes, unpacked.</param>
    /// <exception cref="InputException">It is damaged.</exception>
    internal byte[] Unpack(ReadOnlyMemory<byte> stored, uint skipped, int length)
    {
        byte[] bytes = stored.ToArray();
        for (int k = Steps.Length - 1; k >= 0; k--)
        {
            if (k < 32 && (skipped >> k & 1) != 0) continue;
            bytes = Steps[k].Filter switch
            {
                Deflate => Inflated(bytes, length + 4),
                Shuffle => Ordered(bytes, Steps[k].Size),
                _ => bytes[..Math.Max(0, bytes.Length - 4)],
            };
        }

        return bytes.Length == length ? bytes : throw new InputException($"{Path}: damaged: a chunk of {bytes.Length:N0} bytes, not {length:N0}");
    }

    private byte[] Inflated(byte[] packed, int most)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            return PromisedBytes.Read(zlib, most);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new InputException($"{Path}: damaged: a chunk cannot be unpacked: {e.Message}", e);
        }
    }

    // First all first bytes of the elements, then all second ones, ...
    private static byte[] Ordered(byte[] bytes, int size)
    {
        if (size <= 1) return bytes;
        byte[] result = [.. bytes];
        int count = bytes.Length / size;
        for (int b = 0; b < size && count > 0; b++)
        {
            for (int k = 0; k < count; k++) result[(k * size) + b] = bytes[(b * count) + k];
        }

        return result;
    }
}
