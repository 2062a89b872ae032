namespace NoisyRnn.Networks;

/// <summary>Under whose names the arrays stand.</summary>
public enum ExportNames
{
    /// <summary>The field's, as here: W_in, W_rec, b_rec, W_out, b_out, init_state; W[post, pre].</summary>
    Own,

    /// <summary>PyTorch's: rnn.weight_ih_l0, ..., readout.weight; of a feed-forward network 0.weight, 2.weight, ...</summary>
    Pytorch,
}
