using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>What an analysis looks at: a network with its parameters, and what it was trained on.</summary>
/// <param name="Network">The architecture.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Task">The task, loaded.</param>
/// <param name="Loss">The training loss.</param>
/// <param name="Noise">The training noise.</param>
/// <param name="Dt">Time step, in the unit of tau.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record TrainedNetwork(
    Network Network, Parameters Parameters, TrialTask Task, Loss Loss, ImmutableArray<NoiseSource> Noise, double Dt, ulong Seed)
{
    /// <summary>s0: the highest training level of any source and unit, in the scale of its source.</summary>
    public double TrainingSigma => Noise.SelectMany(static source => source.Sigma).DefaultIfEmpty(0).Max();
}
