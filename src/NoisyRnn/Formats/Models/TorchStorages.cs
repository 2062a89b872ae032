using System.IO.Compression;

namespace NoisyRnn.Formats;

/// <summary>The storages of a PyTorch file, each read once, and the tensors that are views of them.</summary>
internal sealed class TorchStorages
{
    // A view may repeat elements (stride 0); beyond this no more of them than there are.
    private const long FreeElements = 1 << 20;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _known = new(StringComparer.Ordinal);
    private readonly ByteBudget _arrays, _storages;
    private readonly string _folder, _path;
    private readonly bool _isBigEndian;

    /// <summary>The storages of an opened file.</summary>
    /// <param name="zip">The file.</param>
    /// <param name="folder">The folder of the pickle, with a slash; or empty.</param>
    /// <param name="path">The file, for errors.</param>
    internal TorchStorages(ZipArchive zip, string folder, string path)
    {
        (_folder, _path) = (folder, path);
        (_arrays, _storages) = (new ByteBudget(path), new ByteBudget(path));
        foreach (ZipArchiveEntry entry in zip.Entries) _entries.TryAdd(entry.FullName, entry);
        _isBigEndian = _entries.TryGetValue(folder + "byteorder", out ZipArchiveEntry? order) && ZippedBytes.Read(order, 16, path).AsSpan().SequenceEqual("big"u8);
    }

    /// <summary>A tensor as an array of its own, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The view.</param>
    /// <exception cref="InputException">It does not fit its storage, or that is damaged.</exception>
    internal Tensor Read(string name, TorchTensor tensor)
    {
        int size = Tensor.SizeOf(tensor.Storage.Type);
        int bytes = _arrays.Take(tensor.Shape, size, name), count = bytes / size;
        byte[] storage = Storage(tensor.Storage, name);
        long last = tensor.Offset;
        for (int d = 0; d < tensor.Shape.Length && count > 0; d++) last += (tensor.Shape[d] - 1) * tensor.Strides[d];
        // Strides beyond the storage first: with them the sum may have run over.
        if (count > 0 && (tensor.Strides.Any(stride => stride > tensor.Storage.Count) || last < 0 || last >= tensor.Storage.Count || count > Math.Max(FreeElements, tensor.Storage.Count)))
        {
            throw new InputException($"{_path}: tensor '{ShownText.Of(name)}' of shape [{ScalarText.List(tensor.Shape)}] does not lie within its storage of {tensor.Storage.Count:N0} elements");
        }

        byte[] result = new byte[bytes];
        var index = new int[tensor.Shape.Length];
        long from = tensor.Offset;
        for (int to = 0; to < count; to++)
        {
            storage.AsSpan((int)(from * size), size).CopyTo(result.AsSpan(to * size));
            for (int d = index.Length - 1; d >= 0; d--)
            {
                from += tensor.Strides[d];
                if (++index[d] < tensor.Shape[d]) break;
                from -= tensor.Strides[d] * tensor.Shape[d];
                index[d] = 0;
            }
        }

        return new Tensor(name, tensor.Storage.Type, tensor.Shape, result);
    }

    private byte[] Storage(TorchStorage storage, string name)
    {
        if (_known.TryGetValue(storage.Key, out byte[]? known) && known.Length == storage.Count * Tensor.SizeOf(storage.Type)) return known;
        string where = $"{_path}: tensor '{ShownText.Of(name)}'";
        if (known is not null || !_entries.TryGetValue($"{_folder}data/{storage.Key}", out ZipArchiveEntry? entry))
            throw new InputException($"{where}: its storage 'data/{ShownText.Of(storage.Key)}' is {(known is null ? "not in the file" : "said to have two lengths")}");
        int size = Tensor.SizeOf(storage.Type);
        if (storage.Count * size != entry.Length)
            throw new InputException($"{where}: its storage is said to hold {storage.Count:N0} elements of {size} bytes; 'data/{ShownText.Of(storage.Key)}' has {entry.Length:N0} bytes");
        byte[] bytes = ZippedBytes.Read(entry, _storages.Take((ReadOnlySpan<int>)[(int)Math.Min(int.MaxValue, entry.Length)], 1, name), _path);
        for (int at = 0; _isBigEndian && size > 1 && at < bytes.Length; at += size) bytes.AsSpan(at, size).Reverse();
        _known.Add(storage.Key, bytes);
        return bytes;
    }
}
