using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>A way to make, of a network trained with noise inside, one that runs without noise and without its loss (spec 1, section 3).</summary>
[Leaf("averaged", typeof(AveragedRepair))]
[Leaf("averaged-by-closure", typeof(ClosureRepair))]
[Leaf("biases", typeof(BiasRepair))]
[Leaf("readout", typeof(ReadoutRepair))]
public abstract record RepairMethod
{
    /// <summary>Its name in results: that in the catalogue, and what sets it apart.</summary>
    internal virtual string Name => Catalogue.KindOf(GetType());

    /// <summary>What is changed, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether the repaired network keeps its activation, so that other programs can run it as it is.</summary>
    public abstract bool KeepsActivation { get; }

    /// <summary>Whether it is fitted to trials; else the weights and the level of the noise are all that it needs.</summary>
    public virtual bool NeedsTrials => true;

    /// <summary>Why it is not for a network; null where it is.</summary>
    /// <param name="setup">What was trained.</param>
    internal virtual string? Refusal(Setup setup) => SilentPath.Refusal(setup);

    /// <summary>Why a network's units are not averaged over noise; null where they can be.</summary>
    private protected static string? RefusalWithoutAverage(Setup setup) => HasAverage(setup.Network)
        ? null
        : $"{setup.Network.Kind} has no form whose units are averaged over noise; allowed is {Catalogue.NamesOf<Network>(HasAverage)}";

    private static bool HasAverage(Network network) => network.Smoothed(1) is not null && network.SmoothedByUnit([1]) is not null;

    /// <summary>The repaired network: another architecture or other parameters, and no noise.</summary>
    /// <param name="subject">A network trained with noise inside that <see cref="Refusal"/> does not refuse.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default);
}
