using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>Noise in executed equations: the terms of the list's sources, s1 xi1[t], and what their symbols mean.</summary>
/// <param name="sources">The list.</param>
/// <param name="dt">Time step.</param>
/// <param name="tau">Time constants.</param>
/// <param name="hidden">The hidden state in the equations.</param>
internal sealed class NoiseLines(ImmutableArray<NoiseSource> sources, double dt, ImmutableArray<double> tau, string hidden = "h")
{
    /// <summary>
    /// " + s1 xi1[t]" for the sources at a placement, with the kinds that stand on the state, behind the " (1 + s2 xi2[t])" of those that multiply what is
    /// there; empty where there are none.
    /// </summary>
    /// <param name="placement">Where.</param>
    /// <param name="layer">The layer, where each has an equation of its own.</param>
    public string Term(Placement placement, int? layer = null) => Factors(placement, layer) + string.Concat(sources.Select((source, k) => source.Placement != placement || !IsIn(source, layer) ? "" : source.Kind switch
    {
        _ when source.IsOnActivation() => "",
        NoiseKind.Additive => $" + {Draw(k)}",
        NoiseKind.UnitUniform => $" + n{k + 1}[t]",
        NoiseKind.Multiplicative => $" + {Draw(k)} h[t]",
        NoiseKind.CommonScalar => $" + {Draw(k)} h[t]",
        NoiseKind.DriftMultiplicative => source.Base > 0 ? $" + (b{k + 1} + s{k + 1} F[t]) xi{k + 1}[t]" : $" + {Draw(k)} F[t]",
        _ => "",
    }));

    /// <summary>" m1[t]": the released program's factors of the step.</summary>
    public string StepFactor => string.Concat(sources.Select(static (source, k) => source.Kind == NoiseKind.ReleasedUniform ? $" m{k + 1}[t]" : ""));

    /// <summary>A variable with the noise of a placement: "u[t]", or "(u[t] + s1 xi1[t])"; with a function "f(a[t])".</summary>
    public string Noisy(string variable, Placement placement, string function = "", int? layer = null)
    {
        var term = Term(placement, layer);
        return function.Length > 0 || term.Length > 0 ? $"{function}({variable}{term})" : variable;
    }

    /// <summary>A value with the noise outside: "f(a)", or "(f(a) + s1 xi1[t])".</summary>
    public string Outside(string value)
    {
        var term = Term(Placement.Outside);
        return term.Length > 0 ? $"({value}{term})" : value;
    }

    /// <summary>One line on what is fed back, one a source, and one on the draws.</summary>
    public IEnumerable<string> Levels()
    {
        if (Term(Placement.Feedback) is { Length: > 0 } fed)
            yield return $"fed back: the next step reads {hidden}[t+1]{fed} in the place of {hidden}[t+1], the readout of this one {hidden}[t+1]";
        for (var k = 0; k < sources.Length; k++)
            yield return Level(sources[k], k);
        foreach (var law in sources.Select(static (source, k) => (source, k)).Where(static s => s.source.Kind is not (NoiseKind.ReleasedUniform or NoiseKind.UnitUniform))
            .GroupBy(s => $"{Law(s.source, s.k)}, {Independent(s.source, sources.Length > 1 ? " and source" : "")}", static s => s.k))
        {
            yield return $"{string.Join(", ", law.Select(static k => $"xi{k + 1}[t]"))} {law.Key}";
        }
    }

    // What the draws of a source are; sources with the same law share a line. A filter has its own.
    private string Law(NoiseSource source, int index) => source switch
    {
        { CorrelationTime: > 0 } => $"= c{index + 1} xi{index + 1}[t-1] + sqrt(1 - c{index + 1}^2) e{index + 1}[t], c{index + 1} = exp(-dt/{source.CorrelationTime}) = {Elementary.Exp(-dt / source.CorrelationTime):G6}, "
            + $"xi{index + 1}[0] = e{index + 1}[0] (Ornstein-Uhlenbeck noise, correlation time {source.CorrelationTime}); e{index + 1}[t] ~ N(0,1)",
        { Distribution: NoiseDistribution.Uniform } => "~ U[-sqrt(3), sqrt(3)]",
        { Distribution: NoiseDistribution.Laplace } => "~ Laplace of mean 0 and variance 1 (density exp(-sqrt(2) |x|) / sqrt(2))",
        { Distribution: NoiseDistribution.TwoPoint } => "= -1 or 1, each with probability 1/2",
        _ => "~ N(0,1)",
    };

    private static string Place(NoiseSource source) => $"{Catalogue.NameOf(source.Placement)}{InLayer(source)}";

    private static string InLayer(NoiseSource source) => source.Layer is { } layer ? $" in layer {layer} alone" : "";

    private static bool IsIn(NoiseSource source, int? layer) => source.Layer is null || layer is null || source.Layer == layer;

    // " (1 + s1 xi1[t])" for the sources that multiply what stands at a placement.
    private string Factors(Placement placement, int? layer) => string.Concat(sources.Select((source, k) =>
        source.Placement == placement && source.IsOnActivation() && IsIn(source, layer) ? $" (1 + {Draw(k)})" : ""));

    private static string Independent(NoiseSource source, string more = "")
    {
        var trial = more.Length > 0 ? $", trial{more}" : " and trial";
        return source.Common is null ? $"independent for each unit, step{trial}"
            : $"one draw for all {source.Placement switch { Placement.Input => "inputs", Placement.Readout => "outputs", _ => source.Common == NoiseGroup.Layer ? "units of a layer" : "excitatory units and one for all inhibitory ones" }}, independent for each step{trial}";
    }

    private static string Draw(int k) => $"s{k + 1} xi{k + 1}[t]";

    // A level that is not a number stands for a list of levels given elsewhere.
    private string Level(NoiseSource source, int index)
    {
        var k = index + 1;
        var sigma = source.Sigma.Length > 1 ? $"{source.Sigma.Min()} .. {source.Sigma.Max()} (one a unit)"
            : double.IsNaN(source.Sigma[0]) ? $"sigma{k}" : $"{source.Sigma[0]}";
        if (source.Kind == NoiseKind.ReleasedUniform)
        {
            var highest = $"{1 + source.Offset}";
            return $"m{k}[t] ~ U[{highest} - s{k}, {highest}], s{k} = {sigma}, {Independent(source)}: the factor of the step{InLayer(source)}, of mean {highest} - s{k}/2";
        }

        if (source.Kind == NoiseKind.UnitUniform)
        {
            var (lowest, highest) = source.Offset == 0 ? ("0", $"s{k}") : ($"{source.Offset}", $"s{k} + {source.Offset}");
            return $"n{k}[t] ~ U[{lowest}, {highest}], s{k} = {sigma}, {Independent(source)}: noise {Place(source)} of mean {(source.Offset == 0 ? "" : $"{source.Offset} + ")}s{k}/2 and standard deviation s{k}/sqrt(12)";
        }

        var factor = tau.Length == 1
            ? $"{ScaleConversion.Factor(source.Scale, source.Placement, dt, tau[0]):G6} times "
            : (source.Scale, source.Placement) switch
            {
                (NoiseScale.SqrtDt, Placement.State or Placement.Feedback) => "sqrt(dt) times ",
                (NoiseScale.SqrtDt, _) => "tau/sqrt(dt) of the unit times ",
                (_, Placement.State or Placement.Feedback) => "sqrt(2 dt/tau) of the unit times ",
                _ => "sqrt(2 tau/dt) of the unit times ",
            };
        var meaning = source.Scale == NoiseScale.PerStep
            ? $"s{k} = {sigma}, the standard deviation per step"
            : $"s{k} = {factor}{sigma} (scale {Catalogue.NameOf(source.Scale)})";
        if (source.Base > 0)
            meaning += source.Scale == NoiseScale.PerStep ? $", b{k} = {source.Base}" : $", b{k} = {factor}{source.Base}";
        return source.Kind switch
        {
            NoiseKind.Additive => $"{meaning}; noise {Place(source)}",
            NoiseKind.CommonScalar => $"{meaning}; common-scalar noise: one xi{k}[t] for all units of a trial{InLayer(source)}",
            _ => $"{meaning}; {Catalogue.NameOf(source.Kind)} noise {(source.Placement == Placement.State ? "on the state" : Catalogue.NameOf(source.Placement))}{InLayer(source)}",
        };
    }
}
