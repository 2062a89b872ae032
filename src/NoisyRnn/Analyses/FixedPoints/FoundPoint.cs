namespace NoisyRnn.Analyses;

/// <summary>A fixed or slow point that a search found.</summary>
/// <param name="Point">Where.</param>
/// <param name="Starts">How many starts led to it.</param>
internal sealed record FoundPoint(FixedPointSearchEnd Point, int Starts);
