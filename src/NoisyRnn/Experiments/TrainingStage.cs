using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What training reads, and so what its hash is taken of.</summary>
internal sealed record TrainingStage(
    TrialTask Task, Network Network, double Dt, ImmutableArray<NoiseSource> Noise, TrainingSpec Training, ulong Seed);
