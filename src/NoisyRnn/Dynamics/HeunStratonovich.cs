using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Dynamics;

/// <summary>
/// Heun's scheme, h* = h + dt f(h) + sigma(h) dB, h' = h + dt (f(h) + f(h*))/2 + (sigma(h) + sigma(h*))/2 dB: Stratonovich, of
/// strong order 1 for commutative noise (Ruemelin 1982).
/// </summary>
public sealed record HeunStratonovich : Scheme
{
    /// <inheritdoc/>
    public override string Calculus => "Stratonovich";

    /// <inheritdoc/>
    public override (double Additive, double Multiplicative) StrongOrder => (1, 1);

    /// <inheritdoc/>
    public override string Equation => "Heun (Stratonovich): h*[t] is h[t+1] above; then with the same draws h[t+1] = h[t] + (increment at h[t] + increment at h*[t]) / 2";

    /// <inheritdoc/>
    public override string? Refusal(Network network, ImmutableArray<NoiseSource> sources) =>
        !network.IsDriven
            ? $"scheme: heun-stratonovich is not for {network.Kind}, {network.TakesNoScheme}"
            : sources.Any(static source => source.Kind == NoiseKind.ReleasedUniform)
                ? "scheme: heun-stratonovich does not take released-uniform noise, which is no diffusion; allowed with it is euler-maruyama"
                : null;

    internal override Cell<T> Prepare<T>(DrivenNetwork network, ParameterLayout layout, double dt, Increments<T> noise) =>
        new HeunCell<T>(network, layout, dt, noise);
}
