using NoisyRnn.Claims;

namespace NoisyRnn.Experiments;

/// <summary>A shipped experiment that was reproduced, or could not be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What it says; null where it could not be run.</param>
/// <param name="NotRun">Why it could not; empty where it was.</param>
public sealed record Reproduced(string Name, ExperimentOutcome? Outcome, string NotRun = "");
