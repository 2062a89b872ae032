namespace NoisyRnn.Claims;

/// <summary>Where a verdict stands in the matrix of its claim.</summary>
/// <param name="Part">What the rows of this part of the matrix have in common: "noise inside"; "inside less outside, at equal s0".</param>
/// <param name="Row">The row: the arm's name, a kind of perturbation.</param>
/// <param name="TrainingSigma">The column: s0 (of a pair, that of the network with noise inside).</param>
public sealed record VerdictPlace(string Part, string Row, double TrainingSigma)
{
    /// <summary>The column where it is no level but has a name: an arm. The part then says what the numbers are.</summary>
    public string Column { get; init; } = "";
}
