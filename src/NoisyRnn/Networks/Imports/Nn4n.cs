using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// nn4n's RNN of one recurrent layer: recurrent_layers.0.leaky_layer.linear_layer, .alpha [N], .projection_layer and readout_layer. Source:
/// nn4n/nn/rnn.py, recurrent_layer.py, leaky_linear_layer.py, linear_layer.py. Its state is the current; what is read out is the rate.
/// </summary>
public sealed record Nn4n : WeightLayout
{
    private const string Layer = "recurrent_layers.0.leaky_layer.", Input = "recurrent_layers.0.projection_layer.", Readout = "readout_layer.";
    private const string Weight = Layer + "linear_layer.weight", Alpha = Layer + "alpha";

    /// <inheritdoc/>
    public override string Summary => $"nn4n's RNN ({Weight}, {Alpha}, {Input}weight, {Readout}weight, ...)";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        if (file.Find(Weight) is not { Shape: [> 0 and var units, _] })
            return null;
        ImmutableArray<string> equations =
        [
            "v[t+1] = (1-alpha) v[t] + alpha (W_rec r[t] + b_rec + W_in u[t] + b_in) + preact_noise xi, v[0] = r[0] = 0",
            "r[t+1] = f(v[t+1]) + postact_noise xi",
            "z[t]   = W_out r[t+1] + b_out",
        ];
        var found = new WeightsFound($"nn4n's RNN of {units} units") { Equations = equations };
        if (file.Arrays.Any(static array => array.Name.StartsWith("recurrent_layers.1.", StringComparison.Ordinal)))
            return found with { Missing = "several recurrent layers; a network here has one" };
        if (file.Find(Input + "weight") is null || file.Find(Readout + "weight") is null)
            return found with { Missing = $"no {Input}weight or no {Readout}weight; a network here has input weights and a readout" };
        var (recurrent, input, readout) = (Need(file, Weight, units, units), Need(file, Input + "weight", units, -1), Need(file, Readout + "weight", -1, units));
        double[] alpha = Need(file, Alpha, units).ToDouble();
        if (alpha.Any(static a => a is not (> 0 and <= 1)))
            throw new InputException($"{file.Path}: array '{Alpha}' holds {ScalarText.List(alpha.Where(static a => a is not (> 0 and <= 1)).Take(1))}; allowed are numbers above 0 and up to 1");
        double[] tau = [.. alpha.Distinct().Count() == 1 ? [1 / alpha[0]] : alpha.Select(static a => 1 / a)];
        return found with
        {
            Kind = "current",
            Needed = [("activation", "network.activation=relu")],
            Settings = [("tau", $"[{string.Join(", ", tau.Select(ScalarText.Of))}]")],
            Dt = 1,
            Read = [Alpha],
            Assumed =
            [
                ("tau", $"time is counted in steps: dt is 1, tau is 1/alpha of {Alpha}"),
                ("", "r starts at f(0) here and at 0 there, which is the same for relu and tanh"),
                ("noise", "its preact_noise s stands inside with sigma s/alpha, its postact_noise outside: --set \"noise={placement: inside, sigma: ...}\""),
            ],
            Arrays =
            [
                ImportedArray.Of("W_rec", recurrent), ImportedArray.Of("W_in", input), ImportedArray.Of("W_out", readout),
                ImportedArray.Of("b_rec", Need(file, Layer + "linear_layer.bias", units)).Plus(ImportedArray.Of("b_rec", Need(file, Input + "bias", units))),
                ImportedArray.Of("b_out", Need(file, Readout + "bias", readout.Shape[0])),
            ],
        };
    }
}
