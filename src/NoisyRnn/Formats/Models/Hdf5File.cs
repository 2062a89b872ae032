using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// HDF5, as Keras (.h5, .weights.h5), h5py and MATLAB (save -v7.3) write it: groups in groups, arrays under flat names a/b/c. Read is what these
/// programs use of the format; what else there is, is refused or left out by name. An own reader: a library's memory grows with what a
/// damaged file promises.
/// </summary>
internal static class Hdf5File
{
    private const int Deepest = 32, MostObjects = 20_000, LastStart = 1 << 16;
    private const string MatlabEmpty = "MATLAB_empty", MatlabDecoded = "MATLAB_int_decode";
    private const int LongestText = 10_000;
    private static readonly byte[] Signature = [0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n'];

    /// <summary>Whether bytes begin as those of such a file, perhaps behind a block of the user's.</summary>
    internal static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith(Signature) || (start.Length >= 520 && start[512..].StartsWith(Signature));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is damaged, too large, or of a form that is not read.</exception>
    internal static ModelFile Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        byte[] bytes = PromisedBytes.Read(stream, PromisedBytes.Maximum);
        return stream.ReadByte() < 0 ? Read(bytes, path) : throw new InputException($"{path}: larger than {PromisedBytes.Maximum:N0} bytes, the most that are read");
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">All bytes.</param>
    /// <param name="path">The file, for errors.</param>
    internal static ModelFile Read(byte[] bytes, string path)
    {
        bool isMatlab = bytes.AsSpan().StartsWith("MATLAB 7.3 MAT-file"u8);
        (Hdf5Bytes file, long root) = Root(bytes, path);
        var tree = new Tree(file, isMatlab);
        tree.Add(root, "", 0);
        return new ModelFile(path, isMatlab ? "a MATLAB file (7.3)" : "an HDF5 file", [.. tree.Arrays])
        {
            Texts = tree.Texts.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Notes = tree.LeftOut.Count == 0 ? [] : [$"left out: {string.Join(", ", tree.LeftOut.Take(20))}{(tree.LeftOut.Count > 20 ? ", ..." : "")}"],
        };
    }

    private static (Hdf5Bytes File, long Root) Root(byte[] bytes, string path)
    {
        int start = 0;
        while (!bytes.AsSpan(Math.Min(start, bytes.Length)).StartsWith(Signature))
        {
            start = start == 0 ? 512 : 2 * start;
            if (start > LastStart) throw new InputException($"{path}: not an HDF5 file");
        }

        var whole = new Hdf5Bytes(bytes, start, path);
        var block = new Hdf5Cursor(whole.Slice(8, Math.Min(96, bytes.Length - start - 8)), whole);
        int version = block.Byte();
        if (version > 3) throw new InputException($"{path}: HDF5 of superblock version {version}; allowed is up to 3");
        (int offsets, int lengths) = version < 2 ? (block.Skip(4).Byte(), block.Byte()) : (block.Byte(), block.Byte());
        if ((offsets, lengths) != (8, 8)) throw new InputException($"{path}: HDF5 with addresses of {offsets} bytes and lengths of {lengths}; allowed is 8");
        // Base address, free space, end, driver, and the root's entry: the offset of its name, its header.
        long origin = version < 2 ? block.Skip(version == 0 ? 9 : 13).Long() : block.Skip(1).Long();
        long root = version < 2 ? block.Skip(32).Long() : block.Skip(16).Long();
        if (origin != start && origin != 0) throw whole.Damaged($"its addresses start at {origin:N0}");
        return (new Hdf5Bytes(bytes, origin, path), root);
    }

    private sealed class Tree(Hdf5Bytes file, bool isMatlab)
    {
        private readonly HashSet<long> _seen = [];
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly ByteBudget _bytes = new(file.Path), _work = new(file.Path);

        internal List<Tensor> Arrays { get; } = [];

        internal List<string> LeftOut { get; } = [];

        internal Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

        internal void Add(long address, string name, int depth)
        {
            // The same object under two names is read once; groups may hold each other.
            if (!_seen.Add(address)) return;
            if (_seen.Count > MostObjects || depth > Deepest) throw new InputException($"{file.Path}: more than {MostObjects:N0} objects, or nested deeper than {Deepest}");
            var header = new Hdf5Object(file, address);
            if (Hdf5Group.Links(file, header) is { } links)
            {
                foreach ((string link, long target) in links)
                {
                    // MATLAB's own: what cells and objects refer to.
                    if (!isMatlab || !link.StartsWith('#')) Add(target, name.Length == 0 ? link : $"{name}{(isMatlab ? '.' : '/')}{link}", depth + 1);
                }

                return;
            }

            (NpyArray? array, string? leftOut) = isMatlab && Has(header, MatlabEmpty) ? (null, "empty") : new Hdf5Dataset(file, _bytes, _work).Read(name, header);
            if (array is null) LeftOut.Add($"{ShownText.Of(name)} ({leftOut})");
            else if (!_names.Add(name)) throw new InputException($"{file.Path}: two arrays have the name '{ShownText.Of(name)}'");
            else Arrays.Add(Tensor.Of(name, isMatlab ? Turned(array) : array));
            if (isMatlab && array is { Type: NpyType.UInt16, Length: > 0 and <= LongestText } && Has(header, MatlabDecoded))
                Texts.Add(name, new string([.. array.ToDouble().Select(static code => (char)code)]));
        }

        // MATLAB has columns first: the axes come in reverse.
        private static NpyArray Turned(NpyArray array) =>
            NpyFormat.Numbers(NpyElement.Of($"<{Code(array.Type)}"), isFortran: true, [.. array.Shape.Reverse()], array.Bytes);

        private static string Code(NpyType type) => $"{(type >= NpyType.Float16 ? 'f' : type >= NpyType.UInt8 ? 'u' : 'i')}{NpyArray.SizeOf(type)}";

        // Text has numbers of 16 bits that are to be decoded; truth values have 8.
        private static bool Has(Hdf5Object header, string name) => header.All(Hdf5Message.Attribute).Any(attribute =>
        {
            int version = attribute.Byte(), length = attribute.Skip(1).Short();
            return attribute.Left >= length + 4 + (version == 3 ? 1 : 0) && attribute.Skip(version == 3 ? 5 : 4).Text(length).TrimEnd('\0') == name;
        });
    }
}
