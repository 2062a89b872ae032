namespace NoisyRnn.Analyses;

/// <summary>Where a curve over levels is lowest.</summary>
/// <param name="Level">The level of the minimum, refined by a parabola through the best level and its neighbours.</param>
/// <param name="End">Whether the minimum lies inside the range of levels or at one of its ends.</param>
public sealed record PreferredLevel(double Level, RangeEnd End);
