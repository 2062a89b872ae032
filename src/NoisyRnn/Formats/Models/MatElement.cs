namespace NoisyRnn.Formats;

/// <summary>One data element of a MATLAB file.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="IsBigEndian">Whether numbers in it begin with their high byte.</param>
/// <param name="Path">The file, for errors.</param>
internal sealed record MatElement(MatType Type, ReadOnlyMemory<byte> Content, bool IsBigEndian, string Path)
{
    /// <summary>Bytes of a number of its type; 0 where it is of no numbers.</summary>
    internal int Size => Type switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Int64 or MatType.UInt64 or MatType.Double => 8,
        _ => 0,
    };

    /// <summary>Its numbers, little-endian, in the type they are stored in: NumPy's code "f8".</summary>
    internal NpyArray Numbers(int count)
    {
        string code = Type switch
        {
            MatType.Single or MatType.Double => "f",
            MatType.UInt8 or MatType.UInt16 or MatType.UInt32 or MatType.UInt64 => "u",
            _ => "i",
        };
        return Size == 0 || Content.Length != (long)count * Size
            ? throw new InputException($"{Path}: damaged: {Content.Length:N0} bytes of {Type} for {count:N0} numbers")
            : NpyFormat.Numbers(NpyElement.Of($"{(IsBigEndian ? '>' : '<')}{code}{Size}"), isFortran: false, [count], Content.ToArray());
    }
}

/// <summary>The types of elements.</summary>
internal enum MatType
{
    None = 0,
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
    Utf8 = 16,
    Utf16 = 17,
    Utf32 = 18,
}
