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

    /// <summary>The array of an npz file under its name, the elements as they are.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="array">The array.</param>
    internal static Tensor Of(string name, NpyArray array) => new(name, array.Type switch
    {
        NpyType.Bool => TensorType.BOOL,
        NpyType.Int8 => TensorType.I8,
        NpyType.Int16 => TensorType.I16,
        NpyType.Int32 => TensorType.I32,
        NpyType.Int64 => TensorType.I64,
        NpyType.UInt8 => TensorType.U8,
        NpyType.UInt16 => TensorType.U16,
        NpyType.UInt32 => TensorType.U32,
        NpyType.UInt64 => TensorType.U64,
        NpyType.Float16 => TensorType.F16,
        NpyType.Float32 => TensorType.F32,
        _ => TensorType.F64,
    }, array.Shape, array.Bytes);

    /// <summary>The same array as NumPy has it; of a type that NumPy has not, its numbers as doubles.</summary>
    internal NpyArray ToNpy() => Type switch
    {
        TensorType.F64 => new(NpyType.Float64, Shape, _bytes),
        TensorType.F32 => new(NpyType.Float32, Shape, _bytes),
        TensorType.F16 => new(NpyType.Float16, Shape, _bytes),
        _ => NpyArray.Of(Shape, ToDouble()),
    };

    /// <summary>The same array, its numbers rounded to float32.</summary>
    /// <exception cref="InputException">A number is too large for it.</exception>
    internal Tensor ToSingle()
    {
        var bytes = new byte[Length * sizeof(float)];
        for (var k = 0; k < Length; k++)
        {
            var value = Element(k);
            if (double.IsFinite(value) && !float.IsFinite((float)value))
                throw new InputException($"array '{ShownText.Of(Name)}' holds {value}, too large for float32; allowed is float64");
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(k * sizeof(float)), (float)value);
        }

        return new Tensor(Name, TensorType.F32, Shape, bytes);
    }

    /// <summary>The same array under another name.</summary>
    internal Tensor Named(string name) => new(name, Type, Shape, _bytes);

    /// <summary>The elements as doubles, whatever their type; truth values are 0 and 1. Whole numbers beyond 2^53 are rounded.</summary>
    public double[] ToDouble()
    {
        var values = new double[Length];
        for (var k = 0; k < values.Length; k++)
            values[k] = Element(k);
        return values;
    }

    /// <summary>"float32 [3, 4]".</summary>
    public override string ToString() => $"{NameOf(Type)} [{ScalarText.List(Shape)}]";

    /// <summary>The name of a type as NumPy and PyTorch have it: float32.</summary>
    internal static string NameOf(TensorType type) => type switch
    {
        TensorType.BOOL => "bool",
        TensorType.BF16 => "bfloat16",
        _ => $"{(type.ToString()[0] switch { 'F' => "float", 'I' => "int", _ => "uint" })}{8 * SizeOf(type)}",
    };

    internal static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        _ => 1,
    };

    private double Element(int index)
    {
        var size = SizeOf(Type);
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(index * size, size);
        return Type switch
        {
            TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            TensorType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            TensorType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
            TensorType.I8 => (sbyte)bytes[0],
            TensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            TensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            TensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            TensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            TensorType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            TensorType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            TensorType.U8 => bytes[0],
            _ => bytes[0] != 0 ? 1 : 0,
        };
    }
}
