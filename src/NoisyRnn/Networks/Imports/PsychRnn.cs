using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// PsychRNN (model.save): npz of W_in, W_rec, W_out as the network uses them, masks and Dale's signs applied, b_rec, b_out and init_state [1, N].
/// Source: psychrnn/backend/rnn.py (get_weights) and models/basic.py (Basic). Its state is the current.
/// </summary>
public sealed record PsychRnn : WeightLayout
{
    /// <inheritdoc/>
    public override string Summary => "PsychRNN's Basic (W_in, W_rec, W_out, b_rec, b_out, init_state [1, N])";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        if (file.Find("init_state") is not { Shape: [1, > 0 and var units] } state || file.Find("W_rec") is null || file.Find("W_in") is null || file.Find("W_out") is null)
            return null;
        var (input, readout) = (Need(file, "W_in", units, -1), Need(file, "W_out", -1, units));
        return new WeightsFound($"PsychRNN of {units} units, {input.Shape[1]} inputs and {readout.Shape[0]} outputs")
        {
            Kind = "current",
            Needed = [("dt", "dt=10"), ("tau", "network.tau=100")],
            Equations =
            [
                "x[t+1] = (1-alpha) x[t] + alpha (W_rec f(x[t]) + W_in u[t] + b_rec) + sqrt(2 alpha) rec_noise xi, alpha = dt/tau",
                "z[t]   = W_out f(x[t+1]) + b_out",
            ],
            Settings = [("activation", "relu")],
            Assumed =
            [
                ("activation", "f is relu, PsychRNN's default: the file does not say; for another transfer_function give --set network.activation=tanh"),
                ("noise", "its rec_noise stands inside: --set \"noise={placement: inside, sigma: REC_NOISE, scale: sqrt-2-over-alpha}\""),
            ],
            Arrays =
            [
                ImportedArray.Of("W_rec", Need(file, "W_rec", units, units)), ImportedArray.Of("W_in", input), ImportedArray.Of("W_out", readout),
                ImportedArray.Of("b_rec", Need(file, "b_rec", units)), ImportedArray.Of("b_out", Need(file, "b_out", readout.Shape[0])),
                ImportedArray.Of("init_state", state).Transposed(),
            ],
        };
    }
}
