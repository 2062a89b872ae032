namespace NoisyRnn.Networks;

/// <summary>PyTorch's nn.GRU and nn.GRUCell: gates r, z, n, the reset gate inside. The two biases of r and z only ever occur as their sum.</summary>
public sealed record TorchGru : TorchRecurrent
{
    private protected override int Gates => 3;

    private protected override string Module => "nn.GRU";

    private protected override string Kind => "gru";

    private protected override string LayerEquation =>
        "r, z = sigmoid(W_ih x + b_ih + W_hh h_l[t-1] + b_hh), n = tanh(W_in x + b_in + r (W_hn h_l[t-1] + b_hn)), h_l[t] = (1-z) n + z h_l[t-1]";

    private protected override IEnumerable<ImportedArray> Biases(ImportedArray input, ImportedArray hidden)
    {
        var units = input.Rows / 3;
        var summed = input.Plus(hidden);
        input.Values.AsSpan(2 * units).CopyTo(summed.Values.AsSpan(2 * units));
        yield return summed with { Source = $"{input.Source} + {hidden.Source} (of gate n the first alone)" };
        yield return hidden.Slice(2 * units, units, " (gate n)") with { Role = "b_hn" };
    }
}
