using System.Text;

namespace NoisyRnn.Formats;

/// <summary>The pickle of a NumPy object array: known is the making of arrays, element types and numbers of NumPy, and nothing else.</summary>
/// <param name="bytes">The pickle.</param>
/// <param name="name">File and array, for errors.</param>
internal sealed class NumpyPickle(byte[] bytes, string name) : Pickle(bytes, name)
{
    // What is encoded anew at each call stays in proportion to the file.
    private long _encodedLeft = Math.Max(1 << 20, 2L * bytes.Length);

    private enum Callable
    {
        Reconstruct,
        Array,
        Type,
        Scalar,
        Encode,
    }

    /// <inheritdoc/>
    protected override object Known(string module, string callable) => (module, callable) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => Callable.Reconstruct,
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => Callable.Scalar,
        ("numpy", "ndarray") => Callable.Array,
        ("numpy", "dtype") => Callable.Type,
        ("_codecs", "encode") => Callable.Encode,
        _ => throw Unknown($"{module}.{callable}"),
    };

    /// <inheritdoc/>
    protected override object Call(object? callable, object?[] arguments) => (callable, arguments) switch
    {
        (Callable.Reconstruct, [Callable.Array, ..]) => new PickledArray(),
        (Callable.Type, [string code, ..]) => new PickledType(code),
        (Callable.Type, [byte[] code, ..]) => new PickledType(Encoding.Latin1.GetString(code)),
        // Protocol 2 has no bytes but this.
        (Callable.Encode, [string text, string]) when (_encodedLeft -= text.Length) >= 0 => Encoding.Latin1.GetBytes(text),
        (Callable.Scalar, [PickledType type, byte[] value]) => Scalar(type.Element, value),
        _ => throw new FormatException(),
    };

    /// <inheritdoc/>
    protected override void Build(object? target, object? state)
    {
        object?[] values = state as object?[] ?? throw new FormatException();
        switch (target)
        {
            case PickledArray array: array.SetState(values); break;
            case PickledType type: type.SetState(values); break;
            default: throw new FormatException();
        }
    }

    /// <inheritdoc/>
    protected override InputException Unknown(string kind) => new(
        $"{Name}: holds Python objects of the kind '{ShownText.Of(kind)}', which are not read; allowed are arrays and lists of numbers, numbers and text");

    private object Scalar(NpyElement element, byte[] value) => element.Kind switch
    {
        NpyKind.Numbers when value.Length == element.Size => NpyFormat.Numbers(element, isFortran: false, [], [.. value])[0],
        NpyKind.Text when value.Length == element.Size => NpyFormat.Text(element, isFortran: false, [], [.. value], Name).Values[0],
        _ => throw new FormatException(),
    };
}
