using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>Keras' LSTM: gates i, f, c, o, one bias; ours are i, f, g, o.</summary>
public sealed record KerasLstm : KerasRecurrent
{
    private protected override int Gates => 4;

    private protected override string Layer => "LSTM";

    private protected override WeightsFound Of(string words, Tensor kernel, Tensor recurrent, Tensor? bias) => new(words)
    {
        Kind = "lstm",
        Assumed = [("", "activations are Keras' defaults, tanh and sigmoid: the file does not say")],
        Arrays = [ImportedArray.Of("W_rec", recurrent).Transposed(), ImportedArray.Of("W_in", kernel).Transposed(), .. bias is null ? [] : new[] { ImportedArray.Of("b_rec", bias) }],
    };
}
