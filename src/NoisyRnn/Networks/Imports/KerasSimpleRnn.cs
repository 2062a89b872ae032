using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>Keras' SimpleRNN: h' = f(x W + h U + b), f = tanh unless told. The file does not tell.</summary>
public sealed record KerasSimpleRnn : KerasRecurrent
{
    private protected override int Gates => 1;

    private protected override string Layer => "SimpleRNN";

    private protected override WeightsFound Of(string words, Tensor kernel, Tensor recurrent, Tensor? bias) => new(words)
    {
        Kind = "elman",
        Settings = [("activation", "tanh")],
        Assumed = [("activation", "f is tanh, Keras' default: the file does not say; for another give --set network.activation=relu")],
        Arrays = [ImportedArray.Of("W_rec", recurrent).Transposed(), ImportedArray.Of("W_in", kernel).Transposed(), .. bias is null ? [] : new[] { ImportedArray.Of("b_rec", bias) }],
    };
}
