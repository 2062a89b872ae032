using System.Buffers;
using Google.Protobuf;

namespace NoisyRnn.Formats;

/// <summary>One message of an ONNX file on its way to be written: fields in the order in which they are added.</summary>
internal sealed class OnnxMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was added.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds a whole number, or a member of an enumeration.</summary>
    public OnnxMessage Add(int field, long value) => Add(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), stream => stream.WriteInt64(value));

    /// <summary>Adds text, in UTF-8.</summary>
    public OnnxMessage Add(int field, string value) => Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), stream => stream.WriteString(value));

    /// <summary>Adds bytes.</summary>
    public OnnxMessage Add(int field, ReadOnlySpan<byte> value)
    {
        var length = value.Length;
        Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(length), stream => stream.WriteLength(length));
        _bytes.Write(value);
        return this;
    }

    /// <summary>Adds a message.</summary>
    public OnnxMessage Add(int field, OnnxMessage value) => Add(field, value.Bytes);

    /// <summary>Adds messages, each as one field of that number.</summary>
    public OnnxMessage AddAll(int field, IEnumerable<OnnxMessage> values)
    {
        foreach (var value in values)
            Add(field, value);
        return this;
    }

    private OnnxMessage Add(int field, WireFormat.WireType type, int size, Action<CodedOutputStream> content)
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
