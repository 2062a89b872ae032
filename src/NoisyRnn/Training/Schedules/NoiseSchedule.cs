using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Training;

/// <summary>How the level of the training noise goes over iterations and trials: a factor on the levels of all sources.</summary>
[Leaf("constant", typeof(ConstantNoise))]
[Leaf("random-per-trial", typeof(RandomNoise))]
[Leaf("annealed", typeof(AnnealedNoise))]
[Leaf("silent-tail", typeof(SilentTail))]
[Leaf("learnt", typeof(LearntNoise))]
public abstract record NoiseSchedule
{
    /// <summary>Whether the levels are ever other than those of the sources.</summary>
    internal virtual bool Varies => true;

    /// <summary>Whether each trial has a factor of its own, u ~ U(0, 1].</summary>
    internal virtual bool IsRandomPerTrial => false;

    /// <summary>Whether no iteration has noise.</summary>
    /// <param name="iterations">K.</param>
    internal virtual bool IsSilent(int iterations) => false;

    /// <summary>What it says in the executed equations, after "in training"; empty for nothing.</summary>
    internal abstract string Equation { get; }

    /// <summary>The factor in an iteration.</summary>
    /// <param name="iteration">k, from 0 to K - 1.</param>
    /// <param name="iterations">K.</param>
    internal virtual double Factor(int iteration, int iterations) => 1;

    /// <summary>What does not fit so many iterations; null where all does.</summary>
    internal virtual string? Problem(int iterations) => null;

    /// <summary>Why it is not for a network with some noise; null where it is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="scheme">How its steps are made.</param>
    /// <param name="noise">The noise of training.</param>
    internal virtual string? Refusal(Network network, Scheme scheme, IReadOnlyList<NoiseSource> noise) =>
        Varies && noise.FirstOrDefault(static source => source.IsActive() && source.Kind != NoiseKind.Additive) is { } source
            ? $"training.noise-schedule: {Catalogue.KindOf(GetType())} with noise.kind: {Catalogue.NameOf(source.Kind)}; allowed is kind: additive, or noise-schedule: constant"
            : null;
}
