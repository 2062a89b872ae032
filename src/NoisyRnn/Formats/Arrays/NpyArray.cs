using System.Buffers.Binary;
using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>An array of numbers that NumPy wrote, row-major, in its own element type until an element is asked for.</summary>
public sealed class NpyArray
{
    private readonly byte[] _bytes;

    internal NpyArray(NpyType type, ImmutableArray<int> shape, byte[] bytes) => (Type, Shape, _bytes) = (type, shape, bytes);

    /// <summary>Its element type.</summary>
    public NpyType Type { get; }

    /// <summary>Its shape; empty for a single value.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Length => _bytes.Length / SizeOf(Type);

    /// <summary>The elements' bytes, little-endian.</summary>
    internal byte[] Bytes => _bytes;

    /// <summary>An element by its place in row-major order; truth values are 0 and 1. Whole numbers beyond 2^53 are rounded.</summary>
    /// <param name="index">From 0.</param>
    public double this[int index] => Type switch
    {
        NpyType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(At(index)),
        NpyType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(At(index)),
        NpyType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(At(index)),
        NpyType.Bool => _bytes[index] != 0 ? 1 : 0,
        NpyType.Int8 => (sbyte)_bytes[index],
        NpyType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(At(index)),
        NpyType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(At(index)),
        NpyType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(At(index)),
        NpyType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(At(index)),
        NpyType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(At(index)),
        NpyType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(At(index)),
        _ => _bytes[index],
    };

    /// <summary>An array of doubles.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">The elements, row-major.</param>
    internal static NpyArray Of(ImmutableArray<int> shape, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int k = 0; k < values.Length; k++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), values[k]);
        return new NpyArray(NpyType.Float64, shape, bytes);
    }

    /// <summary>All elements.</summary>
    public double[] ToDouble()
    {
        double[] values = new double[Length];
        for (int k = 0; k < values.Length; k++) values[k] = this[k];
        return values;
    }

    /// <summary>"float64 [3, 4]".</summary>
    public override string ToString() => $"{NpyElement.NameOf(Type)} [{ScalarText.List(Shape)}]";

    internal static int SizeOf(NpyType type) => type switch
    {
        NpyType.Float64 or NpyType.Int64 or NpyType.UInt64 => 8,
        NpyType.Float32 or NpyType.Int32 or NpyType.UInt32 => 4,
        NpyType.Float16 or NpyType.Int16 or NpyType.UInt16 => 2,
        _ => 1,
    };

    private ReadOnlySpan<byte> At(int index)
    {
        int size = SizeOf(Type);
        return _bytes.AsSpan(index * size, size);
    }
}
