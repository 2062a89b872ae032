using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Dynamics;
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
/// <param name="Scheme">How the steps of a driven network are made; null for Euler-Maruyama.</param>
public sealed record TrainedNetwork(
    Network Network, Parameters Parameters, TrialTask Task, Loss Loss, ImmutableArray<NoiseSource> Noise, double Dt, ulong Seed,
    Scheme? Scheme = null)
{
    /// <summary>The network on its way through training, for analyses that look back; empty for others.</summary>
    public ImmutableArray<Snapshot> History { get; init; } = [];

    /// <summary>This network made ready to run, under some noise drawn from the streams of an analysis.</summary>
    /// <param name="network">This network's architecture, or one with the same parameters (its repair).</param>
    /// <param name="noise">The noise.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public Rollout<T> Prepare<T>(Network network, ImmutableArray<NoiseSource> noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rollout = new Rollout<T>(
            network, Parameters.Layout, Dt, network.Draw<T>(noise, Seed, NoiseStream.Analysis, Task.InputCount, Task.OutputCount, Dt), Scheme);
        rollout.Refresh(Parameters);
        return rollout;
    }

    /// <summary>s0: the highest training level of any source and unit, in the scale of its source.</summary>
    public double TrainingSigma => Noise.SelectMany(static source => source.Sigma).DefaultIfEmpty(0).Max();

    /// <summary>
    /// The standard deviation that noise inside the activation has in a step at a level given in the scale of the training
    /// noise: of networks trained with noise outside or without, that of their counterparts with it inside.
    /// </summary>
    internal double InsideDeviation(double level)
    {
        var source = Noise.IsEmpty ? new NoiseSource() : Noise[0];
        return (source with { Placement = Placement.Inside, Sigma = [level] }).PerStepDeviation(1, Dt, Network.TimeConstants)[0];
    }

    /// <summary>Whether it was trained with noise inside the activation.</summary>
    internal bool IsInside => TrainingSigma > 0 && Noise[0].Placement == Placement.Inside;
}
