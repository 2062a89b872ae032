using System.Text;

namespace NoisyRnn.Formats;

/// <summary>Opens and reads files, bounded in memory, with the user's errors in words.</summary>
internal static class InputFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All bytes, unpacked where they are packed by gzip; at most <paramref name="limit"/>, whatever the file promises.</summary>
    internal static byte[] ReadBytes(string path, int limit)
    {
        using Stream stream = OpenUnpacked(path);
        byte[] bytes = PromisedBytes.Read(stream, limit);
        return bytes.Length < limit || stream.ReadByte() < 0
            ? bytes
            : throw new InputException($"{path}: {(stream is GzipContent ? "unpacked, " : "")}the file is larger than {limit:N0} bytes, the most that is read");
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

    /// <summary>Opens for reading, while others may go on writing: the bytes as they are. Every error of reading is an InputException.</summary>
    internal static FileStream Open(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; a file is needed");
            return new InputStream(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", e);
        }
        catch (Exception e) when (IsUnreadable(e) || e is ArgumentException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>
    /// The content, unpacked where the first bytes are those of gzip, whatever the file is called. The reader bounds how much it
    /// takes. A pipe cannot be looked at twice: its bytes come as they are.
    /// </summary>
    internal static Stream OpenUnpacked(string path)
    {
        FileStream file = Open(path);
        if (!file.CanSeek) return file;
        bool isGzip = file.ReadByte() == GzipContent.Magic0 && file.ReadByte() == GzipContent.Magic1;
        file.Position = 0;
        return isGzip ? new GzipContent(file, path) : file;
    }

    /// <summary>Whether reading can fail so for reasons outside the program.</summary>
    internal static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>The error of a file that cannot be read.</summary>
    internal static InputException Unreadable(string path, Exception e) => new($"{path}: cannot be read: {e.Message}", e);
}
