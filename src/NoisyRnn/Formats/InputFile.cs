using System.Text;

namespace NoisyRnn.Formats;

/// <summary>Reads whole small files, bounded in memory, with the user's errors in words.</summary>
internal static class InputFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All bytes; at most <paramref name="limit"/>, whatever length the file system reports.</summary>
    internal static byte[] ReadBytes(string path, int limit)
    {
        using FileStream stream = Open(path);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[81920];
        try
        {
            for (int n; (n = stream.Read(buffer)) > 0;)
            {
                if (bytes.Length + n > limit)
                    throw new InputException($"{path}: the file is larger than {limit:N0} bytes, the most that is read");
                bytes.Write(buffer, 0, n);
            }
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }

        return bytes.ToArray();
    }

    /// <summary>Text in UTF-8, with or without a byte order mark.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{file}: not text in UTF-8 (byte {e.Index})", e);
        }
    }

    /// <summary>Opens for reading, while others may go on writing.</summary>
    internal static FileStream Open(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; a file is needed");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
