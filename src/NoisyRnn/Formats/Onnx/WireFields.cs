namespace NoisyRnn.Formats;

/// <summary>The fields of one message of a protobuf file, one after the other: nothing is copied, and nothing is believed.</summary>
/// <param name="bytes">The message.</param>
internal ref struct WireFields(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The number of the field.</summary>
    public int Number { get; private set; }

    /// <summary>Its content, of text, bytes and messages.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its content, of whole numbers.</summary>
    public long Value { get; private set; }

    /// <summary>Whether its content is <see cref="Bytes"/>.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>The next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">What stands there is no field.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        (Number, IsBytes, Value) = ((int)Math.Min(tag >> 3, int.MaxValue), (tag & 7) == 2, 0);
        Bytes = [];
        if (Number is 0 or int.MaxValue)
            throw new FormatException("a field without a number");
        switch (tag & 7)
        {
            case 0:
                Value = (long)Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new FormatException($"a field of the wire type {tag & 7}");
        }

        return true;
    }

    /// <summary>A whole number at the beginning of the bytes.</summary>
    /// <exception cref="FormatException">They end in it, or it has more than 64 bits.</exception>
    public static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var k = 0; k < 10; k++)
        {
            if (k == bytes.Length)
                throw new FormatException("it ends within a number");
            value |= (ulong)(bytes[k] & 0x7f) << (7 * k);
            if (bytes[k] < 0x80)
            {
                bytes = bytes[(k + 1)..];
                return value;
            }
        }

        throw new FormatException("a number of more than 64 bits");
    }

    private ulong Varint() => Varint(ref _rest);

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new FormatException($"{length} bytes are promised, {_rest.Length} are there");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
