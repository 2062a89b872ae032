using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// The names and shapes under which a program saves its networks, and the equation it runs them by. Only what has been read in
/// that program's source stands here: names alone are no proof of an equation.
/// </summary>
[Leaf("torch-rnn", typeof(TorchRnn))]
[Leaf("torch-gru", typeof(TorchGru))]
[Leaf("torch-lstm", typeof(TorchLstm))]
[Leaf("torch-linear", typeof(TorchLinear))]
[Leaf("keras-simple-rnn", typeof(KerasSimpleRnn))]
[Leaf("keras-gru", typeof(KerasGru))]
[Leaf("keras-lstm", typeof(KerasLstm))]
[Leaf("psychrnn", typeof(PsychRnn))]
[Leaf("multitask", typeof(Multitask))]
[Leaf("train-rnn-brain", typeof(TrainRnnBrain))]
[Leaf("nn4n", typeof(Nn4n))]
public abstract record WeightLayout
{
    /// <summary>What saves so, and the arrays it is known by.</summary>
    public abstract string Summary { get; }

    /// <summary>What it makes of a file; null where the file is not of this layout.</summary>
    /// <param name="file">The arrays.</param>
    /// <param name="isAsked">Whether the user says that it is.</param>
    /// <exception cref="InputException">It is, but its arrays do not fit each other.</exception>
    internal abstract WeightsFound? Find(ModelFile file, bool isAsked);

    /// <summary>An array that must be there, of a shape; -1 for any length.</summary>
    private protected static Tensor Need(ModelFile file, string name, params ReadOnlySpan<int> shape)
    {
        var array = file.Find(name) ?? throw new InputException($"{file.Path}: no array '{ShownText.Of(name)}'{Near(file, name)}");
        var fits = array.Shape.Length == shape.Length;
        for (var d = 0; fits && d < shape.Length; d++)
            fits = shape[d] < 0 ? array.Shape[d] > 0 : array.Shape[d] == shape[d];
        ImmutableArray<string> wanted = [.. shape.ToArray().Select(static n => n < 0 ? "any" : $"{n}")];
        return fits ? array : throw new InputException($"{file.Path}: array '{ShownText.Of(name)}' is {array}; the other arrays need [{string.Join(", ", wanted)}]");
    }

    /// <summary>The same where it may be missing.</summary>
    private protected static Tensor? Find(ModelFile file, string name, params ReadOnlySpan<int> shape) => file.Find(name) is null ? null : Need(file, name, shape);

    /// <summary>"; did you mean 'W_in' float32 [3, 4]?" or nothing.</summary>
    internal static string Near(ModelFile file, string name) =>
        NearestName.Of(name, file.Arrays.Select(static array => array.Name)) is { } near ? $"; did you mean '{ShownText.Of(near)}' {file.Find(near)}?" : "";
}
