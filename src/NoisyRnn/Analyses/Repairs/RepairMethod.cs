using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>A way to make, of a network trained with noise inside, one that runs without noise and without its loss (spec 1, section 3).</summary>
[Leaf("averaged", typeof(AveragedRepair))]
[Leaf("averaged-by-closure", typeof(ClosureRepair))]
[Leaf("biases", typeof(BiasRepair))]
[Leaf("readout", typeof(ReadoutRepair))]
public abstract record RepairMethod
{
    /// <summary>What is changed, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether the repaired network keeps its activation, so that other programs can run it as it is.</summary>
    public abstract bool KeepsActivation { get; }

    /// <summary>The repaired network: another architecture or other parameters, and no noise.</summary>
    /// <param name="subject">A network trained with noise inside that <see cref="Repair.Refusal"/> does not refuse.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default);
}
