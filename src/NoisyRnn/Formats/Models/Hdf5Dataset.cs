using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>An array of numbers in an HDF5 file: contiguous, in its header, or in chunks that may be compressed.</summary>
/// <param name="file">The file.</param>
/// <param name="bytes">Room for arrays.</param>
/// <param name="work">Room for chunks as they are unpacked.</param>
internal sealed class Hdf5Dataset(Hdf5Bytes file, ByteBudget bytes, ByteBudget work)
{
    // More than this deflate cannot pack: what is promised beyond it is not there.
    private const long MostPacked = 1032;
    private const int FreeBytes = 1 << 20, MostDimensions = 16;

    /// <summary>The array, row-major as stored.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="header">The object.</param>
    /// <returns>The array, or why it is left out.</returns>
    /// <exception cref="InputException">It is damaged.</exception>
    internal (NpyArray? Array, string? LeftOut) Read(string name, Hdf5Object header)
    {
        if (header.Find(Hdf5Message.DataType) is not { } type || header.Find(Hdf5Message.Dataspace) is not { } space || header.Find(Hdf5Message.Layout) is not { } layout) return (null, "no numbers");
        if (Element(type) is not { } element) return (null, "no numbers");
        if (Shape(space) is not { } shape) return (null, "empty");
        int count = bytes.Take(shape, element.Size, name);
        if (count > Math.Max(FreeBytes, MostPacked * file.Length)) throw file.Damaged($"'{ShownText.Of(name)}' is said to be [{ScalarText.List(shape)}], more than the file can hold");
        (ReadOnlyMemory<byte> content, string? problem) = Content(layout, Hdf5Filters.Of(header.Find(Hdf5Message.Filters), file), shape, element.Size, count, name);
        return problem is not null ? (null, problem) : (NpyFormat.Numbers(element, isFortran: false, shape, content.ToArray()), null);
    }

    // NumPy's name of whole and floating point numbers; null for all else.
    private static NpyElement? Element(Hdf5Cursor type)
    {
        int kind = type.Byte() & 0xf, flags = type.Byte();
        uint size = type.Skip(2).Word();
        char order = (flags & 1) != 0 ? '>' : '<';
        if (kind == 0 && size is (1 or 2 or 4 or 8)) return NpyElement.Of($"{order}{((flags & 8) != 0 ? 'i' : 'u')}{size}");
        if (kind != 1 || (flags & 0x40) != 0 || size is not (2 or 4 or 8)) return null;
        // Bits of the exponent: those of bfloat16 and others are not NumPy's.
        int exponent = type.Skip(5).Byte();
        return (size, exponent) is (2, 5) or (4, 8) or (8, 11) ? NpyElement.Of($"{order}f{size}") : null;
    }

    private ImmutableArray<int>? Shape(Hdf5Cursor space)
    {
        int version = space.Byte(), rank = space.Byte();
        space.Skip(1);
        if (version is not (1 or 2) || rank > MostDimensions) throw file.Damaged($"an array of {rank} dimensions, version {version}");
        int kind = space.Byte();
        if (version == 2 && kind == 2) return null;
        if (version == 1) space.Skip(4);
        ImmutableArray<int>.Builder shape = ImmutableArray.CreateBuilder<int>();
        for (int d = 0; d < rank; d++) shape.Add(space.Long() is >= 0 and <= int.MaxValue and var n ? (int)n : throw file.Damaged("an array larger than is read"));
        return shape.ToImmutable();
    }

    private (ReadOnlyMemory<byte> Content, string? Problem) Content(Hdf5Cursor layout, Hdf5Filters? filters, ImmutableArray<int> shape, int size, int count, string name)
    {
        const int Compact = 0, Contiguous = 1, Chunked = 2;
        int version = layout.Byte(), kind = layout.Byte();
        if (version is not (3 or 4) || (version == 4 && kind >= Chunked)) return (default, "in HDF5's newest or oldest form of storage");
        switch (kind)
        {
            case Compact:
                ReadOnlyMemory<byte> here = layout.Take(layout.Short());
                return here.Length >= count ? (here[..count], null) : throw file.Damaged($"'{ShownText.Of(name)}' has {here.Length:N0} bytes, not {count:N0}");
            case Contiguous:
                long address = layout.Long();
                return (address == Hdf5Bytes.Undefined ? new byte[count] : file.Slice(address, count), null);
            case Chunked when filters is null:
                return (default, "packed by a filter other than gzip and shuffle");
            case Chunked:
                int rank = layout.Byte();
                if (rank != shape.Length + 1) throw file.Damaged($"'{ShownText.Of(name)}' has chunks of {rank} dimensions");
                long tree = layout.Long();
                int[] chunk = [.. Enumerable.Range(0, rank).Select(_ => layout.Word() is > 0 and <= int.MaxValue and var n ? (int)n : throw file.Damaged("a chunk without a size"))];
                if (chunk[^1] != size) throw file.Damaged($"'{ShownText.Of(name)}' has chunks of elements of {chunk[^1]} bytes");
                byte[] content = new byte[count];
                if (tree != Hdf5Bytes.Undefined) new Hdf5Chunks(file, filters!, work, shape, chunk, content, name).Read(tree, Hdf5Chunks.Deepest);
                return (content, null);
            default:
                return (default, "stored elsewhere");
        }
    }
}
