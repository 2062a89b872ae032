using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>The elements of a NumPy array, as its descr has them: '&lt;f4', '&gt;i2', '|b1', '&lt;U5', '|S3', '|O'.</summary>
internal sealed record NpyElement
{
    private static readonly ImmutableDictionary<string, NpyType> Numbers = new Dictionary<string, NpyType>(StringComparer.Ordinal)
    {
        ["b1"] = NpyType.Bool,
        ["i1"] = NpyType.Int8,
        ["i2"] = NpyType.Int16,
        ["i4"] = NpyType.Int32,
        ["i8"] = NpyType.Int64,
        ["u1"] = NpyType.UInt8,
        ["u2"] = NpyType.UInt16,
        ["u4"] = NpyType.UInt32,
        ["u8"] = NpyType.UInt64,
        ["f2"] = NpyType.Float16,
        ["f4"] = NpyType.Float32,
        ["f8"] = NpyType.Float64,
    }.ToImmutableDictionary();

    private readonly string _words;

    private NpyElement(NpyKind kind, string words) => (Kind, _words) = (kind, words);

    /// <summary>What they are.</summary>
    internal NpyKind Kind { get; }

    /// <summary>The type of numbers.</summary>
    internal NpyType Type { get; private init; }

    /// <summary>Bytes of an element; of objects 0.</summary>
    internal int Size { get; private init; }

    /// <summary>Whether the bytes of a number or of a character stand in reverse order.</summary>
    internal bool IsBigEndian { get; private init; }

    /// <summary>Whether text is of code points of 4 bytes ('U'), not of bytes ('S').</summary>
    internal bool IsUnicode { get; private init; }

    /// <summary>What can be done about elements that are not read.</summary>
    internal string Advice { get; private init; } = "";

    /// <summary>The elements that a descr stands for.</summary>
    /// <param name="descr">As <see cref="PythonLiteral"/> reads it.</param>
    internal static NpyElement Of(object? descr)
    {
        if (descr is not string text)
            return new NpyElement(NpyKind.Other, "records") { Advice = "records (a structured type) are not read: save each field as an array of its own" };
        bool hasOrder = text.Length > 0 && text[0] is '<' or '>' or '|' or '=';
        string code = hasOrder ? text[1..] : text;
        bool isBigEndian = text.StartsWith('>');
        if (Numbers.TryGetValue(code, out NpyType type))
            return new NpyElement(NpyKind.Numbers, NameOf(type)) { Type = type, Size = NpyArray.SizeOf(type), IsBigEndian = isBigEndian };
        if (code == "O") return new NpyElement(NpyKind.Objects, "object");
        if (code.Length > 1 && code[0] is 'U' or 'S' or 'a' && int.TryParse(code.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length < PromisedBytes.Maximum / 4)
            return new NpyElement(NpyKind.Text, $"text ({code})") { Size = code[0] == 'U' ? 4 * length : length, IsUnicode = code[0] == 'U', IsBigEndian = isBigEndian };
        return new NpyElement(NpyKind.Other, $"'{ShownText.Of(text)}'")
        {
            Advice = $"element type '{ShownText.Of(text)}' is not read ({AdviceFor(code)}); read are {string.Join(", ", Enum.GetValues<NpyType>().Select(NameOf))}, text (U, S) and object arrays of numbers",
        };
    }

    /// <summary>NumPy's name of a type: float32.</summary>
    internal static string NameOf(NpyType type) => type.ToString().ToLowerInvariant();

    /// <summary>NumPy's name: float32, object.</summary>
    public override string ToString() => _words;

    private static string AdviceFor(string code) => code.FirstOrDefault() switch
    {
        'c' => "complex numbers: save real and imaginary part, .real and .imag, as two channels",
        'f' or 'g' => "long double: save .astype('float64')",
        'M' or 'm' => "dates and times: save them as numbers of a unit, .astype('float64')",
        'V' => "raw bytes or records; of bfloat16 save .astype('float32')",
        _ => "save .astype('float32')",
    };
}
