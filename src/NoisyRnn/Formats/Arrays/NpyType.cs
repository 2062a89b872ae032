namespace NoisyRnn.Formats;

/// <summary>The element types of NumPy arrays of numbers that are read; in lower case they are NumPy's names.</summary>
public enum NpyType
{
    /// <summary>Truth values, a byte each.</summary>
    Bool,

    /// <summary>Whole numbers of 8 bits.</summary>
    Int8,

    /// <summary>Whole numbers of 16 bits.</summary>
    Int16,

    /// <summary>Whole numbers of 32 bits.</summary>
    Int32,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64,

    /// <summary>Whole numbers of 8 bits from 0.</summary>
    UInt8,

    /// <summary>Whole numbers of 16 bits from 0.</summary>
    UInt16,

    /// <summary>Whole numbers of 32 bits from 0.</summary>
    UInt32,

    /// <summary>Whole numbers of 64 bits from 0.</summary>
    UInt64,

    /// <summary>Half precision.</summary>
    Float16,

    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Double precision.</summary>
    Float64,
}
