using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>An input or output of an ONNX graph as it is declared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements; null of what is no array of numbers.</param>
/// <param name="Axes">Its axes: a length, or -1 where it is free. Null where their number is not declared.</param>
/// <param name="Words">The axes in words: "trials, steps, 3".</param>
public sealed record OnnxValue(string Name, TensorType? Type, ImmutableArray<int>? Axes, string Words)
{
    /// <summary>"u float32 [trials, 3]".</summary>
    public override string ToString() => $"{ShownText.Of(Name)} {(Type is { } type ? Tensor.NameOf(type) : "of another type")} [{ShownText.Of(Words)}]";
}
