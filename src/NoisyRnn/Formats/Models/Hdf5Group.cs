namespace NoisyRnn.Formats;

/// <summary>The names in a group with the addresses of what they name: a tree of symbol tables in the older form, link messages in the newer.</summary>
internal static class Hdf5Group
{
    private const int MostNodes = 100_000, Deepest = 32;

    /// <summary>The links of a group; null where an object is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">The object.</param>
    /// <exception cref="InputException">It is damaged, or of a form that is not read.</exception>
    internal static List<(string Name, long Address)>? Links(Hdf5Bytes file, Hdf5Object group)
    {
        var links = new List<(string, long)>();
        if (group.Find(Hdf5Message.SymbolTable) is { } table)
        {
            (long tree, long heap) = (table.Long(), table.Long());
            Hdf5Cursor names = file.Block(heap, "HEAP").Skip(4);
            (long length, long start) = (names.Long(), names.Skip(8).Long());
            Walk(file, tree, file.Slice(start, length), links, [], Deepest);
            return links;
        }

        if (group.Find(Hdf5Message.LinkInformation) is not { } information) return null;
        int flags = information.Skip(1).Byte();
        if (information.Skip((flags & 1) != 0 ? 8 : 0).Long() != Hdf5Bytes.Undefined)
            throw new InputException($"{file.Path}: a group of many links in HDF5's newest form, which is not read; in Python: h5py.File(new, 'w', libver='earliest'), and copy the groups");
        links.AddRange(group.All(Hdf5Message.Link).Select(Link).Where(static link => link.Address >= 0));
        return links;
    }

    private static void Walk(Hdf5Bytes file, long address, ReadOnlyMemory<byte> names, List<(string, long)> links, HashSet<long> seen, int below)
    {
        if (!seen.Add(address) || seen.Count > MostNodes) throw file.Damaged("a group without end");
        Hdf5Cursor node = file.Block(address, "TREE");
        (int type, int level, int count) = (node.Byte(), node.Byte(), node.Short());
        if (type != 0 || level >= below) throw file.Damaged($"no tree of a group at {address:N0}");
        node.Skip(16);
        for (int k = 0; k < count; k++)
        {
            long child = node.Skip(8).Long();
            if (level > 0) Walk(file, child, names, links, seen, level);
            else Symbols(file, child, names, links);
        }
    }

    private static void Symbols(Hdf5Bytes file, long address, ReadOnlyMemory<byte> names, List<(string, long)> links)
    {
        const uint Symbolic = 2;
        Hdf5Cursor node = file.Block(address, "SNOD").Skip(2);
        for (int left = node.Short(); left > 0; left--)
        {
            (long name, long target, uint kind) = (node.Long(), node.Long(), node.Word());
            node.Skip(20);
            if (kind == Symbolic) continue;
            if (name < 0 || name >= names.Length) throw file.Damaged("a name outside of its group");
            ReadOnlySpan<byte> text = names.Span[(int)name..];
            links.Add((System.Text.Encoding.UTF8.GetString(text[..(text.IndexOf((byte)0) is >= 0 and var end ? end : text.Length)]), target));
        }
    }

    // A link to an object in this file; of others no address.
    private static (string Name, long Address) Link(Hdf5Cursor link)
    {
        int flags = link.Skip(1).Byte();
        int kind = (flags & 8) != 0 ? link.Byte() : 0;
        link.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0));
        string name = link.Text(link.Sized(1 << (flags & 3)));
        return (name, kind == 0 ? link.Long() : Hdf5Bytes.Undefined);
    }
}
