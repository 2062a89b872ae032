using System.Buffers;
using Google.Protobuf;

namespace NoisyRnn.Formats;

/// <summary>One message of a protobuf file on its way to be written: fields in the order in which they are added.</summary>
internal sealed class WireMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was added.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds a whole number, or a member of an enumeration.</summary>
    public WireMessage Add(int field, long value) => Add(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), stream => stream.WriteInt64(value));

    /// <summary>Adds a number of 64 bits.</summary>
    public WireMessage Add(int field, double value) => Add(field, WireFormat.WireType.Fixed64, sizeof(double), stream => stream.WriteDouble(value));

    /// <summary>Adds a number of 32 bits.</summary>
    public WireMessage Add(int field, float value) => Add(field, WireFormat.WireType.Fixed32, sizeof(float), stream => stream.WriteFloat(value));

    /// <summary>Adds text, in UTF-8.</summary>
    public WireMessage Add(int field, string value) => Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), stream => stream.WriteString(value));

    /// <summary>Adds bytes.</summary>
    public WireMessage Add(int field, ReadOnlySpan<byte> value)
    {
        var length = value.Length;
        Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(length), stream => stream.WriteLength(length));
        _bytes.Write(value);
        return this;
    }

    /// <summary>Adds a message.</summary>
    public WireMessage Add(int field, WireMessage value) => Add(field, value.Bytes);

    /// <summary>Adds messages, each as one field of that number.</summary>
    public WireMessage AddAll(int field, IEnumerable<WireMessage> values)
    {
        foreach (var value in values)
            Add(field, value);
        return this;
    }

    private WireMessage Add(int field, WireFormat.WireType type, int size, Action<CodedOutputStream> content)
    {
        var bytes = new byte[CodedOutputStream.ComputeTagSize(field) + size];
        using (var stream = new CodedOutputStream(bytes))
        {
            stream.WriteTag(field, type);
            content(stream);
        }

        _bytes.Write(bytes);
        return this;
    }
}
