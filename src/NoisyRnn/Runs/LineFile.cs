using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// Reads the lines of a growing file by and by: only lines that are ended by a line feed count, so a line that is being
/// written (or was torn by a kill) is left for the next look.
/// </summary>
internal sealed class LineFile(string path)
{
    /// <summary>The longest line that is read, in bytes.</summary>
    internal const int MaximumLine = 1 << 28;

    /// <summary>The file.</summary>
    internal string Path { get; } = path;

    /// <summary>Bytes read so far: the end of the last whole line.</summary>
    internal long Position { get; private set; }

    /// <summary>Whole lines read so far.</summary>
    internal int Lines { get; private set; }

    /// <summary>The bytes behind the last whole line, as of the last look.</summary>
    internal byte[] Tail { get; private set; } = [];

    /// <summary>Whether nothing will follow: its writer said so. It is not looked at again.</summary>
    internal bool IsEnded { get; set; }

    /// <summary>Whether a line in it is not what was written.</summary>
    internal bool IsDamaged { get; set; }

    /// <summary>Calls back for every whole line that has come since: offset and bytes, without the line feed.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line is too long.</exception>
    internal void ReadOn(Action<long, ReadOnlyMemory<byte>> take)
    {
        using FileStream stream = InputFile.Open(Path);
        if (stream.Length == Position) return;
        stream.Position = Position;
        var line = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int n; (n = Read(stream, buffer)) > 0;)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, n);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Write(rest[..end]);
                (long start, Lines) = (Position, Lines + 1);
                Position += line.Length + 1;
                take(start, line.GetBuffer().AsMemory(0, (int)line.Length));
                line.SetLength(0);
            }

            line.Write(rest);
            if (line.Length > MaximumLine)
                throw new InputException($"{Path}:{Lines + 1}: a line of more than {MaximumLine:N0} bytes, the most that is read");
        }

        Tail = line.ToArray();
    }

    private int Read(FileStream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (IOException e)
        {
            throw new InputException($"{Path}: cannot be read: {e.Message}", e);
        }
    }
}
