using System.Buffers.Binary;
using System.IO.Compression;

namespace NoisyRnn.Tests.Formats;

/// <summary>Makes IDX files for tests.</summary>
internal static class IdxBytes
{
    internal static byte[] Of(int[] shape, byte[] data)
    {
        byte[] file = new byte[4 + (4 * shape.Length) + data.Length];
        (file[2], file[3]) = (8, (byte)shape.Length);
        for (int d = 0; d < shape.Length; d++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * d)), shape[d]);
        data.CopyTo(file.AsSpan(4 + (4 * shape.Length)));
        return file;
    }

    internal static byte[] Compressed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
