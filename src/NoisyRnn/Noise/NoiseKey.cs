namespace NoisyRnn.Noise;

/// <summary>Names one family of random numbers; equal keys give equal numbers, different keys independent ones.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Stream">What the numbers are for.</param>
/// <param name="Source">The index of the noise source in the experiment's list (0 where there is but one).</param>
public readonly record struct NoiseKey(ulong Seed, NoiseStream Stream, byte Source);
