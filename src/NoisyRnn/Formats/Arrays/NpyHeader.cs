using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// What stands at the beginning of an npy file: a magic string, the version (1 to 3), the header's length (16 or 32 bits) and
/// the header, a Python dictionary of descr, fortran_order and shape. Format: numpy.lib.format in NumPy's manual.
/// </summary>
public sealed record NpyHeader
{
    private const int LongestHeader = 1 << 16;
    private const int MostDimensions = 32;
    private const string Form = "a dictionary of 'descr', 'fortran_order' and 'shape'";

    private NpyHeader(NpyElement element, bool isFortran, ImmutableArray<int> shape, byte[] bytes) =>
        (Element, IsFortran, Shape, Bytes) = (element, isFortran, shape, bytes);

    /// <summary>What its elements are.</summary>
    public NpyKind Kind => Element.Kind;

    /// <summary>The dimensions; none for a single value.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The elements.</summary>
    internal NpyElement Element { get; }

    /// <summary>Whether the first index is the fastest.</summary>
    internal bool IsFortran { get; }

    /// <summary>All that has been read, as it stood there: for the checksum.</summary>
    internal byte[] Bytes { get; }

    /// <summary>"float32 [3, 4]".</summary>
    public override string ToString() => $"{Element} [{ScalarText.List(Shape)}]";

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="stream">The bytes; left behind the header.</param>
    /// <param name="name">File and array, for errors.</param>
    /// <exception cref="InputException">It is no header.</exception>
    internal static NpyHeader Read(Stream stream, string name)
    {
        byte[] start = PromisedBytes.Read(stream, 8);
        if (start.Length < 8 || !IsMagic(start))
            throw new InputException($"{name}: not a NumPy array: expected is an npy file, which begins with \\x93NUMPY and its version");
        if (start[6] is not (1 or 2 or 3) || start[7] != 0)
            throw new InputException($"{name}: npy version {start[6]}.{start[7]}; allowed is 1.0, 2.0 or 3.0");
        byte[] length = PromisedBytes.Read(stream, start[6] == 1 ? 2 : 4);
        if (length.Length < (start[6] == 1 ? 2 : 4)) throw CutOff(name);
        uint promised = start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (promised > LongestHeader)
            throw new InputException($"{name}: its header is said to have {promised:N0} bytes; at most {LongestHeader:N0} are allowed");
        byte[] header = PromisedBytes.Read(stream, (int)promised);
        if (header.Length < promised) throw CutOff(name);
        string text = (start[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header);
        return Parse(text, [.. start, .. length, .. header], name);
    }

    /// <summary>Whether bytes begin as those of an npy file.</summary>
    internal static bool IsMagic(ReadOnlySpan<byte> start) => start.Length >= 6 && start[0] == 0x93 && start[1..6].SequenceEqual("NUMPY"u8);

    private static NpyHeader Parse(string text, byte[] bytes, string name)
    {
        ImmutableDictionary<string, object?>? entries;
        try
        {
            entries = PythonLiteral.Read(text) as ImmutableDictionary<string, object?>;
        }
        catch (FormatException)
        {
            entries = null;
        }

        if (entries is null || entries.Count != 3 || !entries.TryGetValue("descr", out object? descr)
            || entries.GetValueOrDefault("fortran_order") is not bool isFortran || entries.GetValueOrDefault("shape") is not ImmutableArray<object?> dimensions)
            throw new InputException($"{name}: its npy header '{ShownText.Of(text)}' is not allowed; {Form}");
        if (dimensions.Length > MostDimensions)
            throw new InputException($"{name}: {dimensions.Length} dimensions; allowed is up to {MostDimensions}");
        ImmutableArray<int> shape = [.. dimensions.Select(n => n is long and >= 0 and <= int.MaxValue
            ? (int)(long)n
            : throw new InputException($"{name}: dimension {ShownText.Of($"{n}")}; allowed is 0 to {int.MaxValue}"))];
        return new NpyHeader(NpyElement.Of(descr), isFortran, shape, bytes);
    }

    private static InputException CutOff(string name) => new($"{name}: cut off within its npy header");
}
