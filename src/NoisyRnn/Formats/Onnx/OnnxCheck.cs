using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>Goes through the messages of an ONNX file (onnx.proto, the fields by their numbers there).</summary>
/// <param name="path">The file, for errors.</param>
internal sealed class OnnxCheck(string path)
{
    private const int Deepest = 12, MostNodes = 1_000_000, MostAxes = 32, LongestText = 1 << 24;

    // Of one value whose size is told, and of the turns of a loop.
    private const long MostElements = 1 << 28, MostTurns = 1_000_000;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _operators = new(StringComparer.Ordinal), _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> _wholes = new(StringComparer.Ordinal);
    private readonly List<(string Operation, string Node, string Input)> _sized = [];
    private int _nodes;

    /// <summary>Reads and checks.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    /// <exception cref="InputException">Something is not allowed.</exception>
    public OnnxFile Of(byte[] bytes)
    {
        var metadata = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var (domains, graphs, format) = (new List<string>(), 0, 0L);
        (List<OnnxValue> Inputs, List<OnnxValue> Outputs, HashSet<string> Constants) graph = ([], [], []);
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 1)
                format = fields.Value;
            else if (fields.Number == 7 && fields.IsBytes && ++graphs == 1)
                graph = Graph(fields.Bytes, 0);
            else if (fields.Number == 8)
                domains.Add(Text(fields.Bytes, 1));
            else if (fields.Number == 14)
                metadata[Text(fields.Bytes, 1)] = Text(fields.Bytes, 2);
            else if (fields.Number == 20)
                throw Refused("training information", "graphs of inference alone");
            else if (fields.Number == 25)
                Function(fields.Bytes);
        }

        if (graphs != 1 || format is < 1 or > 1000)
            throw new FormatException(graphs == 1 ? $"format {format}" : "there is no graph, or there are several");
        foreach (var domain in domains.Where(domain => domain is not ("" or "ai.onnx" or "ai.onnx.ml") && !_functions.Contains(domain)))
            throw Refused($"operators of the domain '{ShownText.Of(domain)}'", "those of the ONNX standard; export without custom operators");
        foreach (var (operation, node, input) in _sized)
            RequireBounded(operation, node, input);
        var all = graph.Inputs.ToLookup(value => graph.Constants.Contains(value.Name));
        return new()
        {
            Path = path, Bytes = bytes, Inputs = [.. all[false]], Defaults = [.. all[true]], Outputs = [.. graph.Outputs], Metadata = metadata.ToImmutable(), Operators = [.. _operators],
        };
    }

    private (List<OnnxValue> Inputs, List<OnnxValue> Outputs, HashSet<string> Constants) Graph(ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > Deepest)
            throw new FormatException($"graphs in graphs, more than {Deepest} deep");
        var (inputs, outputs, constants) = (new List<OnnxValue>(), new List<OnnxValue>(), new HashSet<string>(StringComparer.Ordinal));
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 1)
                Node(fields.Bytes, depth);
            else if (fields.Number == 5)
                constants.Add(Array(fields.Bytes));
            else if (fields.Number is 11 or 12 or 13 && Value(fields.Bytes) is var value)
                (fields.Number == 11 ? inputs : fields.Number == 12 ? outputs : []).Add(value);
            else if (fields.Number == 15)
                throw Refused("sparse arrays", "dense ones");
        }

        return (inputs, outputs, constants);
    }

    // Operators that the file itself makes of others: their domain and body.
    private void Function(ReadOnlySpan<byte> bytes)
    {
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 7)
                Node(fields.Bytes, 1);
            else if (fields.Number == 10)
                _functions.Add(Words(fields.Bytes));
        }
    }

    private void Node(ReadOnlySpan<byte> bytes, int depth)
    {
        if (++_nodes > MostNodes)
            throw new FormatException($"more than {MostNodes} nodes");
        var (inputs, output, name, operation) = (new List<string>(), "", "", "");
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 1)
                inputs.Add(Words(fields.Bytes));
            else if (fields.Number == 2 && output.Length == 0)
                output = Words(fields.Bytes);
            else if (fields.Number == 3)
                name = Words(fields.Bytes);
            else if (fields.Number == 4)
                _operators.Add(operation = Words(fields.Bytes));
        }

        fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 5)
                Attribute(fields.Bytes, operation, output, depth);
        }

        // Where sizes or turns come in as values; of constants they are known.
        var place = operation switch { "Loop" or "ConstantOfShape" => 0, "Expand" or "Tile" or "Reshape" => 1, _ => -1 };
        if (place >= 0 && inputs.Count > place)
            _sized.Add((operation, name, inputs[place]));
    }

    private void Attribute(ReadOnlySpan<byte> bytes, string operation, string output, int depth)
    {
        var (name, wholes) = ("", new List<long>());
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 1)
                name = Words(fields.Bytes);
            else if (fields.Number is 5 or 10)
                Array(fields.Bytes, operation == "Constant" ? output : null);
            else if (fields.Number is 6 or 11)
                Graph(fields.Bytes, depth + 1);
            else if (fields.Number is 22 or 23)
                throw Refused("sparse arrays", "dense ones");
            else if (fields.Number == 8)
                AddWholes(ref fields, wholes);
        }

        if (name == "shape" && operation.StartsWith("Random", StringComparison.Ordinal))
            RequireSize(wholes, $"{operation} draws");
    }

    private string Array(ReadOnlySpan<byte> bytes, string? named = null)
    {
        var (shape, type, name, raw, typed, packed) = (new List<long>(), 0L, "", -1L, 0L, new List<long>());
        var fields = new WireFields(bytes);
        ReadOnlySpan<byte> content = [];
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    AddWholes(ref fields, shape);
                    break;
                case 2:
                    type = fields.Value;
                    break;
                case 7:
                    typed += AddWholes(ref fields, packed);
                    break;
                case 8:
                    name = Words(fields.Bytes);
                    break;
                case 9:
                    raw = fields.Bytes.Length;
                    content = fields.Bytes;
                    break;
                case 13:
                case 14 when fields.Value != 0:
                    throw Refused($"array '{ShownText.Of(name)}' in another file (external data)", "arrays within the file: save it as one");
                case 4 or 5 or 6 or 10 or 11:
                    typed += fields.IsBytes ? fields.Bytes.Length : 1;
                    break;
            }
        }

        var elements = shape.Count > MostAxes || shape.Any(static n => n < 0) ? -1 : shape.Contains(0) ? 0 : Product(shape);
        if (elements is < 0 or > MostElements)
            throw new FormatException($"array '{ShownText.Of(name)}' is said to be [{ScalarText.List(shape.Take(8))}]");
        // Raw numbers must be there to the byte; others take a byte each or more.
        var size = OnnxType.Named(type) is { } known ? Tensor.SizeOf(known) : 0;
        if (raw >= 0 ? raw != elements * Math.Max(size, 1) && size > 0 : elements > typed)
            throw new FormatException($"array '{ShownText.Of(name)}' of [{ScalarText.List(shape.Take(8))}] has {Math.Max(raw, typed)} bytes");
        if (type == 7 && elements <= MostAxes)
        {
            for (var k = 0; raw > 0 && k < elements; k++)
                packed.Add(BinaryPrimitives.ReadInt64LittleEndian(content[(k * sizeof(long))..]));
            _wholes[named ?? name] = [.. packed];
        }

        return name;
    }

    private static OnnxValue Value(ReadOnlySpan<byte> bytes)
    {
        var (name, type, axes, words) = ("", (TensorType?)null, (ImmutableArray<int>?)null, new List<string>());
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == 1)
                name = Words(fields.Bytes);
            if (fields.Number != 2)
                continue;
            var types = new WireFields(fields.Bytes);
            while (types.Next())
            {
                if (types.Number != 1)
                    continue;
                var array = new WireFields(types.Bytes);
                while (array.Next())
                {
                    if (array.Number == 1)
                        type = OnnxType.Named(array.Value);
                    else if (array.Number == 2)
                        axes = Axes(array.Bytes, words);
                }
            }
        }

        return new(name, type, axes, string.Join(", ", words));
    }

    private static ImmutableArray<int> Axes(ReadOnlySpan<byte> bytes, List<string> words)
    {
        var axes = ImmutableArray.CreateBuilder<int>();
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number != 1 || axes.Count == MostAxes)
                throw new FormatException($"a shape of more than {MostAxes} axes");
            var (length, word) = (-1, "?");
            var axis = new WireFields(fields.Bytes);
            while (axis.Next())
            {
                if (axis.Number == 1 && axis.Value is > 0 and <= MostElements)
                    (length, word) = ((int)axis.Value, $"{axis.Value}");
                else if (axis.Number == 1)
                    throw new FormatException($"an axis of length {axis.Value}");
                else if (axis.Number == 2)
                    word = Words(axis.Bytes);
            }

            axes.Add(length);
            words.Add(word);
        }

        return axes.ToImmutable();
    }

    private void RequireBounded(string operation, string node, string input)
    {
        if (!_wholes.TryGetValue(input, out var values))
            return;
        if (operation == "Loop" && values is [> MostTurns and < long.MaxValue])
            throw Refused($"a loop of {values[0]} turns ({ShownText.Of(node)})", $"{MostTurns} at most");
        if (operation != "Loop")
            RequireSize(values, $"{operation} ({ShownText.Of(node)}) makes");
    }

    private void RequireSize(IEnumerable<long> shape, string what)
    {
        if (Product([.. shape.Where(static n => n > 0)]) is < 0 or > MostElements)
            throw Refused($"{what} an array of [{ScalarText.List(shape.Take(8))}]", $"{MostElements} elements at most");
    }

    // -1 beyond what is allowed.
    private static long Product(List<long> shape)
    {
        var product = 1L;
        foreach (var n in shape)
        {
            if (n > MostElements || (product *= n) > MostElements)
                return -1;
        }

        return product;
    }

    // Keeps the first few; returns how many there are.
    private static long AddWholes(ref WireFields fields, List<long> wholes)
    {
        if (!fields.IsBytes)
            return Kept(fields.Value);
        var count = 0L;
        var rest = fields.Bytes;
        while (!rest.IsEmpty)
            count += Kept((long)WireFields.Varint(ref rest));
        return count;

        long Kept(long value)
        {
            if (wholes.Count <= MostAxes)
                wholes.Add(value);
            return 1;
        }
    }

    private static string Words(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= LongestText ? Strict.GetString(bytes) : throw new FormatException($"a text of {bytes.Length} bytes");

    private static string Text(ReadOnlySpan<byte> bytes, int number)
    {
        var text = "";
        var fields = new WireFields(bytes);
        while (fields.Next())
        {
            if (fields.Number == number)
                text = Words(fields.Bytes);
        }

        return text;
    }

    private InputException Refused(string what, string allowed) => new($"{path}: {what}; allowed are {allowed}");
}
