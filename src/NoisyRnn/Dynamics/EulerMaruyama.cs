using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Dynamics;

/// <summary>h' = h + dt f + sigma dB (Maruyama 1955): Ito, of strong order 1 with additive noise, else 1/2.</summary>
public sealed record EulerMaruyama : Scheme
{
    /// <inheritdoc/>
    public override string Calculus => "Ito";

    /// <inheritdoc/>
    public override (double Additive, double Multiplicative) StrongOrder => (1, 0.5);

    /// <inheritdoc/>
    public override string Equation => "";

    /// <inheritdoc/>
    public override string? Refusal(Network network, ImmutableArray<NoiseSource> sources) => null;

    internal override Cell<T> Prepare<T>(DrivenNetwork network, ParameterLayout layout, double dt, Increments<T> noise)
    {
        if (network.LayersOf(layout) is { Length: > 1 } layers)
            return new StackedCell<T>(network.Units, [.. layers.Select(layer => Prepare(layer.Network, layer.Layout, dt, noise))]);
        var additive = !noise.Has(NoiseTerm.StateFactor) && !noise.Has(NoiseTerm.DriftFactor) && !noise.Has(NoiseTerm.StepFactor);
        return (additive ? network.PrepareEuler<T>(layout, dt) : null) ?? new EulerCell<T>(network, layout, dt, noise, milstein: false);
    }
}
