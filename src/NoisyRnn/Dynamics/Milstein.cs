using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Dynamics;

/// <summary>
/// Milstein's scheme (1974) for diagonal or common-scalar noise, h' = h + dt f + sigma dB + 1/2 sigma sigma' (dB^2 - dt): Ito,
/// of strong order 1. For noise s h, sigma sigma' = s^2 h; for additive noise it is Euler-Maruyama.
/// </summary>
public sealed record Milstein : Scheme
{
    /// <inheritdoc/>
    public override string Calculus => "Ito";

    /// <inheritdoc/>
    public override (double Additive, double Multiplicative) StrongOrder => (1, 1);

    /// <inheritdoc/>
    public override string Equation => "Milstein: + 1/2 (p[t]^2 - E p^2) h[t], p[t] the sum of the factors of h[t] above";

    /// <inheritdoc/>
    public override string? Refusal(Network network, ImmutableArray<NoiseSource> sources) =>
        !network.IsDriven
            ? $"scheme: milstein is not for {network.Kind}, {network.TakesNoScheme}"
            : sources.FirstOrDefault(static source => source.Kind is NoiseKind.DriftMultiplicative or NoiseKind.ReleasedUniform || source.IsOnActivation()) is { } source
                ? $"scheme: milstein is defined for noise whose derivative is diagonal, not for {Catalogue.NameOf(source.Kind)}{(source.IsOnActivation() ? $" {Catalogue.NameOf(source.Placement)}" : "")}; allowed with it is euler-maruyama"
                : null;

    internal override Cell<T> Prepare<T>(DrivenNetwork network, ParameterLayout layout, double dt, Increments<T> noise) =>
        new EulerCell<T>(network, layout, dt, noise, milstein: true);
}
