using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What training reads, and so what its hash is taken of.</summary>
internal sealed record TrainingStage
{
    public TrialTask Task { get; init; } = new FunctionApproximation();

    public Network Network { get; init; } = new Ctrnn();

    public double Dt { get; init; } = 0.1;

    public Scheme Scheme { get; init; } = new EulerMaruyama();

    public ImmutableArray<NoiseSource> Noise { get; init; } = [];

    public TrainingSpec Training { get; init; } = new();

    public ulong Seed { get; init; } = 1;
}
