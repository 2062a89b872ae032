using System.IO.Compression;
using System.Text;

namespace NoisyRnn.Tests.Formats;

/// <summary>Makes npz files for tests.</summary>
internal static class ZipBytes
{
    internal static byte[] Npy(string header, byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.Latin1.GetBytes(header), .. data];

    internal static byte[] Of(params (string Name, byte[] Bytes)[] files) => Of(CompressionLevel.Optimal, files);

    internal static byte[] Of(CompressionLevel level, params (string Name, byte[] Bytes)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The files in a zip file.</summary>
    internal static (string Name, byte[] Bytes)[] Entries(byte[] whole)
    {
        using var zip = new ZipArchive(new MemoryStream(whole));
        return [.. zip.Entries.Select(static entry =>
        {
            using Stream stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        })];
    }

    /// <summary>The pickle of an object array in an npz file.</summary>
    internal static byte[] PickleOf(string file, string array)
    {
        using ZipArchive zip = ZipFile.OpenRead(file);
        using Stream entry = zip.GetEntry($"{array}.npy")!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray()[(10 + BitConverter.ToUInt16(bytes.ToArray(), 8))..];
    }
}
