namespace NoisyRnn.Analyses;

/// <summary>Where a verdict stands in the matrix of its claim.</summary>
/// <param name="Part">What the rows of this part of the matrix have in common: "noise inside"; "inside less outside, at equal s0".</param>
/// <param name="Activation">The row: the activation's name.</param>
/// <param name="TrainingSigma">The column: s0 (of a pair, that of the network with noise inside).</param>
public sealed record VerdictPlace(string Part, string Activation, double TrainingSigma);
