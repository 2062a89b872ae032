namespace NoisyRnn.Claims;

/// <summary>A network that a verdict does not count, and why.</summary>
/// <param name="Run">The run's short hash.</param>
/// <param name="Cell">The network's cell, as in <see cref="Verdict.Cell"/>.</param>
/// <param name="Reason">"diverged at iteration 120", "not trained: loss .31 is over .25 of the target's variance .5".</param>
public sealed record LeftOut(string Run, string Cell, string Reason);
