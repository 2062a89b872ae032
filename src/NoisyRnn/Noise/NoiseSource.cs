using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Noise;

/// <summary>One independent noise: where it enters, its kind, how strong it is, and what its number means.</summary>
public sealed record NoiseSource : IValidated
{
    /// <summary>Where the noise enters.</summary>
    [Description("where the noise enters: inside or outside the activation, on the state, the input or the readout, or on the state that is fed back")]
    public Placement Placement { get; init; } = Placement.Inside;

    /// <summary>The layer that it stands in, from 1 on; null for all layers.</summary>
    [Description("the one layer in which it stands, 1 to L, of a network of L layers; not given, it stands in all of them. The draws of a unit are the same either way")]
    [Range(1, 1024), Unlisted]
    public int? Layer { get; init; }

    /// <summary>What the draws are multiplied with.</summary>
    [Description("what the draws are multiplied with: nothing, the state, the drift, the state with one draw for all units, or the released program's uniform factor of the step, all of which need placement state (multiplicative may also stand inside or outside, on what is there); or nothing, with draws that are uniform on [0, 1)")]
    public NoiseKind Kind { get; init; } = NoiseKind.Additive;

    /// <summary>Noise level sigma, one number or one a unit.</summary>
    [Description("noise level, in the meaning given by scale; one number, or one a unit")]
    [Range(0, double.MaxValue)]
    public ImmutableArray<double> Sigma { get; init; } = [0.0];

    /// <summary>Which units share each draw; null: none, noise is independent for each unit.</summary>
    [Description("which units share each draw: all of a layer, or of each population; not given, each unit has its own")]
    [Unlisted]
    public NoiseGroup? Common { get; init; }

    /// <summary>The law of the draws; variance 1 each.</summary>
    [Description("law of the draws, of mean 0 and equal variance: sigma is the standard deviation of each")]
    public NoiseDistribution Distribution { get; init; } = NoiseDistribution.Gaussian;

    /// <summary>Time after which the correlation of coloured (Ornstein-Uhlenbeck) noise has fallen to 1/e; 0 for white noise.</summary>
    [Description("correlation time of coloured (Ornstein-Uhlenbeck) noise of the same variance, in the unit of tau; 0 for white noise")]
    [Range(0, double.MaxValue)]
    public double CorrelationTime { get; init; }

    /// <summary>The part of drift-multiplicative noise that does not depend on the drift.</summary>
    [Description("of drift-multiplicative noise: its level where the drift is 0, with the same draws")]
    [Range(0, double.MaxValue)]
    public double Base { get; init; }

    /// <summary>Added to the factor of the step of released-uniform noise: sigma/2 gives it the mean 1; to unit-uniform noise: -sigma/2 gives it the mean 0.</summary>
    [Description("of released-uniform noise: added to the factor of the step, which is then U[1 - sigma + offset, 1 + offset]; sigma/2 gives it the mean 1. Of unit-uniform noise: added to the draws, which are then U[offset, sigma + offset]; -sigma/2 gives them the mean 0")]
    [Range(-1.0, 1.0)]
    public double Offset { get; init; }

    /// <summary>What sigma means.</summary>
    [Description("what sigma means: the standard deviation per step, per square root of time, or Yang's sqrt(2/alpha) form")]
    public NoiseScale Scale { get; init; } = NoiseScale.PerStep;

    /// <summary>Whether it changes anything.</summary>
    public bool IsActive() => IsRandom() || Offset != 0;

    /// <summary>Whether it draws: any unit's level is above zero.</summary>
    public bool IsRandom() => Base > 0 || Sigma.Any(static s => s > 0);

    /// <summary>The same source with every level multiplied by a factor.</summary>
    public NoiseSource Scaled(double factor) => this with { Base = Base * factor, Offset = Offset * factor, Sigma = [.. Sigma.Select(s => s * factor)] };

    /// <summary>The same source with the levels of its units multiplied by factors of their own.</summary>
    /// <param name="factors">One number, or one a unit.</param>
    internal NoiseSource Times(IReadOnlyList<double> factors) => this with
    {
        Sigma = [.. Enumerable.Range(0, Math.Max(Sigma.Length, factors.Count)).Select(i => Sigma[Sigma.Length == 1 ? 0 : i] * factors[factors.Count == 1 ? 0 : i])],
    };

    /// <summary>Whether it is added to what stands at its placement, whatever state and drift are.</summary>
    public bool IsAdded() => Kind is NoiseKind.Additive or NoiseKind.UnitUniform;

    /// <summary>Whether it multiplies what stands inside or outside activations.</summary>
    public bool IsOnActivation() => Kind == NoiseKind.Multiplicative && Placement is (Placement.Inside or Placement.Outside);

    /// <summary>Whether units share its draws.</summary>
    public bool IsCommon() => Common is not null || Kind == NoiseKind.CommonScalar;

    /// <summary>Whether its mean moves with its level: it is not that of silence.</summary>
    public bool MovesMean() => Kind switch
    {
        NoiseKind.ReleasedUniform => Sigma.Any(sigma => sigma > 0 && sigma / 2 != Offset),
        NoiseKind.UnitUniform => Sigma.Any(sigma => sigma > 0 && sigma / 2 != -Offset),
        _ => false,
    };

    /// <summary>Whether its draws have a mean of their own that moves with its level: silence is then asked twice, off and with that mean.</summary>
    public bool HasMean() => Kind == NoiseKind.UnitUniform && MovesMean();

    /// <summary>The same source with every level multiplied by a factor and its mean kept where it is; at 0 its mean takes its place.</summary>
    public NoiseSource ScaledAboutMean(double factor)
    {
        return Kind switch
        {
            NoiseKind.ReleasedUniform => Scaled(factor) with { Offset = Offset + Moved() },
            NoiseKind.UnitUniform => Scaled(factor) with { Offset = Offset - Moved() },
            _ => Scaled(factor),
        };

        double Moved() => (factor - 1) * Sigma[0] / 2;
    }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (!IsAdded() && Placement != Placement.State && !IsOnActivation())
            yield return ("kind", Kind == NoiseKind.Multiplicative
                ? $"multiplicative with placement {Catalogue.NameOf(Placement)}; allowed with it is placement: state, inside or outside"
                : $"{Catalogue.NameOf(Kind)} noise stands on the state; allowed with it is placement: state, not {Catalogue.NameOf(Placement)}");
        if (Layer is { } layer && Placement is (Placement.Input or Placement.Readout))
            yield return ("layer", $"{layer} with placement {Catalogue.NameOf(Placement)}, of which no layer has its own; allowed is placement: inside, outside, state or feedback, or no layer");
        if (Common == NoiseGroup.Population && Placement is (Placement.Input or Placement.Readout))
            yield return ("common", $"population with placement {Catalogue.NameOf(Placement)}; allowed is layer: all {(Placement == Placement.Input ? "inputs" : "outputs")} together");
        if (Base > 0 && Kind != NoiseKind.DriftMultiplicative)
            yield return ("base", $"{Base} with kind {Catalogue.NameOf(Kind)}; allowed is kind: drift-multiplicative, or base: 0");
        if (Base > 0 && Kind == NoiseKind.DriftMultiplicative && Sigma.All(static s => s == 0))
            yield return ("base", $"{Base} with sigma 0: s0, by which tests are scaled, would be 0; allowed is sigma above 0, or base: 0");
        if (Offset != 0 && Kind is not (NoiseKind.ReleasedUniform or NoiseKind.UnitUniform))
            yield return ("offset", $"{Offset} with kind {Catalogue.NameOf(Kind)}; allowed is kind: released-uniform or unit-uniform, or offset: 0");
        if (Distribution != NoiseDistribution.Gaussian && Kind != NoiseKind.Additive)
            yield return ("distribution", $"{Catalogue.NameOf(Distribution)} with kind {Catalogue.NameOf(Kind)}; allowed is kind: additive, or distribution: gaussian");
        if (CorrelationTime > 0 && Kind != NoiseKind.Additive)
            yield return ("correlation-time", $"{CorrelationTime} with kind {Catalogue.NameOf(Kind)}; allowed is kind: additive, or correlation-time: 0");
        if (CorrelationTime > 0 && Distribution != NoiseDistribution.Gaussian)
            yield return ("correlation-time", $"{CorrelationTime} with distribution {Catalogue.NameOf(Distribution)}: filtered draws are no longer {Catalogue.NameOf(Distribution)}; allowed is distribution: gaussian, or correlation-time: 0");
        if (Kind == NoiseKind.ReleasedUniform && (Scale != NoiseScale.PerStep || Sigma.Any(static s => s > 1)))
            yield return ("sigma", $"[{ScalarText.List(Sigma)}], scale {Catalogue.NameOf(Scale)}: the step is multiplied by U[1 - sigma, 1]; allowed is 0 <= sigma <= 1 with scale per-step");
        if (Kind == NoiseKind.UnitUniform && (Scale != NoiseScale.PerStep || Sigma.Length > 1))
            yield return ("sigma", $"[{ScalarText.List(Sigma)}], scale {Catalogue.NameOf(Scale)}: the draws are U[0, sigma], and their mean is that of a step; allowed is one level with scale per-step");
    }

    /// <summary>The standard deviation of the term in the step's equation; of uniform draws on [0, 1) and of the released program's factor the width. [units]</summary>
    /// <param name="units">Number of units (inputs, outputs) at the placement.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <param name="tau">Time constant of each unit; one entry or one a unit.</param>
    public double[] PerStepDeviation(int units, double dt, ImmutableArray<double> tau) => PerStepDeviation(NoiseShape.Of(units), dt, tau);

    /// <summary>The same of a network: 0 in the rows of other layers than its own. [rows of the placement]</summary>
    /// <param name="shape">The network's rows.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <param name="tau">Time constant of each unit; one entry or one a unit.</param>
    /// <exception cref="InputException">There are not as many levels as units, no such layer, or no such scale.</exception>
    public double[] PerStepDeviation(NoiseShape shape, double dt, ImmutableArray<double> tau)
    {
        var (rows, layers) = (shape[Placement], shape.LayersAt(Placement));
        if (Layer is { } layer && (layer > layers || layers < shape.Layers))
            throw new InputException($"noise.layer: {layer} with placement {Catalogue.NameOf(Placement)}, where the network has rows of {(layers == 1 ? $"one layer alone; allowed is {(shape.Layers == 1 ? "1, or " : "")}no layer" : $"{layers} layers; allowed is 1 to {layers}, or no layer: all of them")}");
        if (Common == NoiseGroup.Population && (shape.Excitatory is not > 0 || shape.Excitatory == rows / layers))
            throw new InputException("noise.common: population, where the network has one population alone; allowed is layer, or network.recurrent.dale with a share that leaves units to both");
        var (first, units) = Layer is { } own ? ((own - 1) * (rows / layers), rows / layers) : (0, rows);
        if (Sigma.Length != 1 && Sigma.Length != units)
            throw new InputException($"noise.sigma: {Sigma.Length} levels for {units} units{(Layer is null ? "" : $" of layer {Layer}")}; allowed is one level, or one a unit");
        if (Scale != NoiseScale.PerStep && Placement == Placement.Readout)
            throw new InputException("noise.scale: readout noise is not integrated over time; allowed is per-step");
        if (Scale != NoiseScale.PerStep && Placement == Placement.Input && tau.Length != 1)
            throw new InputException("noise.scale: input noise with a tau for each unit; allowed is per-step, or a single tau");
        return [.. Enumerable.Range(0, rows).Select(i => shape.Holds(this, i) ? Sigma[Sigma.Length == 1 ? 0 : i - first] * FactorOf(i, dt, tau) : 0)];
    }

    /// <summary>The standard deviation of the drift-independent part of drift-multiplicative noise. [units]</summary>
    public double[] PerStepBase(int units, double dt, ImmutableArray<double> tau) => PerStepBase(NoiseShape.Of(units), dt, tau);

    /// <summary>The same of a network: 0 in the rows of other layers than its own. [N of each layer]</summary>
    public double[] PerStepBase(NoiseShape shape, double dt, ImmutableArray<double> tau) =>
        [.. Enumerable.Range(0, shape[Placement]).Select(i => shape.Holds(this, i) ? Base * FactorOf(i, dt, tau) : 0)];

    private double FactorOf(int unit, double dt, ImmutableArray<double> tau) =>
        ScaleConversion.Factor(Scale, Placement, dt, tau[tau.Length == 1 ? 0 : unit]);
}
