using System.ComponentModel;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Training;

/// <summary>
/// The level is trained with the network: s = s0 exp(theta), theta one number or one a unit, 0 at first. The noise is s xi with draws xi
/// that do not depend on theta (the reparameterised gradient), so dL/dtheta is the sum of dL/d(s xi) times s xi over steps, trials and units.
/// What is asked of the trained network is asked at the level that it learnt: there s0 is s, of units with levels of their own the highest.
/// </summary>
/// <remarks>Source of the reparameterised gradient: Kingma and Welling 2014, "Auto-encoding variational Bayes".</remarks>
public sealed record LearntNoise : NoiseSchedule
{
    /// <summary>Whether units share theta.</summary>
    [Description("whether the network has one trained level, or each unit its own")]
    public NoiseOwner Per { get; init; }

    internal override string Equation =>
        $"s is trained with the weights, s = s0 exp(theta), {(Per == NoiseOwner.Network ? "one theta" : "a theta for each unit")}, 0 at first; "
        + (Per == NoiseOwner.Network ? "in tests s0 is the level learnt" : "in tests s0 is the highest level learnt, and units keep their ratios to it");

    internal override string? Refusal(Network network, Scheme scheme, IReadOnlyList<NoiseSource> noise)
    {
        var active = noise.Where(static source => source.IsActive()).ToArray();
        if (active.Length > 1)
            return $"training.noise-schedule: learnt with {active.Length} sources of noise; allowed is one";
        if (active is not [var source])
            return null;
        if (base.Refusal(network, scheme, noise) is { } refusal)
            return refusal;
        if (source.CorrelationTime > 0)
            return "training.noise-schedule: learnt with noise.correlation-time; allowed is correlation-time: 0";
        if (source.Placement is not (Placement.Inside or Placement.Outside or Placement.State))
            return $"training.noise-schedule: learnt with noise.placement: {Catalogue.NameOf(source.Placement)}; allowed is inside, outside or state";
        return network.LearnsNoise && (scheme is EulerMaruyama || !network.IsDriven) ? null : $"training.noise-schedule: learnt is not for {network.Kind}; allowed is ctrnn with scheme euler-maruyama, current, elman or feedforward";
    }
}
