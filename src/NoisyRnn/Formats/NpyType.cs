using System.Text.Json.Serialization;

namespace NoisyRnn.Formats;

/// <summary>The element types of NumPy arrays that are read, little-endian; each member carries NumPy's name for it.</summary>
public enum NpyType
{
    /// <summary>Single precision.</summary>
    [JsonStringEnumMemberName("<f4")]
    Float32,

    /// <summary>Double precision.</summary>
    [JsonStringEnumMemberName("<f8")]
    Float64,

    /// <summary>Whole numbers of 32 bits.</summary>
    [JsonStringEnumMemberName("<i4")]
    Int32,

    /// <summary>Whole numbers of 64 bits.</summary>
    [JsonStringEnumMemberName("<i8")]
    Int64,

    /// <summary>Unsigned bytes.</summary>
    [JsonStringEnumMemberName("|u1")]
    UInt8,

    /// <summary>Truth values, a byte each.</summary>
    [JsonStringEnumMemberName("|b1")]
    Boolean,
}
