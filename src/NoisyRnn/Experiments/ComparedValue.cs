namespace NoisyRnn.Experiments;

/// <summary>One thing as two folders of runs have it, in words.</summary>
/// <param name="Name">A setting, a claim, a cell.</param>
/// <param name="First">In the first folder; a dash where it has none.</param>
/// <param name="Second">In the second folder.</param>
public sealed record ComparedValue(string Name, string First, string Second);
