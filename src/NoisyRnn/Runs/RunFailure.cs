using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>A run that failed when it was last tried.</summary>
/// <param name="Run">The run's hash.</param>
/// <param name="Message">Why.</param>
/// <param name="Host">On which machine.</param>
/// <param name="Tries">How often it has been tried.</param>
/// <param name="At">When (UTC).</param>
public sealed record RunFailure(StageHash Run, string Message, string Host, int Tries, DateTimeOffset At);
