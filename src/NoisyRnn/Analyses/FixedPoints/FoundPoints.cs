using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>What a search found; the points that the most starts led to first, of equal ones that of the earlier start.</summary>
/// <param name="Fixed">Fixed points.</param>
/// <param name="Slow">Slow points.</param>
/// <param name="Unresolved">Starts that ended at neither.</param>
internal sealed record FoundPoints(ImmutableArray<FoundPoint> Fixed, ImmutableArray<FoundPoint> Slow, int Unresolved);
