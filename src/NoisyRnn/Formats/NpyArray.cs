using System.Buffers.Binary;
using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>An array that NumPy wrote, row-major, in its own element type until an element is asked for.</summary>
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

    /// <summary>An element by its place in row-major order; truth values are 0 and 1. Whole numbers beyond 2^53 are rounded.</summary>
    /// <param name="index">From 0.</param>
    public double this[int index] => Type switch
    {
        NpyType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(At(index)),
        NpyType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(At(index)),
        NpyType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(At(index)),
        NpyType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(At(index)),
        NpyType.Boolean => _bytes[index] != 0 ? 1 : 0,
        _ => _bytes[index],
    };

    /// <summary>An array of doubles.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">The elements, row-major.</param>
    internal static NpyArray Of(ImmutableArray<int> shape, double[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int k = 0; k < values.Length; k++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), values[k]);
        return new NpyArray(NpyType.Float64, shape, bytes);
    }

    /// <summary>All elements.</summary>
    public double[] ToDouble() => [.. Enumerable.Range(0, Length).Select(i => this[i])];

    /// <summary>"&lt;f8 [3, 4]".</summary>
    public override string ToString() => $"{SpecType.EnumName(Type)} [{ScalarText.List(Shape)}]";

    internal static int SizeOf(NpyType type) => type switch
    {
        NpyType.Float64 or NpyType.Int64 => 8,
        NpyType.Float32 or NpyType.Int32 => 4,
        _ => 1,
    };

    private ReadOnlySpan<byte> At(int index)
    {
        int size = SizeOf(Type);
        return _bytes.AsSpan(index * size, size);
    }
}
