using System.Collections.Immutable;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// The arrays of numbers in a MATLAB file under flat names: variables as they are called, fields of a structure a.b (of several a(2).b),
/// cells a{2}. What is no real numbers is left out by name.
/// </summary>
/// <param name="path">The file, for errors.</param>
internal sealed class MatVariables(string path)
{
    private const int Deepest = 16, MostDimensions = 16, LongestText = 10_000, MostArrays = 20_000, MostElements = 1_000_000;
    private const uint IsComplex = 0x0800, IsLogical = 0x0200;

    private readonly ImmutableArray<Tensor>.Builder _arrays = ImmutableArray.CreateBuilder<Tensor>();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ByteBudget _bytes = new(path);
    private int _elements;

    // The numbers that MATLAB gives its classes of arrays.
    private enum Class
    {
        Cell = 1,
        Structure = 2,
        Text = 4,
        Double = 6,
        Single = 7,
        Int8 = 8,
        UInt64 = 15,
    }

    /// <summary>The arrays so far.</summary>
    internal ImmutableArray<Tensor> Arrays => _arrays.ToImmutable();

    /// <summary>Rows of text that are variables, by name.</summary>
    internal ImmutableSortedDictionary<string, string> Texts { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The names of what was left out, with what it is.</summary>
    internal List<string> LeftOut { get; } = [];

    /// <summary>Adds what a variable holds.</summary>
    /// <param name="variable">The variable, an element of type Matrix.</param>
    /// <exception cref="InputException">It is damaged.</exception>
    internal void Add(MatElement variable) => Add(variable, null, 0);

    private void Add(MatElement variable, string? given, int depth)
    {
        if (++_elements > MostElements) throw new InputException($"{path}: more than {MostElements:N0} cells and fields");
        // An empty cell or field may be an element without content.
        if (variable.Content.IsEmpty) return;
        if (depth > Deepest) throw new InputException($"{path}: structures nested deeper than {Deepest}");
        if (_arrays.Count + LeftOut.Count > MostArrays) throw new InputException($"{path}: more than {MostArrays:N0} arrays");
        var parts = new MatElements(variable.Content, variable.IsBigEndian, path);
        MatElement flags = parts.Need(MatType.UInt32);
        if (flags.Content.Length != 8) throw new InputException($"{path}: damaged: the flags of a variable have {flags.Content.Length} bytes, not 8");
        uint word = (uint)flags.Numbers(2)[0];
        // Objects of classes (tables, strings, dates) have no dimensions of their own here.
        if ((Class)(word & 0xff) is var kind && kind is not (Class.Cell or Class.Structure or (>= Class.Double and <= Class.UInt64)))
        {
            LeftOut.Add(given ?? NameOf(word & 0xff, parts));
            if (given is null && (Class)(word & 0xff) == Class.Text) AddText(new MatElements(variable.Content, variable.IsBigEndian, path));
            return;
        }

        ImmutableArray<int> shape = Shape(parts.Need(MatType.Int32));
        string name = Encoding.UTF8.GetString(parts.Need(MatType.Int8, MatType.UInt8, MatType.Utf8).Content.Span);
        name = given ?? name;
        switch (kind)
        {
            case Class.Cell: AddCells(parts, name, Count(shape, name), depth); break;
            case Class.Structure: AddFields(parts, name, Count(shape, name), depth); break;
            case var _ when (word & IsComplex) != 0: LeftOut.Add($"{ShownText.Of(name)} (complex)"); break;
            default: AddNumbers(parts.Need(MatType.Double, MatType.Single, MatType.Int8, MatType.UInt8, MatType.Int16, MatType.UInt16, MatType.Int32, MatType.UInt32, MatType.Int64, MatType.UInt64), name, shape, kind, (word & IsLogical) != 0); break;
        }
    }

    private void AddNumbers(MatElement numbers, string name, ImmutableArray<int> shape, Class kind, bool isLogical)
    {
        int count = _bytes.Take(shape, sizeof(double), name) / sizeof(double);
        NpyArray stored = numbers.Numbers(count);
        if (!_names.Add(name)) throw new InputException($"{path}: two arrays have the name '{ShownText.Of(name)}'");
        // Whole numbers may be stored in fewer bytes than their class has. Columns come first in MATLAB.
        bool isAsStored = isLogical || (kind != Class.Double && stored.Type == TypeOf(kind));
        NpyElement element = NpyElement.Of(isLogical && stored.Type == NpyType.UInt8 ? "|b1" : isAsStored ? $"<{Code(stored.Type)}" : "<f8");
        byte[] bytes = isAsStored ? stored.Bytes : NpyArray.Of([count], stored.ToDouble()).Bytes;
        _arrays.Add(Tensor.Of(name, NpyFormat.Numbers(element, isFortran: true, shape, bytes)));
    }

    // Of several rows columns come first: no text that anything here is told by.
    private void AddText(MatElements parts)
    {
        parts.Need(MatType.UInt32);
        ImmutableArray<int> shape = Shape(parts.Need(MatType.Int32));
        string name = Encoding.UTF8.GetString(parts.Need(MatType.Int8, MatType.UInt8, MatType.Utf8).Content.Span);
        if (shape is not [1, > 0 and <= LongestText] || parts.Next() is not { } text) return;
        string? read = text.Type switch
        {
            MatType.UInt16 or MatType.Utf16 => (text.IsBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(text.Content.Span),
            MatType.Int8 or MatType.UInt8 or MatType.Utf8 => Encoding.UTF8.GetString(text.Content.Span),
            _ => null,
        };
        if (read is not null) Texts = Texts.SetItem(name, read);
    }

    private static string Code(NpyType type) => $"{(type is NpyType.Float32 or NpyType.Float64 ? 'f' : type >= NpyType.UInt8 ? 'u' : 'i')}{NpyArray.SizeOf(type)}";

    private static NpyType TypeOf(Class kind) => kind switch
    {
        Class.Single => NpyType.Float32,
        Class.Int8 => NpyType.Int8,
        Class.Int8 + 1 => NpyType.UInt8,
        Class.Int8 + 2 => NpyType.Int16,
        Class.Int8 + 3 => NpyType.UInt16,
        Class.Int8 + 4 => NpyType.Int32,
        Class.Int8 + 5 => NpyType.UInt32,
        Class.Int8 + 6 => NpyType.Int64,
        _ => NpyType.UInt64,
    };

    private void AddCells(MatElements parts, string name, int count, int depth)
    {
        for (int k = 1; k <= count; k++) Add(parts.Need(MatType.Matrix), $"{name}{{{k}}}", depth + 1);
    }

    // The length of a field's name, all names filled up to it, then the fields of the first structure, of the second, ...
    private void AddFields(MatElements parts, string name, int count, int depth)
    {
        MatElement length = parts.Need(MatType.Int32), names = parts.Need(MatType.Int8, MatType.UInt8);
        int each = length.Content.Length == 4 ? (int)length.Numbers(1)[0] : 0;
        if (each <= 0 || names.Content.Length % each != 0) throw new InputException($"{path}: damaged: the fields of '{ShownText.Of(name)}' have no names");
        string[] fields = [.. Enumerable.Range(0, names.Content.Length / each).Select(k => Text(names.Content.Span.Slice(k * each, each)))];
        for (int k = 1; k <= count && fields.Length > 0; k++)
        {
            foreach (string field in fields) Add(parts.Need(MatType.Matrix), count == 1 ? $"{name}.{field}" : $"{name}({k}).{field}", depth + 1);
        }
    }

    private int Count(ImmutableArray<int> shape, string name) => PromisedBytes.Count(shape.AsSpan(), 1) is { } count
        ? count
        : throw new InputException($"{path}: '{ShownText.Of(name)}' is said to be [{ScalarText.List(shape)}]");

    private ImmutableArray<int> Shape(MatElement dimensions)
    {
        int count = dimensions.Content.Length / sizeof(int);
        if (count is < 2 or > MostDimensions) throw new InputException($"{path}: damaged: a variable of {count} dimensions; allowed are 2 to {MostDimensions}");
        NpyArray numbers = dimensions.Numbers(count);
        ImmutableArray<int> shape = [.. Enumerable.Range(0, count).Select(k => (int)numbers[k])];
        return shape.All(static n => n >= 0) ? shape : throw new InputException($"{path}: damaged: a variable is said to be [{ScalarText.List(shape)}]");
    }

    private static string NameOf(uint kind, MatElements parts)
    {
        string what = kind switch { 4 => "text", 5 => "sparse", 16 => "a function", _ => "an object" };
        string? name = parts.Next() is { Type: MatType.Int32 } && parts.Next() is { Type: MatType.Int8 } text ? Encoding.UTF8.GetString(text.Content.Span) : null;
        return $"{ShownText.Of(name ?? "a variable")} ({what})";
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);
}
