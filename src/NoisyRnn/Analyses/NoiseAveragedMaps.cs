using System.Collections.Concurrent;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>
/// A network without noise, its activation averaged over noise of deviation s inside it: the mean of a step to leading order
/// in g (spec 1, section 3), F_s in the place of f. At s = 0 it is the network as it stands. Any thread may ask.
/// </summary>
internal sealed class NoiseAveragedMaps
{
    private readonly TrainedNetwork _subject;
    private readonly ConcurrentDictionary<double, Lazy<Rollout<double>>> _rollouts = new();

    /// <summary>Looks at the noise of a network.</summary>
    /// <param name="subject">The network.</param>
    public NoiseAveragedMaps(TrainedNetwork subject)
    {
        _subject = subject;
        var (network, tau) = (subject.Network, subject.Network.TimeConstants);
        var inside = subject.Noise.Where(static source => source.Placement == Placement.Inside && source.IsRandom()).ToArray();
        NoiseFreeBecause = inside.Length == 0 ? "no noise inside the activation"
            : inside.Any(static source => source.Sigma.Distinct().Count() > 1) || tau.Distinct().Count() > 1 ? "levels or time constants that differ from unit to unit"
            : network.Smoothed(1) is null ? $"no form of the network {Catalogue.KindOf(network.GetType())} that is averaged over noise"
            : null;
        if (NoiseFreeBecause is null)
            Sigma = Math.Sqrt(inside.Sum(source => Math.Pow(source.PerStepDeviation(network.Units, subject.Dt, tau)[0], 2)));
    }

    /// <summary>Why there is the noise-free map alone, as the cause in a sentence; null where there are the others.</summary>
    public string? NoiseFreeBecause { get; }

    /// <summary>s0: deviation per step of the training noise inside, all sources together; 0 where there is the noise-free map alone.</summary>
    public double Sigma { get; }

    /// <summary>The network averaged over noise.</summary>
    /// <param name="sigma">s, per step.</param>
    public Rollout<double> At(double sigma) => _rollouts.GetOrAdd(sigma, s => new(() =>
        _subject.Prepare<double>(s == 0 ? _subject.Network : _subject.Network.Smoothed(s)!, []))).Value;
}
