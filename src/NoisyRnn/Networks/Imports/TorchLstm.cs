namespace NoisyRnn.Networks;

/// <summary>PyTorch's nn.LSTM and nn.LSTMCell: gates i, f, g, o, two biases that only ever occur as their sum.</summary>
public sealed record TorchLstm : TorchRecurrent
{
    private protected override int Gates => 4;

    private protected override string Module => "nn.LSTM";

    private protected override string Kind => "lstm";

    private protected override string LayerEquation =>
        "i, f, o = sigmoid(a), g = tanh(a), a = W_ih x + b_ih + W_hh h_l[t-1] + b_hh; c_l[t] = f c_l[t-1] + i g, h_l[t] = o tanh(c_l[t])";

    private protected override IEnumerable<ImportedArray> Biases(ImportedArray input, ImportedArray hidden) => [input.Plus(hidden)];
}
