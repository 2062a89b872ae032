using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// PsychRNN (model.save): npz of W_in, W_rec, W_out, b_rec, b_out, init_state [1, N] and masks. Source: psychrnn/backend/rnn.py and
/// models/basic.py (Basic). Its state is the current, not the rate.
/// </summary>
public sealed record PsychRnn : WeightLayout
{
    /// <inheritdoc/>
    public override string Summary => "PsychRNN's Basic (W_in, W_rec, W_out, b_rec, b_out, init_state [1, N])";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        if (file.Find("init_state") is not { Shape: [1, var units] } || file.Find("W_rec") is null || file.Find("W_in") is null || file.Find("W_out") is null)
            return null;
        var inputs = Need(file, "W_in", units, -1).Shape[1];
        Need(file, "W_rec", units, units);
        Need(file, "b_rec", units);
        var outputs = Need(file, "W_out", -1, units).Shape[0];
        Need(file, "b_out", outputs);
        return new WeightsFound($"PsychRNN of {units} units, {inputs} inputs and {outputs} outputs")
        {
            Missing = "its state is the current (the activation stands on the state, in front of W_rec and W_out); a ctrnn here has the activation around the sum of currents, which is another equation",
            Equations =
            [
                "x[t+1] = (1-alpha) x[t] + alpha (W_rec f(x[t]) + W_in u[t] + b_rec) + sqrt(2 alpha) rec_noise xi",
                "z[t]   = W_out f(x[t+1]) + b_out",
                "f: relu, or the transfer_function given; alpha = dt/tau and rec_noise are not in the file; with dale_ratio |W| stands for W",
            ],
        };
    }
}
