namespace NoisyRnn.Formats;

/// <summary>The numbers by which ONNX calls the types of elements.</summary>
internal static class OnnxType
{
    private static readonly TensorType?[] Types =
    [
        null, TensorType.F32, TensorType.U8, TensorType.I8, TensorType.U16, TensorType.I16, TensorType.I32, TensorType.I64, null, TensorType.BOOL,
        TensorType.F16, TensorType.F64, TensorType.U32, TensorType.U64, null, null, TensorType.BF16,
    ];

    /// <summary>The number of a type.</summary>
    public static int Of(TensorType type) => Array.IndexOf(Types, type);

    /// <summary>The type of a number; null of text, complex numbers and others that are no type here.</summary>
    public static TensorType? Named(long number) => number >= 0 && number < Types.Length ? Types[number] : null;
}
