using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NoisyRnn.Formats;

/// <summary>
/// The npy format of NumPy, versions 1 and 2: a magic string, the version, the header's length (16 or 32 bits), the header as
/// a Python dictionary of descr, fortran_order and shape, the elements. Format: numpy.lib.format in NumPy's manual.
/// </summary>
internal static partial class NpyFormat
{
    private const int LongestHeader = 1 << 16;
    private const int MostDimensions = 8;

    /// <summary>Reads one array; the stream must end with it.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">File and array, for errors.</param>
    internal static NpyArray Read(Stream stream, string name)
    {
        (NpyType type, bool isFortran, ImmutableArray<int> shape) = Header(ReadHeader(stream, name), name);
        string words = $"[{ScalarText.List(shape)}] elements of {NpyArray.SizeOf(type)} bytes";
        if (PromisedBytes.Count(shape.AsSpan(), NpyArray.SizeOf(type)) is not { } expected)
            throw new InputException($"{name}: its header promises {words}; at most {PromisedBytes.Maximum:N0} bytes are read");
        byte[] bytes = PromisedBytes.Read(stream, expected);
        if (bytes.Length < expected)
            throw new InputException($"{name}: its header promises {words}, {expected:N0} bytes in all; found are {bytes.Length:N0}");
        if (stream.ReadByte() >= 0)
            throw new InputException($"{name}: its header promises {words}, {expected:N0} bytes in all; found are more");
        return new NpyArray(type, shape, isFortran ? RowMajor(bytes, shape, NpyArray.SizeOf(type)) : bytes);
    }

    private static string ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !IsMagic(start))
            throw new InputException($"{name}: not a NumPy array: expected is an npy file, which begins with \\x93NUMPY and its version");
        if (start[6] is not (1 or 2) || start[7] != 0)
            throw new InputException($"{name}: npy version {start[6]}.{start[7]}; allowed is 1.0 or 2.0");
        Span<byte> lengthBytes = stackalloc byte[4];
        lengthBytes.Clear();
        int width = start[6] == 1 ? 2 : 4;
        bool isWhole = stream.ReadAtLeast(lengthBytes[..width], width, throwOnEndOfStream: false) == width;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (isWhole && length > LongestHeader)
            throw new InputException($"{name}: its header is said to have {length:N0} bytes; at most {LongestHeader:N0} are allowed");
        byte[] header = isWhole ? PromisedBytes.Read(stream, (int)length) : [];
        if (!isWhole || header.Length < length)
            throw new InputException($"{name}: cut off within its npy header");
        return Encoding.Latin1.GetString(header);
    }

    private static bool IsMagic(ReadOnlySpan<byte> start) => start[0] == 0x93 && start[1..6].SequenceEqual("NUMPY"u8);

    private static (NpyType, bool, ImmutableArray<int>) Header(string header, string name)
    {
        Match match = HeaderForm().Match(header);
        if (!match.Success)
            throw new InputException($"{name}: its npy header '{Shown(header)}' is not allowed; a dictionary of 'descr' (one type), 'fortran_order' and 'shape'");
        string descr = match.Groups["descr"].Value;
        if (SpecType.EnumMember(typeof(NpyType), descr) is not NpyType type)
            throw new InputException($"{name}: element type '{Shown(descr)}'; allowed: {string.Join(", ", SpecType.EnumNames(typeof(NpyType)))}");
        var shape = ImmutableArray.CreateBuilder<int>();
        foreach (string part in match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int n))
                throw new InputException($"{name}: dimension {Shown(part)}; allowed is up to {int.MaxValue}");
            shape.Add(n);
        }

        if (shape.Count > MostDimensions)
            throw new InputException($"{name}: {shape.Count} dimensions; allowed is up to {MostDimensions}");
        return (type, match.Groups["fortran"].Value == "True", shape.ToImmutable());
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

    private static string Shown(string text)
    {
        string clean = new([.. text.Trim().Select(c => char.IsControl(c) ? '?' : c)]);
        return clean.Length > 60 ? clean[..60] + "..." : clean;
    }

    // NumPy writes the keys in this order, as its manual prescribes.
    [GeneratedRegex(
        @"^\{\s*'descr'\s*:\s*'(?<descr>[^'\\]*)'\s*,\s*'fortran_order'\s*:\s*(?<fortran>True|False)\s*,\s*'shape'\s*:\s*\((?<shape>[\d,\s]*)\)\s*,?\s*\}\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderForm();
}
