namespace NoisyRnn.Formats;

/// <summary>Element types of a tensor in a file.</summary>
public enum TensorType
{
    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>64-bit integer.</summary>
    I64,
}
