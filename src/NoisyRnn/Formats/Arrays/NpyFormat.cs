using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>The elements of NumPy arrays, from the bytes behind their header.</summary>
internal static class NpyFormat
{
    // Labels, one a trial or one a step.
    private const int MostTexts = 1 << 24;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Numbers.</summary>
    /// <param name="element">The elements.</param>
    /// <param name="isFortran">Whether the first index is the fastest.</param>
    /// <param name="shape">The dimensions, as many elements as there are bytes for.</param>
    /// <param name="bytes">The bytes; they become the array's.</param>
    internal static NpyArray Numbers(NpyElement element, bool isFortran, ImmutableArray<int> shape, byte[] bytes)
    {
        if (element.IsBigEndian) Reverse(bytes, element.Size);
        return new NpyArray(element.Type, shape, isFortran && shape.Length > 1 ? RowMajor(bytes, shape, element.Size) : bytes);
    }

    /// <summary>Text: code points of 4 bytes, or bytes in UTF-8 or else Latin-1, filled up with zeros.</summary>
    /// <param name="element">The elements.</param>
    /// <param name="isFortran">Whether the first index is the fastest.</param>
    /// <param name="shape">The dimensions, as many elements as there are bytes for.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">File and array, for errors.</param>
    internal static NpyText Text(NpyElement element, bool isFortran, ImmutableArray<int> shape, byte[] bytes, string name)
    {
        int count = PromisedBytes.Count(shape.AsSpan(), 1) is { } n and <= MostTexts ? n : throw new InputException($"{name}: {element} [{ScalarText.List(shape)}]; at most {MostTexts:N0} texts are read");
        if (element.IsUnicode && element.IsBigEndian) Reverse(bytes, 4);
        if (isFortran && shape.Length > 1 && element.Size > 0) bytes = RowMajor(bytes, shape, element.Size);
        ImmutableArray<string>.Builder values = ImmutableArray.CreateBuilder<string>(count);
        string last = "";
        ReadOnlySpan<byte> lastBytes = [];
        for (int k = 0; k < count; k++)
        {
            // Neighbours are often alike and then share one string.
            ReadOnlySpan<byte> item = bytes.AsSpan(k * element.Size, element.Size);
            if (!item.SequenceEqual(lastBytes)) last = element.IsUnicode ? CodePoints(item, name) : Text(item);
            lastBytes = item;
            values.Add(last);
        }

        return new NpyText(shape, values.MoveToImmutable());
    }

    private static string CodePoints(ReadOnlySpan<byte> item, string name)
    {
        var text = new StringBuilder(item.Length / 4);
        int end = item.LastIndexOfAnyExcept((byte)0);
        for (int at = 0; at <= end; at += 4)
        {
            uint point = BinaryPrimitives.ReadUInt32LittleEndian(item[at..]);
            text.Append(Rune.IsValid(point) ? new Rune(point).ToString() : throw new InputException($"{name}: damaged: {point:x} is no character"));
        }

        return text.ToString();
    }

    /// <summary>Text of bytes: UTF-8, or Latin-1 where they are not.</summary>
    internal static string Text(ReadOnlySpan<byte> item)
    {
        ReadOnlySpan<byte> text = item[..(item.LastIndexOfAnyExcept((byte)0) + 1)];
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(text);
        }
    }

    private static void Reverse(byte[] bytes, int size)
    {
        for (int at = 0; size > 1 && at < bytes.Length; at += size) bytes.AsSpan(at, size).Reverse();
    }

    // Fortran order has the first index fastest, row-major the last.
    private static byte[] RowMajor(byte[] bytes, ImmutableArray<int> shape, int size)
    {
        byte[] result = new byte[bytes.Length];
        int[] index = new int[shape.Length];
        for (int from = 0; from < bytes.Length; from += size)
        {
            int to = 0;
            for (int d = 0; d < shape.Length; d++) to = (to * shape[d]) + index[d];
            bytes.AsSpan(from, size).CopyTo(result.AsSpan(to * size));
            for (int d = 0; d < shape.Length && ++index[d] == shape[d]; d++) index[d] = 0;
        }

        return result;
    }
}
