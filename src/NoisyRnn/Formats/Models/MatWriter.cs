using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// Writes arrays and texts as a MATLAB file of version 5, not compressed (save -v6), the same bytes for the same content. A vector is
/// a column. Source: MAT-File Format, The MathWorks.
/// </summary>
internal static class MatWriter
{
    private const int HeaderLength = 116, Version = 0x0100, Text = 4, DoubleClass = 6, SingleClass = 7;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Vectors and matrices of float32 or float64; their names are MATLAB's: letters, digits and underscores.</param>
    /// <param name="texts">Texts.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    internal static void Write(string path, IEnumerable<Tensor> arrays, IEnumerable<(string Name, string Text)> texts) => AtomicFile.Write(path, stream =>
    {
        stream.Write(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by NoisyRnn".PadRight(HeaderLength)));
        stream.Write(new byte[8]);
        stream.Write([Version & 0xff, Version >> 8, (byte)'I', (byte)'M']);
        foreach (var array in arrays)
        {
            var isDouble = array.Type == TensorType.F64;
            stream.Write(Matrix(array.Name, isDouble ? DoubleClass : SingleClass, array.Shape, isDouble ? MatType.Double : MatType.Single, Columns(array)));
        }

        foreach (var (name, text) in texts)
            stream.Write(Matrix(name, Text, [1, text.Length], MatType.UInt16, Encoding.Unicode.GetBytes(text)));
    });

    private static byte[] Matrix(string name, int kind, ImmutableArray<int> shape, MatType type, byte[] content)
    {
        using var parts = new MemoryStream();
        parts.Write(Element(MatType.UInt32, Words(kind, 0)));
        parts.Write(Element(MatType.Int32, Words(shape.Length switch { 0 => [1, 1], 1 => [shape[0], 1], _ => [.. shape] })));
        parts.Write(Element(MatType.Int8, Encoding.ASCII.GetBytes(name)));
        parts.Write(Element(type, content));
        return Element(MatType.Matrix, parts.ToArray());
    }

    // A tag of type and length, the content, zeros up to a multiple of 8.
    private static byte[] Element(MatType type, byte[] content)
    {
        var element = new byte[8 + ((content.Length + 7) / 8 * 8)];
        Words((int)type, content.Length).CopyTo(element, 0);
        content.CopyTo(element, 8);
        return element;
    }

    private static byte[] Words(params ReadOnlySpan<int> words)
    {
        var bytes = new byte[4 * words.Length];
        for (var k = 0; k < words.Length; k++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * k), words[k]);
        return bytes;
    }

    // Column after column.
    private static byte[] Columns(Tensor array)
    {
        if (array.Shape is not [var rows, var columns])
            return array.Bytes.ToArray();
        var size = Tensor.SizeOf(array.Type);
        var bytes = new byte[array.Bytes.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                array.Bytes.Slice(((i * columns) + j) * size, size).CopyTo(bytes.AsSpan(((j * rows) + i) * size));
        }

        return bytes;
    }
}
