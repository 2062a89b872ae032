using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>The chunks of one dataset, in a tree of their places; those that are not there are zero.</summary>
/// <param name="file">The file.</param>
/// <param name="filters">How they are packed.</param>
/// <param name="work">Room for them, unpacked.</param>
/// <param name="shape">The dataset's dimensions.</param>
/// <param name="chunk">A chunk's dimensions, and the bytes of an element.</param>
/// <param name="content">Receives the dataset, row-major.</param>
/// <param name="name">The dataset, for errors.</param>
internal sealed class Hdf5Chunks(Hdf5Bytes file, Hdf5Filters filters, ByteBudget work, ImmutableArray<int> shape, int[] chunk, byte[] content, string name)
{
    /// <summary>The most levels of a tree.</summary>
    internal const int Deepest = 32;

    private const int MostNodes = 100_000;
    private readonly HashSet<long> _seen = [];

    /// <summary>Fills in the chunks of a tree.</summary>
    /// <param name="address">Its node.</param>
    /// <param name="below">Its level is below this.</param>
    /// <exception cref="InputException">It is damaged.</exception>
    internal void Read(long address, int below)
    {
        if (!_seen.Add(address) || _seen.Count > MostNodes) throw file.Damaged($"chunks of '{ShownText.Of(name)}' without end");
        Hdf5Cursor node = file.Block(address, "TREE");
        (int type, int level, int count) = (node.Byte(), node.Byte(), node.Short());
        if (type != 1 || level >= below) throw file.Damaged($"no tree of chunks at {address:N0}");
        node.Skip(16);
        for (int k = 0; k < count; k++)
        {
            (uint length, uint skipped) = (node.Word(), node.Word());
            long[] place = [.. Enumerable.Range(0, chunk.Length).Select(_ => node.Long())];
            long child = node.Long();
            if (level > 0) Read(child, level);
            else Put(filters.Unpack(file.Slice(child, length), skipped, work.Take(chunk, 1, name)), place);
        }
    }

    // Row by row along the last dimension; a chunk may stand out beyond the dataset.
    private void Put(ReadOnlySpan<byte> unpacked, long[] place)
    {
        int rank = shape.Length, size = chunk[^1];
        for (int d = 0; d < rank; d++)
        {
            if (place[d] < 0 || place[d] >= shape[d]) return;
        }

        var index = new int[rank];
        int width = rank == 0 ? 1 : (int)Math.Min(chunk[rank - 1], shape[rank - 1] - place[rank - 1]), row = rank == 0 ? 1 : chunk[rank - 1];
        for (int from = 0; from < unpacked.Length; from += row * size)
        {
            long to = 0;
            bool isInside = true;
            for (int d = 0; d < rank; d++)
            {
                isInside &= place[d] + index[d] < shape[d];
                to = (to * shape[d]) + place[d] + index[d];
            }

            if (isInside) unpacked.Slice(from, width * size).CopyTo(content.AsSpan((int)(to * size)));
            for (int d = rank - 2; d >= 0 && ++index[d] == chunk[d]; d--) index[d] = 0;
        }
    }
}
