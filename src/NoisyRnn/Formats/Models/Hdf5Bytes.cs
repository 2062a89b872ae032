using System.Buffers.Binary;

namespace NoisyRnn.Formats;

/// <summary>The bytes of an HDF5 file, little-endian; what lies outside of them is an error in words.</summary>
/// <param name="bytes">The whole file.</param>
/// <param name="start">Where addresses start from: behind a block that is the user's.</param>
/// <param name="path">The file, for errors.</param>
internal sealed class Hdf5Bytes(byte[] bytes, long start, string path)
{
    /// <summary>The address of what is not stored.</summary>
    internal const long Undefined = -1;

    /// <summary>The file, for errors.</summary>
    internal string Path => path;

    /// <summary>Bytes in all.</summary>
    internal int Length => bytes.Length;

    /// <summary>Some bytes at an address.</summary>
    /// <exception cref="InputException">They are not in the file.</exception>
    internal ReadOnlyMemory<byte> Slice(long address, long length) =>
        address >= 0 && length >= 0 && address <= bytes.Length - start && length <= bytes.Length - start - address
            ? bytes.AsMemory((int)(start + address), (int)length)
            : throw Damaged($"{length:N0} bytes at {address:N0} of {bytes.Length:N0}");

    /// <summary>A reader from an address to the end of the file, behind a signature of four letters.</summary>
    /// <exception cref="InputException">The signature is another.</exception>
    internal Hdf5Cursor Block(long address, string signature)
    {
        var cursor = new Hdf5Cursor(Slice(address, Math.Max(4, bytes.Length - start - address)), this);
        return cursor.Text(4) == signature ? cursor : throw Damaged($"no {signature} at {address:N0}");
    }

    /// <summary>The error of a file whose parts do not fit.</summary>
    internal InputException Damaged(string what) => new($"{path}: cut off or damaged HDF5: {what}");
}

/// <summary>A place that moves through some bytes.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="file">The file, for errors.</param>
internal sealed class Hdf5Cursor(ReadOnlyMemory<byte> bytes, Hdf5Bytes file)
{
    private int _at;

    /// <summary>Bytes left.</summary>
    internal int Left => bytes.Length - _at;

    /// <summary>Some bytes.</summary>
    /// <exception cref="InputException">There are not so many left.</exception>
    internal ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > Left) throw file.Damaged($"{count:N0} bytes where {Left:N0} are left");
        _at += (int)count;
        return bytes.Slice(_at - (int)count, (int)count);
    }

    /// <summary>Passes over bytes.</summary>
    internal Hdf5Cursor Skip(long count)
    {
        Take(count);
        return this;
    }

    /// <summary>A byte.</summary>
    internal int Byte() => Take(1).Span[0];

    /// <summary>A number of 16 bits.</summary>
    internal int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span);

    /// <summary>A number of 32 bits.</summary>
    internal uint Word() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    /// <summary>A length or an address; beyond 63 bits it is negative, as <see cref="Hdf5Bytes.Undefined"/> is.</summary>
    internal long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8).Span);

    /// <summary>A number of 1, 2, 4 or 8 bytes.</summary>
    internal long Sized(int size) => size switch { 1 => Byte(), 2 => Short(), 4 => Word(), _ => Long() };

    /// <summary>Text of so many bytes.</summary>
    internal string Text(long count) => System.Text.Encoding.UTF8.GetString(Take(count).Span);
}
