using System.Collections.Immutable;

namespace NoisyRnn.Networks;

/// <summary>PyTorch's nn.RNN and nn.RNNCell: h' = f(W_ih x + b_ih + W_hh h + b_hh), f = tanh or relu. The file does not tell which.</summary>
public sealed record TorchRnn : TorchRecurrent
{
    private protected override int Gates => 1;

    private protected override string Module => "nn.RNN";

    private protected override string Kind => "elman";

    private protected override ImmutableArray<(string Key, string Value)> Settings => [("activation", "tanh")];

    private protected override ImmutableArray<(string Key, string Words)> Assumed =>
        [("activation", "f is tanh, PyTorch's default: the file does not say; with nonlinearity='relu' give --set network.activation=relu")];

    private protected override string LayerEquation => "h_l[t] = f(W_ih x + b_ih + W_hh h_l[t-1] + b_hh), f = tanh or relu";

    private protected override IEnumerable<ImportedArray> Biases(ImportedArray input, ImportedArray hidden) => [input.Plus(hidden)];
}
