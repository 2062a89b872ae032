using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// Keras' GRU: gates z, r, h. With reset_after=True (the default since Keras 2.1 on TensorFlow 2; two biases, [2, 3 N]) it is PyTorch's equation; with False
/// the reset gate stands before the recurrent weights, which is another one.
/// </summary>
public sealed record KerasGru : KerasRecurrent
{
    private static readonly int[] Order = [1, 0, 2];

    private const string Words = " (gates z, r, h as r, z, n)";

    private protected override int Gates => 3;

    private protected override string Layer => "GRU";

    private protected override WeightsFound Of(string words, Tensor kernel, Tensor recurrent, Tensor? bias)
    {
        var units = recurrent.Shape[0];
        if (bias is not { Shape: [2, _] })
        {
            return new WeightsFound(words)
            {
                Missing = bias is null ? "without biases the file does not tell whether the reset gate stands before or after the recurrent weights (reset_after)"
                    : "its reset gate stands before the recurrent weights (reset_after=False, one bias); in the gru here it stands behind them, which is another equation",
                Equations = ["z, r = sigmoid(x W + h U + b), n = tanh(x W_n + (r h) U_n + b_n), h' = z h + (1-z) n"],
            };
        }

        var both = ImportedArray.Of("b_rec", bias);
        var (input, hidden) = (Row(0, " (row 1)"), Row(1, " (row 2)"));
        var summed = input.Plus(hidden);
        input.Values.AsSpan(2 * units).CopyTo(summed.Values.AsSpan(2 * units));
        return new WeightsFound(words)
        {
            Kind = "gru",
            Assumed = [("", "activations are Keras' defaults, tanh and sigmoid: the file does not say")],
            Arrays =
            [
                Turned("W_rec", recurrent, Order, Words), Turned("W_in", kernel, Order, Words),
                summed with { Source = $"{bias.Name}, its rows summed (of gate h the first alone){Words}" },
                hidden.Slice(2 * units, units, ", gate h") with { Role = "b_hn" },
            ],
        };

        ImportedArray Row(int k, string of) => (both with { Rows = 3 * units, Columns = 1, Values = both.Values[(k * 3 * units)..((k + 1) * 3 * units)] }).Blocks(Order, of);
    }
}
