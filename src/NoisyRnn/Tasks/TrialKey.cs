using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>Which trial: the same key always gives the same trial, in every arm, batch and thread.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Stream">What the trial is for: Task (training), Validation or Test; data sets are split by it.</param>
/// <param name="Number">The trial's number.</param>
public readonly record struct TrialKey(ulong Seed, NoiseStream Stream, ulong Number)
{
    /// <summary>The trial's own random numbers, from their start.</summary>
    public RandomStream Random() => new(NoiseKey.Of(Seed, Substream.Trial, Stream), Number);

    /// <summary>Random numbers that consecutive trials share, from their start: what is drawn once a batch.</summary>
    /// <param name="size">Trials in a group; trials 0 .. size - 1 are the first.</param>
    public RandomStream GroupRandom(int size) => new(NoiseKey.Of(Seed, Substream.TrialGroup, Stream), Number / (ulong)size);
}
