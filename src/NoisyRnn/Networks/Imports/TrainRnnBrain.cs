using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// trainRNNbrain's RNN_torch: W_inp, W_rec, W_out and, where it is trained, bias. Source: trainRNNbrain/rnns/RNN_torch.py. Equation type,
/// gamma, alpha and activation are not among its parameters.
/// </summary>
public sealed record TrainRnnBrain : WeightLayout
{
    /// <inheritdoc/>
    public override string Summary => "trainRNNbrain's RNN_torch (W_inp, W_rec, W_out, perhaps bias)";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        if (file.Find("W_inp") is not { Shape: [var units, _] } || file.Find("W_rec") is null || file.Find("W_out") is null)
            return null;
        Need(file, "W_rec", units, units);
        var inputs = Need(file, "W_inp", units, -1).Shape[1];
        var outputs = Need(file, "W_out", -1, units).Shape[0];
        Find(file, "bias", units);
        return new WeightsFound($"RNN_torch of {units} units, {inputs} inputs and {outputs} outputs")
        {
            Missing = "the file does not tell which of its equations it is, and the cubic term (gamma, .1 by default) is in no network here; where gamma is 0 "
                + "give a sidecar: arrays: {W_in: W_inp, W_rec: W_rec, W_out: W_out, b_rec: bias}, network: {kind: ctrnn (equation_type s) or current (h), activation: ..., tau: ...}, dt: ...; its outputs[t] are then ours of step t-1",
            Equations =
            [
                "s: x[t+1] = x[t] + alpha (-x[t] + f(W_rec x[t] + W_inp (u[t] + noise) + bias) + noise - gamma x[t]^3), outputs[t] = W_out x[t]",
                "h: x[t+1] = x[t] + alpha (-x[t] + W_rec f(x[t]) + W_inp (u[t] + noise) + bias + noise - gamma x[t]^3), outputs[t] = W_out f(x[t])",
            ],
        };
    }
}
