namespace NoisyRnn.Formats;

/// <summary>Element types of a tensor in a file, under the names of the safetensors format.</summary>
public enum TensorType
{
    /// <summary>16-bit floating point.</summary>
    F16,

    /// <summary>The upper 16 bits of a 32-bit floating point number.</summary>
    BF16,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>8-bit integer.</summary>
    I8,

    /// <summary>16-bit integer.</summary>
    I16,

    /// <summary>32-bit integer.</summary>
    I32,

    /// <summary>64-bit integer.</summary>
    I64,

    /// <summary>8-bit integer from 0.</summary>
    U8,

    /// <summary>16-bit integer from 0.</summary>
    U16,

    /// <summary>32-bit integer from 0.</summary>
    U32,

    /// <summary>64-bit integer from 0.</summary>
    U64,

    /// <summary>A truth value, a byte each.</summary>
    BOOL,
}
