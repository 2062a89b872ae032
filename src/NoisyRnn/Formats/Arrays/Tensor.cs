using System.Buffers.Binary;
using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>A named array in a file, row-major.</summary>
public sealed class Tensor
{
    private readonly byte[] _bytes;

    internal Tensor(string name, TensorType type, ImmutableArray<int> shape, byte[] bytes) =>
        (Name, Type, Shape, _bytes) = (name, type, shape, bytes);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its element type.</summary>
    public TensorType Type { get; }

    /// <summary>Its shape; empty for a single value.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Length => _bytes.Length / SizeOf(Type);

    /// <summary>The elements' bytes, little-endian.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A tensor of doubles.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">The elements, row-major.</param>
    public static Tensor Of(string name, ImmutableArray<int> shape, ReadOnlySpan<double> values)
    {
        if (shape.Aggregate(1L, static (product, n) => product * n) != values.Length)
            throw new ArgumentException($"{values.Length} values for the shape [{ScalarText.List(shape)}]", nameof(values));
        var bytes = new byte[values.Length * sizeof(double)];
        for (var k = 0; k < values.Length; k++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), values[k]);
        return new Tensor(name, TensorType.F64, shape, bytes);
    }

    /// <summary>The elements as doubles, whatever their type.</summary>
    public double[] ToDouble()
    {
        var values = new double[Length];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = Type switch
            {
                TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(_bytes.AsSpan(k * sizeof(float))),
                TensorType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(_bytes.AsSpan(k * sizeof(double))),
                _ => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(k * sizeof(long))),
            };
        }

        return values;
    }

    internal static int SizeOf(TensorType type) => type == TensorType.F32 ? 4 : 8;
}
