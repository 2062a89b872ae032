using System.Buffers.Binary;
using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>
/// The content of a gzip file (RFC 1952): of all its members, one after the other, as bgzip, pigz and cat make them; zeros
/// between and after them are padding, as on tapes. Checksum and length of every member are compared, and anything else
/// behind a member is refused: what is cut off or damaged never passes.
/// </summary>
/// <param name="file">The file, at its start; closed with this stream.</param>
/// <param name="path">The file, for errors.</param>
internal sealed class GzipContent(FileStream file, string path) : Stream
{
    /// <summary>The first bytes of every member.</summary>
    internal const int Magic0 = 0x1f, Magic1 = 0x8b;

    // Each costs some 50 kB however little it holds; blocked gzip of 1 GiB has 16,384.
    private const int MostMembers = 1 << 16;
    private const int TrailerLength = 8, Deflate = 8, ReservedFlags = 0xe0;

    // More than the inflating stream reads ahead.
    private const int LongestReadAhead = 1 << 16;

    private DeflateStream? _member;
    private int _members;
    private long _start;
    private uint _checksum, _length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_member ??= NextMember()) is not null)
        {
            int n = Inflate(buffer);
            if (n > 0) return n;
            EndMember();
        }

        return 0;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            int n = _member!.Read(buffer);
            _checksum = Crc32.Of(buffer[..n], _checksum);
            _length += (uint)n;
            return n;
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{path}: the gzip data is cut off or damaged: {e.Message}", e);
        }
    }

    // The next member's deflated data, behind its header; null at the end of the file.
    private DeflateStream? NextMember()
    {
        int first = file.ReadByte();
        while (first == 0 && _members > 0) first = file.ReadByte();
        if (first < 0 && _members > 0) return null;
        if (first != Magic0 || Byte() != Magic1 || Byte() != Deflate)
            throw Damaged(_members == 0 ? "no gzip header" : "what follows its checksum and length is neither a further part nor zeros");
        if (++_members > MostMembers) throw new InputException($"{path}: the gzip data has more than {MostMembers:N0} parts, the most that are read");
        int flags = Byte();
        if ((flags & ReservedFlags) != 0) throw Damaged($"its flags are {flags:x2}");
        Skip(6); // time, level, system
        if ((flags & 4) != 0) Skip(Byte() | (Byte() << 8)); // extra field
        if ((flags & 8) != 0) SkipText(); // name
        if ((flags & 16) != 0) SkipText(); // comment
        if ((flags & 2) != 0) Skip(2); // checksum of the header
        (_start, _checksum, _length) = (file.Position, 0, 0);
        return new DeflateStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    // The inflating stream has read ahead and does not tell where the data ended; checksum and length stand right behind it.
    private void EndMember()
    {
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        long from = Math.Max(_start, file.Position - LongestReadAhead);
        byte[] window = new byte[file.Position - from + TrailerLength];
        file.Position = from;
        int found = file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
        int at = window.AsSpan(0, found).IndexOf(trailer);
        if (at < 0) throw Damaged("it does not end with its checksum and length");
        file.Position = from + at + TrailerLength;
    }

    private int Byte() => file.ReadByte() is var b and >= 0 ? b : throw Damaged("it ends within a header");

    private void Skip(int count)
    {
        for (int k = 0; k < count; k++) Byte();
    }

    private void SkipText()
    {
        while (Byte() != 0) { }
    }

    private InputException Damaged(string what) => new($"{path}: the gzip data is cut off or damaged: {what}");
}
