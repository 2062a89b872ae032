using System.Buffers.Binary;
using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// An array of unsigned bytes in the IDX format, in which MNIST is published: 00 00, 08 (the element type), the number of
/// dimensions, each dimension as a big-endian 32-bit number, the elements row-major. Packed by gzip or not: the first
/// bytes tell, whatever the file is called.
/// </summary>
public sealed class IdxFile
{
    private const int UnsignedBytes = 0x08;
    private const int MostDimensions = 4;
    private readonly byte[] _bytes;

    private IdxFile(string file, ImmutableArray<int> shape, byte[] bytes)
    {
        (File, Shape, _bytes) = (file, shape, bytes);
        ItemLength = shape.Length == 1 ? 1 : PromisedBytes.Count(shape.AsSpan(1..), 1)!.Value;
    }

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The dimensions, items first: [10000, 28, 28] for 10,000 images.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of items: the first dimension.</summary>
    public int Count => Shape[0];

    /// <summary>Bytes of an item.</summary>
    public int ItemLength { get; }

    /// <summary>The bytes of all items, row-major.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes of one item, row-major.</summary>
    /// <param name="index">From 0.</param>
    public ReadOnlySpan<byte> Item(int index) => _bytes.AsSpan(index * ItemLength, ItemLength);

    /// <summary>Reads a file. What its header promises is checked before memory is taken.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    /// <exception cref="InputException">The file cannot be read, is no IDX file of unsigned bytes, is cut off or damaged, or
    /// goes on after its data; file, what was found and what was expected are named.</exception>
    public static IdxFile Read(string path)
    {
        using Stream stream = InputFile.OpenUnpacked(path);
        ImmutableArray<int> shape = ReadShape(stream, path);
        string words = $"{ScalarText.List(shape, " x ")} bytes of data";
        if (PromisedBytes.Count(shape.AsSpan(), 1) is not { } expected)
            throw new InputException($"{path}: its header promises {words}; at most {PromisedBytes.Maximum:N0} are read");
        byte[] bytes = PromisedBytes.Read(stream, expected);
        if (bytes.Length < expected)
            throw new InputException($"{path}: its header promises {words}, {expected:N0} in all; found are {bytes.Length:N0}");
        if (stream.ReadByte() >= 0)
            throw new InputException($"{path}: its header promises {words}, {expected:N0} in all; found are more");
        return new IdxFile(path, shape, bytes);
    }

    private static ImmutableArray<int> ReadShape(Stream stream, string path)
    {
        Span<byte> word = stackalloc byte[4];
        if (stream.ReadAtLeast(word, 4, throwOnEndOfStream: false) is var found && found < 4)
            throw new InputException($"{path}: not an IDX file: {found} bytes; expected are a magic number of 4 bytes, dimensions and data");
        if (word is not [0, 0, UnsignedBytes, _])
            ForeignFormat.Refuse([.. word, .. PromisedBytes.Read(stream, ForeignFormat.Length - 4)], path, "an IDX file");
        if (word[0] != 0 || word[1] != 0)
            throw new InputException($"{path}: not an IDX file: it begins with {Hex(word)}; expected is 00 00 08 and the number of dimensions");
        if (word[2] != UnsignedBytes)
            throw new InputException($"{path}: the IDX element type is {word[2]:x2} (magic number {Hex(word)}); expected is 08, unsigned bytes");
        if (word[3] is 0 or > MostDimensions)
            throw new InputException($"{path}: {word[3]} dimensions (magic number {Hex(word)}); allowed is 1 to {MostDimensions}");
        int[] shape = new int[word[3]];
        for (int d = 0; d < shape.Length; d++)
        {
            if (stream.ReadAtLeast(word, 4, throwOnEndOfStream: false) < 4)
                throw new InputException($"{path}: cut off within its header; expected are {shape.Length} dimensions of 4 bytes each");
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(word);
            if (dimension is 0 or > int.MaxValue)
                throw new InputException($"{path}: dimension {d + 1} is {dimension}; allowed is 1 to {int.MaxValue}");
            shape[d] = (int)dimension;
        }

        return [.. shape];
    }

    private static string Hex(ReadOnlySpan<byte> word) => $"{word[0]:x2} {word[1]:x2} {word[2]:x2} {word[3]:x2}";
}
