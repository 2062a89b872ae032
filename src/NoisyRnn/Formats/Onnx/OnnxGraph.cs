using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>A graph of ONNX operators on its way to be written. Values are named; a body sees those of the graph that it stands in.</summary>
internal sealed class OnnxGraph
{
    private readonly string _name;
    private readonly OnnxGraph? _outer;
    private readonly List<WireMessage> _nodes = [], _constants = [], _inputs = [], _outputs = [];
    private readonly HashSet<string> _taken;

    /// <summary>An empty graph.</summary>
    /// <param name="name">Its name.</param>
    public OnnxGraph(string name) => (_name, _taken) = (name, new(StringComparer.Ordinal));

    private OnnxGraph(string name, OnnxGraph outer) => (_name, _outer, _taken) = (name, outer, outer._taken);

    /// <summary>An empty body of a loop in this graph: no value of either may have a name of the other's.</summary>
    public OnnxGraph Body(string name) => new(name, this);

    /// <summary>Adds a node of one output.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">Its inputs; empty text for one that is left out.</param>
    /// <param name="attributes">Its constants.</param>
    /// <returns>The output's name.</returns>
    public string Add(string operation, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes) => Add(operation, inputs, [Free(operation)], attributes)[0];

    /// <summary>Adds a node.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="attributes">Its constants.</param>
    /// <returns>The outputs.</returns>
    public ImmutableArray<string> Add(string operation, IEnumerable<string> inputs, ImmutableArray<string> outputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new WireMessage();
        foreach (var input in inputs)
            node.Add(1, input);
        foreach (var output in outputs)
        {
            _taken.Add(output);
            node.Add(2, output);
        }

        node.Add(3, $"{outputs[0]}/{operation}").Add(4, operation);
        foreach (var attribute in attributes)
            node.Add(5, attribute.Message);
        _nodes.Add(node);
        return outputs;
    }

    /// <summary>A name that no value has yet.</summary>
    /// <param name="like">How it begins.</param>
    public string Free(string like)
    {
        var name = like;
        for (var k = 2; !_taken.Add(name); k++)
            name = $"{like}_{k}";
        return name;
    }

    /// <summary>Adds a constant array; one of a body stands in the outermost graph.</summary>
    /// <returns>Its name.</returns>
    public string Constant(Tensor tensor)
    {
        if (_outer is not null)
            return _outer.Constant(tensor);
        var name = Free(tensor.Name);
        _constants.Add(Message(tensor, name));
        return name;
    }

    /// <summary>What an input of that name is unless the caller gives it.</summary>
    public void Default(Tensor tensor) => _constants.Add(Message(tensor, tensor.Name));

    /// <summary>Adds constant whole numbers: shapes and places.</summary>
    /// <returns>Their name.</returns>
    public string Wholes(string name, params ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var k = 0; k < values.Length; k++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(k * sizeof(long)), values[k]);
        return Constant(new Tensor(name, TensorType.I64, [values.Length], bytes));
    }

    /// <summary>Adds an input; it may have a <see cref="Default"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its axes: a length, or the name of one that is free.</param>
    public string Input(string name, TensorType type, params ReadOnlySpan<string> shape)
    {
        _taken.Add(name);
        _inputs.Add(Declared(name, type, shape));
        return name;
    }

    /// <summary>Adds an output.</summary>
    /// <param name="name">The value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its axes.</param>
    public void Output(string name, TensorType type, params ReadOnlySpan<string> shape) => _outputs.Add(Declared(name, type, shape));

    /// <summary>As it stands in the file.</summary>
    public WireMessage Message() =>
        new WireMessage().AddAll(1, _nodes).Add(2, _name).AddAll(5, _constants).AddAll(11, _inputs).AddAll(12, _outputs);

    private static WireMessage Message(Tensor tensor, string name)
    {
        var message = new WireMessage();
        foreach (var length in tensor.Shape)
            message.Add(1, (long)length);
        return message.Add(2, (long)OnnxType.Of(tensor.Type)).Add(8, name).Add(9, tensor.Bytes);
    }

    private static WireMessage Declared(string name, TensorType type, ReadOnlySpan<string> shape)
    {
        var axes = new WireMessage();
        foreach (var axis in shape)
            axes.Add(1, long.TryParse(axis, CultureInfo.InvariantCulture, out var length) ? new WireMessage().Add(1, length) : new WireMessage().Add(2, axis));
        return new WireMessage().Add(1, name).Add(2, new WireMessage().Add(1, new WireMessage().Add(1, (long)OnnxType.Of(type)).Add(2, axes)));
    }
}
