namespace NoisyRnn.Formats;

/// <summary>
/// The messages of an object's header, of version 1 or 2, with those of its continuations: what an object is, is told by them. Source: HDF5
/// File Format Specification, IV.A.
/// </summary>
internal sealed class Hdf5Object
{
    private const int MostBlocks = 1000, MostMessages = 10_000, Continuation = 0x10, IsShared = 2;

    private readonly Dictionary<int, List<ReadOnlyMemory<byte>>> _messages = [];
    private readonly Hdf5Bytes _file;
    private int _count;

    /// <summary>Reads a header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">The header.</param>
    /// <exception cref="InputException">It is none.</exception>
    internal Hdf5Object(Hdf5Bytes file, long address)
    {
        _file = file;
        var blocks = new Queue<(ReadOnlyMemory<byte> Bytes, int Version, bool HasOrder)>();
        var seen = new HashSet<long>();
        blocks.Enqueue(file.Slice(address, 4).Span.SequenceEqual("OHDR"u8) ? Second(address) : First(address));
        while (blocks.TryDequeue(out var block))
        {
            foreach (Hdf5Cursor continued in Messages(block.Bytes, block.Version, block.HasOrder))
            {
                (long at, long length) = (continued.Long(), continued.Long());
                if (!seen.Add(at) || seen.Count > MostBlocks) throw file.Damaged("an object's header goes on without end");
                // A block of version 2 has a signature before its messages and a checksum behind them.
                if (block.Version == 2) file.Block(at, "OCHK");
                blocks.Enqueue((block.Version == 2 ? file.Slice(at + 4, length - 8) : file.Slice(at, length), block.Version, block.HasOrder));
            }
        }
    }

    /// <summary>The messages of a type.</summary>
    internal IEnumerable<Hdf5Cursor> All(Hdf5Message type) =>
        _messages.TryGetValue((int)type, out var found) ? found.Select(bytes => new Hdf5Cursor(bytes, _file)) : [];

    /// <summary>The first message of a type, or null.</summary>
    internal Hdf5Cursor? Find(Hdf5Message type) => All(type).FirstOrDefault();

    private (ReadOnlyMemory<byte>, int, bool) First(long address)
    {
        var start = new Hdf5Cursor(_file.Slice(address, 16), _file);
        if (start.Byte() != 1) throw _file.Damaged($"no object at {address:N0}");
        return (_file.Slice(address + 16, start.Skip(7).Word()), 1, false);
    }

    private (ReadOnlyMemory<byte>, int, bool) Second(long address)
    {
        Hdf5Cursor start = _file.Block(address, "OHDR");
        if (start.Byte() != 2) throw _file.Damaged($"an object of a version that is not read at {address:N0}");
        int flags = start.Byte();
        start.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        return (start.Take(start.Sized(1 << (flags & 3))), 2, (flags & 4) != 0);
    }

    // Keeps the messages and gives the continuations.
    private IEnumerable<Hdf5Cursor> Messages(ReadOnlyMemory<byte> bytes, int version, bool hasOrder)
    {
        var block = new Hdf5Cursor(bytes, _file);
        int shortest = version == 1 ? 8 : hasOrder ? 6 : 4;
        while (block.Left >= shortest)
        {
            int type = version == 1 ? block.Short() : block.Byte(), size = block.Short(), flags = block.Byte();
            block.Skip(version == 1 ? 3 : hasOrder ? 2 : 0);
            ReadOnlyMemory<byte> content = block.Take(size);
            if (++_count > MostMessages) throw _file.Damaged("an object with messages without end");
            if (type == Continuation) yield return new Hdf5Cursor(content, _file);
            // A shared message (a named type) stands elsewhere.
            else if (!_messages.TryAdd((flags & IsShared) != 0 ? -type : type, [content])) _messages[(flags & IsShared) != 0 ? -type : type].Add(content);
        }
    }
}

/// <summary>The messages that are read.</summary>
internal enum Hdf5Message
{
    Dataspace = 1,
    LinkInformation = 2,
    DataType = 3,
    Link = 6,
    Layout = 8,
    Filters = 11,
    Attribute = 12,
    SymbolTable = 17,
}
