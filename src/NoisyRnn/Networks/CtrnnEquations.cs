using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>The CTRNN's executed equation in plain text.</summary>
internal static class CtrnnEquations
{
    public static ImmutableArray<string> Lines(Ctrnn network, ImmutableArray<NoiseSource> sources, double dt)
    {
        var tau = network.Tau.Length == 1 ? $"{network.Tau[0]}" : $"{network.Tau.Min()} .. {network.Tau.Max()} (one a unit)";
        var gain = network.Tau.Length == 1 ? $"{dt / network.Tau[0]:G6}" : "dt/tau of the unit";
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"a[t]   = W_rec h[t] + W_in {Noisy("u[t]", Placement.Input)} + b");
        lines.Add($"h[t+1] = (1-g) h[t] + g {Outside(Noisy("a[t]", Placement.Inside, "f"))}{Term(Placement.State)}");
        lines.Add($"z[t]   = W_out h[t+1]{(network.ReadoutBias ? " + b_out" : "")}{Term(Placement.Readout)}");
        lines.Add($"f: {network.Activation.Formula}");
        lines.Add($"g = dt/tau = {gain}, dt = {dt}, tau = {tau}");
        for (var k = 0; k < sources.Length; k++)
            lines.Add(Level(sources[k], k, dt, network.Tau));
        if (sources.Length > 0)
        {
            var xi = string.Join(", ", sources.Select(static (_, k) => $"xi{k + 1}[t]"));
            lines.Add($"{xi} ~ N(0,1), independent for each unit, step{(sources.Length > 1 ? ", trial and source" : " and trial")}");
        }

        return lines.ToImmutable();

        string Term(Placement placement) =>
            string.Concat(sources.Select((s, k) => s.Placement == placement ? $" + s{k + 1} xi{k + 1}[t]" : ""));

        string Noisy(string variable, Placement placement, string function = "")
        {
            var term = Term(placement);
            return function.Length > 0 || term.Length > 0 ? $"{function}({variable}{term})" : variable;
        }

        string Outside(string rate)
        {
            var term = Term(Placement.Outside);
            return term.Length > 0 ? $"({rate}{term})" : rate;
        }
    }

    // A level that is not a number stands for a list of levels given elsewhere.
    private static string Level(NoiseSource source, int index, double dt, ImmutableArray<double> tau)
    {
        var k = index + 1;
        var sigma = source.Sigma.Length > 1 ? $"{source.Sigma.Min()} .. {source.Sigma.Max()} (one a unit)"
            : double.IsNaN(source.Sigma[0]) ? $"sigma{k}" : $"{source.Sigma[0]}";
        var factor = tau.Length == 1
            ? $"{ScaleConversion.Factor(source.Scale, source.Placement, dt, tau[0]):G6} times "
            : (source.Scale, source.Placement) switch
            {
                (NoiseScale.SqrtDt, Placement.State) => "sqrt(dt) times ",
                (NoiseScale.SqrtDt, _) => "tau/sqrt(dt) of the unit times ",
                (_, Placement.State) => "sqrt(2 dt/tau) of the unit times ",
                _ => "sqrt(2 tau/dt) of the unit times ",
            };
        var meaning = source.Scale == NoiseScale.PerStep
            ? $"s{k} = {sigma}, the standard deviation per step"
            : $"s{k} = {factor}{sigma} (scale {Catalogue.NameOf(source.Scale)})";
        return $"{meaning}; noise {Catalogue.NameOf(source.Placement)}";
    }
}
