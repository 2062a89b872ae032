using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The fixed and slow points at one input and one noise level.</summary>
/// <param name="Level">r = s/s0.</param>
/// <param name="Sigma">s, per step.</param>
/// <param name="Found">Number of fixed points found: searched for at 0 and 1, followed from there elsewhere.</param>
/// <param name="Points">Of these those that are followed, in the order of branches.</param>
/// <param name="SlowPoints">Slow points, searched for at 0 and 1 alone.</param>
/// <param name="Unresolved">Starts of the search that ended at neither: where q has a minimum above the slow points' limit, or none.</param>
public sealed record FixedPointLevel(
    double Level, double Sigma, int Found, ImmutableArray<FixedPoint> Points, ImmutableArray<SlowPoint> SlowPoints, int Unresolved)
{
    /// <summary>How many of <see cref="Points"/> are stable or marginal.</summary>
    internal int StableCount => Points.Count(static point => point.Attracts);
}
