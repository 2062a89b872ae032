using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// nn4n's RNN of one recurrent layer: recurrent_layers.0.leaky_layer.linear_layer, .alpha, .projection_layer and readout_layer. Source:
/// nn4n/nn/rnn.py, recurrent_layer.py, leaky_linear_layer.py. Its state is the current, not the rate.
/// </summary>
public sealed record Nn4n : WeightLayout
{
    private const string Layer = "recurrent_layers.0.leaky_layer.", Weight = Layer + "linear_layer.weight";

    /// <inheritdoc/>
    public override string Summary => $"nn4n's RNN ({Weight}, {Layer}alpha, ...)";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        if (file.Find(Weight) is not { Shape: [var units, _] })
            return null;
        Need(file, Weight, units, units);
        return new WeightsFound($"nn4n's RNN of {units} units{(file.Find("recurrent_layers.1.leaky_layer.linear_layer.weight") is null ? "" : ", several layers")}")
        {
            Missing = "its state is the current (the activation stands on the state, in front of the weights); a ctrnn here has the activation around the sum of currents, which is another equation",
            Equations =
            [
                "v[t+1] = (1-alpha) v[t] + alpha (W_rec r[t] + b_rec + W_in u[t] + b_in) + preact_noise xi",
                "r[t+1] = f(v[t+1]) + postact_noise xi",
                "z[t]   = W_out r[t+1] + b_out; alpha, one a unit, is in the file; f is not",
            ],
        };
    }
}
