using System.Buffers.Binary;

namespace NoisyRnn.Formats;

/// <summary>
/// The elements that follow each other in a piece of a MATLAB file: a tag of type and length, the content, zeros up to a multiple of
/// 8; of at most four bytes, all in one word pair. A compressed element is not filled up.
/// </summary>
/// <param name="bytes">The piece.</param>
/// <param name="isBigEndian">Its byte order.</param>
/// <param name="path">The file, for errors.</param>
internal sealed class MatElements(ReadOnlyMemory<byte> bytes, bool isBigEndian, string path)
{
    private int _at;

    /// <summary>The next element; null at the end.</summary>
    /// <exception cref="InputException">It is longer than the piece.</exception>
    internal MatElement? Next()
    {
        if (_at >= bytes.Length) return null;
        uint tag = Word(_at), small = tag >> 16;
        (uint type, uint length, int start) = small != 0 ? (tag & 0xffff, small, _at + 4) : (tag, Word(_at + 4), _at + 8);
        if (length > bytes.Length - start || (small > 4)) throw CutOff(length);
        long end = small != 0 ? _at + 8 : (MatType)type == MatType.Compressed ? start + length : start + ((length + 7L) & ~7L);
        // The last may do without its zeros.
        _at = (int)Math.Min(end, bytes.Length);
        return new MatElement((MatType)type, bytes.Slice(start, (int)length), isBigEndian, path);
    }

    /// <summary>The next element, which must be of a type.</summary>
    /// <exception cref="InputException">It is of another, or there is none.</exception>
    internal MatElement Need(params ReadOnlySpan<MatType> types) =>
        Next() is { } element && types.Contains(element.Type) ? element : throw new InputException($"{path}: damaged: an element of {types[0]} is missing");

    private uint Word(int at)
    {
        if (bytes.Length - at < 4) throw CutOff(8);
        ReadOnlySpan<byte> word = bytes.Span.Slice(at, 4);
        return isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    private InputException CutOff(uint length) => new($"{path}: cut off or damaged: an element is said to have {length:N0} bytes at {_at:N0} of {bytes.Length:N0}");
}
