using System.Collections.Concurrent;
using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>
/// A network without noise, its activation averaged over the noise inside it at a level r = s/s0: the mean of a step to leading
/// order in g (spec 1, section 3), F_s in the place of f; in the current form over what the noise makes of each current (<see cref="ArgumentNoise"/>). Of noise with a mean the mean stands in the step:
/// at each level its own, and that of s0 throughout where silence has it. At r = 0 it is the network as it stands. Any thread may ask.
/// </summary>
internal sealed class NoiseAveragedMaps
{
    private readonly TrainedNetwork _subject;
    private readonly bool _isByClosure;
    private readonly ConcurrentDictionary<double, Lazy<Rollout<double>>> _rollouts = new();

    /// <summary>Looks at the noise of a network.</summary>
    /// <param name="subject">The network.</param>
    public NoiseAveragedMaps(TrainedNetwork subject)
    {
        _subject = subject;
        var (network, tau) = (subject.Network, subject.Network.TimeConstants);
        var inside = subject.Noise.Where(static source => source.Placement == Placement.Inside && source.IsActive()).ToArray();
        if (SilentMean.Of(subject.Setup) is not null)
        {
            Sigma = Math.Sqrt(inside.Select(source => source.PerStepDeviation(network.NoiseShape(1, 1), subject.Dt, tau).Max()).Sum(static deviation => deviation * deviation));
            _isByClosure = network.LeakyLayers() is [{ LeaksFirst: true }];
            NoiseFreeBecause = _isByClosure && GaussianClosure.Refusal(subject.Setup) is not null ? "noise that is not white and Gaussian" : null;
            return;
        }

        NoiseFreeBecause = inside.Length == 0 ? "no noise inside the activation"
            : tau.Distinct().Count() > 1 || inside.Any(static source => source.Sigma.Distinct().Count() > 1) ? "levels or time constants that differ from unit to unit"
            : network.Smoothed(1) is null ? $"no form of the network {network.Kind} that is averaged over noise"
            : "noise whose law has no such average";
    }

    /// <summary>Why there is the noise-free map alone, as the cause in a sentence; null where there are the others.</summary>
    public string? NoiseFreeBecause { get; }

    /// <summary>s0: deviation per step of the training noise inside, all sources together; 0 where there is the noise-free map alone.</summary>
    public double Sigma { get; }

    /// <summary>The network averaged over noise.</summary>
    /// <param name="level">r.</param>
    public Rollout<double> At(double level) => _rollouts.GetOrAdd(level, r => new(() => _subject.Prepare<double>(
        r == 0 ? _subject.Network : Averaged(_subject with { Setup = _subject.Setup with { Noise = [.. _subject.Noise.Select(source => source.Scaled(r))] } }), Means(r)))).Value;

    private ImmutableArray<NoiseSource> Means(double level) =>
        _subject.Silence.IsEmpty ? [.. _subject.Noise.Where(static source => source.HasMean()).Select(source => source.Scaled(level).ScaledAboutMean(0))] : _subject.Silence;

    private Network Averaged(TrainedNetwork subject) => _isByClosure
        ? subject.Network.SmoothedByUnit([.. ArgumentNoise.ByClosure(subject, ArgumentNoise.ClosureTrials, CancellationToken.None)])!
        : SilentMean.Of(subject.Setup)!;
}
