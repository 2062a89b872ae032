using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>A local minimum of the speed q of a network's step that is no fixed point: trajectories linger there.</summary>
/// <param name="Speed">q = 1/2 |F(x) - x|^2.</param>
/// <param name="Starts">Starts of the search that led to it.</param>
/// <param name="Scores">Its place along the first principal components of the visited states.</param>
public sealed record SlowPoint(double Speed, int Starts, ImmutableArray<double> Scores);
