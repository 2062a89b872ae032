using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// The lines of a text file, one after the other, without the file ever standing in memory: lines end with LF, CR LF or CR, and
/// neither a line nor the file is longer than what is read of any. UTF-8, or what a byte order mark says; gzip is unpacked.
/// </summary>
internal sealed class TextLines : IDisposable
{
    /// <summary>The longest line, in characters.</summary>
    internal const int MaximumLine = 1 << 20;

    /// <summary>The longest file, in characters.</summary>
    internal const int MaximumLength = 1 << 28;

    private readonly string _path;
    private readonly StreamReader _reader;
    private char[] _buffer = new char[1 << 14];
    private int _start, _end;
    private long _length;
    private bool _isAtEnd, _afterReturn;

    internal TextLines(string path)
    {
        _path = path;
        _reader = new StreamReader(InputFile.OpenUnpacked(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
    }

    /// <summary>The number of the line last read, from 1.</summary>
    internal int Number { get; private set; }

    /// <summary>Whether the line last read ends with a line break, not with the file.</summary>
    internal bool HasBreak { get; private set; }

    /// <summary>Reads the next line; it stays good until the one after it is read.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InputException">The file cannot be read, is no text, or is too long, or its line is.</exception>
    internal bool Next(out ReadOnlyMemory<char> line)
    {
        line = default;
        for (int seen = 0; ;)
        {
            if (_afterReturn && _start < _end)
            {
                if (_buffer[_start] == '\n') _start++;
                _afterReturn = false;
            }

            int length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOfAny('\n', '\r');
            if (length >= 0 || _isAtEnd)
            {
                HasBreak = length >= 0;
                length = HasBreak ? length + seen : _end - _start;
                if (!HasBreak && length == 0) return false;
                line = Take(length);
                return true;
            }

            seen = _end - _start;
            Fill(seen);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private ReadOnlyMemory<char> Take(int length)
    {
        Number++;
        if (length > MaximumLine) throw TooLong($":{Number}: a line", MaximumLine);
        ReadOnlyMemory<char> line = _buffer.AsMemory(_start, length);
        _start += length;
        if (HasBreak) _afterReturn = _buffer[_start++] == '\r';
        return line;
    }

    private void Fill(int kept)
    {
        if (kept > MaximumLine) throw TooLong($":{(Number + 1)}: a line", MaximumLine);
        char[] old = _buffer;
        if (kept == old.Length) _buffer = new char[2 * kept];
        old.AsSpan(_start, kept).CopyTo(_buffer);
        (_start, _end) = (0, kept);
        try
        {
            int read = _reader.Read(_buffer.AsSpan(kept));
            (_end, _length, _isAtEnd) = (kept + read, _length + read, read == 0);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{_path}: not text in UTF-8, after line {Number}", e);
        }

        if (_length > MaximumLength) throw TooLong(": the file", MaximumLength);
    }

    private InputException TooLong(string what, int most) =>
        new($"{_path}{what} has more than {most:N0} characters, the most that are read");
}
