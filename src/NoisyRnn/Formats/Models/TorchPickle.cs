using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// The pickle of a PyTorch file: known is the making of ordered dictionaries, tensors, parameters and storages, and nothing else.
/// What asks for another class is refused by its name.
/// </summary>
/// <param name="bytes">The pickle.</param>
/// <param name="path">The file, for errors.</param>
/// <param name="advice">What can be done about other classes.</param>
internal sealed class TorchPickle(byte[] bytes, string path, string advice) : Pickle(bytes, path)
{
    private const int MostDimensions = 8;

    private static readonly ImmutableDictionary<string, TensorType> StorageTypes = new Dictionary<string, TensorType>(StringComparer.Ordinal)
    {
        ["DoubleStorage"] = TensorType.F64,
        ["FloatStorage"] = TensorType.F32,
        ["HalfStorage"] = TensorType.F16,
        ["BFloat16Storage"] = TensorType.BF16,
        ["LongStorage"] = TensorType.I64,
        ["IntStorage"] = TensorType.I32,
        ["ShortStorage"] = TensorType.I16,
        ["CharStorage"] = TensorType.I8,
        ["ByteStorage"] = TensorType.U8,
        ["BoolStorage"] = TensorType.BOOL,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private enum Callable
    {
        OrderedDict,
        Tensor,
        Parameter,
    }

    /// <inheritdoc/>
    protected override object Known(string module, string callable) => (module, callable) switch
    {
        ("collections", "OrderedDict") => Callable.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2") => Callable.Tensor,
        ("torch._utils", "_rebuild_parameter") => Callable.Parameter,
        ("torch", _) when StorageTypes.TryGetValue(callable, out TensorType type) => type,
        _ => throw Unknown($"{module}.{callable}"),
    };

    /// <inheritdoc/>
    protected override object Call(object? callable, object?[] arguments) => (callable, arguments) switch
    {
        (Callable.OrderedDict, []) => new PickledMap(),
        (Callable.Parameter, [TorchTensor tensor, ..]) => tensor,
        (Callable.Tensor, [TorchStorage storage, double offset, object?[] size, object?[] stride, ..]) when size.Length == stride.Length && size.Length <= MostDimensions =>
            new TorchTensor(storage, Whole(offset), [.. size.Select(static n => (int)Whole(n, int.MaxValue))], [.. stride.Select(static n => Whole(n))]),
        _ => throw new FormatException(),
    };

    // An ordered dictionary's own attributes (_metadata: versions of modules) say nothing of its arrays.
    /// <inheritdoc/>
    protected override void Build(object? target, object? state)
    {
        if (target is not PickledMap) throw new FormatException();
    }

    /// <inheritdoc/>
    protected override object Stored(object? id) => id is object?[] and ["storage", TensorType type, string key, string, double count, ..]
        ? new TorchStorage(type, key, Whole(count))
        : throw new FormatException();

    /// <inheritdoc/>
    protected override PickledMap NewMap() => new();

    /// <inheritdoc/>
    protected override InputException Unknown(string kind) => new(
        $"{Name}: holds an object of the class '{ShownText.Of(kind)}', which is not read (such a file runs a program when it is opened); {advice}");

    private static long Whole(object? value, long most = 1L << 40) =>
        value is double number && number >= 0 && number <= most && double.IsInteger(number) ? (long)number : throw new FormatException();
}
