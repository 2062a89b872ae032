using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>The CTRNN's executed equation in plain text.</summary>
internal static class CtrnnEquations
{
    public static ImmutableArray<string> Lines(Ctrnn network, ImmutableArray<NoiseSource> sources, double dt)
    {
        var tau = network.Tau.Length == 1 ? $"{network.Tau[0]}" : $"{network.Tau.Min()} .. {network.Tau.Max()} (one a unit)";
        var gain = network.Tau.Length == 1 && !network.TrainsTau ? $"{dt / network.Tau[0]:G6}" : "dt/tau of the unit";
        var noise = new NoiseLines(sources, dt, network.Tau, network.Layers == 1 ? "h" : "h_l");
        var additive = sources.All(static source => source.IsAdded() || source.IsOnActivation());
        var value = noise.Outside(noise.Noisy("a[t]", Placement.Inside, "f"));
        if (network.Layers > 1)
        {
            var above = noise.Outside(noise.Noisy("a_l[t]", Placement.Inside, "f"));
            return
            [
                "a_l[t]   = W_rec h_l[t] + W_in x_l + b",
                .. additive
                    ? [$"h_l[t+1] = (1-g) h_l[t] + g {above}{noise.Term(Placement.State)}"]
                    : (IEnumerable<string>)[$"F_l[t]   = {above} - h_l[t]", $"h_l[t+1] = h_l[t] + g{noise.StepFactor} F_l[t]{noise.Term(Placement.State)}"],
                $"x_1 = {noise.Noisy("u[t]", Placement.Input)}, {LayerNames.Reads(network.Layers, "h")}",
                $"z[t]   = W_out h_{network.Layers}[t+1]{(network.ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
                .. Below(),
            ];
        }

        return
        [
            $"a[t]   = W_rec h[t] + W_in {noise.Noisy("u[t]", Placement.Input)} + b",
            .. additive
                ? [$"h[t+1] = (1-g) h[t] + g {value}{noise.Term(Placement.State)}"]
                : (IEnumerable<string>)[$"F[t]   = {value} - h[t]", $"h[t+1] = h[t] + g{noise.StepFactor} F[t]{noise.Term(Placement.State)}"],
            $"z[t]   = W_out h[t+1]{(network.ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. Below(),
        ];

        IEnumerable<string> Below() =>
        [
            .. network.Stack.Lines(),
            $"f: {network.Activation.Formula}{UnitActivations.Words(network.Smoothing)}",
            $"g = {(gain[0] == 'd' ? "" : "dt/tau = ")}{gain}, dt = {dt}, tau = {tau}{network.TauWords}",
            .. noise.Levels(),
        ];
    }
}
